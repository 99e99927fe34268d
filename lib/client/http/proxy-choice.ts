import { isLoopback } from "../../domain/connection/loopback";

/** Proxies in the words of the environment; empty: none. A proxy's URL may contain a password, so it must not go into texts. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Hosts that are reached directly, in the form of NO_PROXY. */
  readonly noProxy: string;
}

/**
 * The proxy that leads to a URL; empty: none. This machine is never reached through a proxy, also without NO_PROXY: a proxy would not find
 * an emulator. HTTP_PROXY is for http alone, as in curl and in Terraform. Pure.
 */
export function proxyFor(url: URL, { httpProxy, httpsProxy, noProxy }: ProxySettings): string {
  if (isLoopback(url.href) || isListed(url, noProxy)) return "";
  return url.protocol === "https:" ? httpsProxy : httpProxy;
}

/** The secrets of a proxy's URL: its password, with its user and alone, decoded and encoded. Takes a URL, or an empty text. Pure. */
export function proxySecrets(proxy: string): readonly string[] {
  const { username, password } = proxy === "" ? { username: "", password: "" } : new URL(proxy);
  if (password === "") return [];
  const decoded = decodeURIComponent(password);
  return [...new Set([`${decodeURIComponent(username)}:${decoded}`, decoded, password])];
}

/**
 * Whether a NO_PROXY list names a URL's host. Entries are separated by commas or spaces; each is `*` (every host), a host or a
 * domain with or without a dot before it (the domain itself and all below it), an IP address, either with a port or without,
 * or a block of IPv4 addresses (`10.0.0.0/8`). Pure.
 */
function isListed(url: URL, noProxy: string): boolean {
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  const entries = noProxy.toLowerCase().split(/[\s,]+/);
  return entries.some(
    (entry) => entry !== "" && (entry === "*" || isInBlock(host, entry) || isNamed(host, port, entry)),
  );
}

function isNamed(host: string, port: string, entry: string): boolean {
  // An IPv6 address without brackets has no port: its last colon is its own.
  const isBareIpv6 = !entry.startsWith("[") && entry.split(":").length > 2;
  const [, named = "", namedPort] = /^(.*?)(?::(\d+))?$/.exec(isBareIpv6 ? `[${entry}]` : entry) ?? [];
  if (namedPort !== undefined && namedPort !== port) return false;
  if (host.startsWith("[")) return URL.canParse(`http://${named}`) && new URL(`http://${named}`).hostname === host;
  const domain = named.replace(/^\*?\./, "").replace(/\.$/, "");
  if (domain === "") return false;
  return host === domain || (ipv4Number(host) === undefined && host.endsWith(`.${domain}`));
}

function isInBlock(host: string, entry: string): boolean {
  const [, first = "", length] = /^([\d.]+)\/(\d{1,2})$/.exec(entry) ?? [];
  const [address, block, bits] = [ipv4Number(host), ipv4Number(first), Number(length)];
  if (address === undefined || block === undefined || bits > 32) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor(block / size);
}

function ipv4Number(text: string): number | undefined {
  const parts = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split(".").map(Number) : [];
  if (parts.length === 0 || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
}
