import { isLoopback } from "../../domain/connection/loopback";

/** Proxies in the words of the environment; empty: none. A proxy's URL may contain a password, so it must not go into texts. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Hosts that are reached directly, in the form of NO_PROXY. */
  readonly noProxy: string;
}

/** The variables that the settings of proxies come from; absent: not set. */
export interface ProxySources {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
  /** A variable by which other tools would go, and which is not read. */
  readonly notRead?: string;
}

/**
 * The proxy that leads to a URL; empty: none. This machine is never reached through a proxy, also without NO_PROXY: a proxy would not find
 * an emulator. HTTP_PROXY is for http alone, as in curl and in Terraform. Pure.
 */
export function proxyFor(url: URL, { httpProxy, httpsProxy, noProxy }: ProxySettings): string {
  if (isLoopback(url.href) || isListed(url, noProxy)) return "";
  return url.protocol === "https:" ? httpsProxy : httpProxy;
}

/** Whether a call went through a proxy, and why, as a sentence; empty for this machine, which has none. Pure. */
export function describeWay(url: URL, settings: ProxySettings, sources: ProxySources): string {
  if (isLoopback(url.href)) return "";
  const which = url.protocol === "https:" ? "httpsProxy" : "httpProxy";
  const name = sources[which] ?? (which === "httpsProxy" ? "HTTPS_PROXY" : "HTTP_PROXY");
  const proxy = proxyFor(url, settings);
  if (proxy !== "") return `It was tried through the proxy ${new URL(proxy).origin} (from ${name}).`;
  const direct = "It was tried without a proxy";
  if (settings[which] !== "") return `${direct}, because ${sources.noProxy ?? "NO_PROXY"} names the host.`;
  if (sources[which] !== undefined) return `${direct}, because ${name} is empty.`;
  return sources.notRead === undefined
    ? `${direct}: ${name} is not set.`
    : `${direct}: ${name} is not set, and ${sources.notRead} is not read.`;
}

/**
 * The secrets of a proxy's URL, decoded and encoded: its password, with its user and alone; without a password its user, which is a key
 * then. Takes a URL, or an empty string. Pure.
 */
export function proxySecrets(proxy: string): readonly string[] {
  const { username, password } = proxy === "" ? { username: "", password: "" } : new URL(proxy);
  const secret = password === "" ? username : password;
  if (secret === "") return [];
  const [user, decoded] = [decodeURIComponent(username), decodeURIComponent(secret)];
  return [...new Set([...(password === "" ? [] : [`${user}:${decoded}`]), decoded, secret])];
}

/**
 * The Proxy-Authorization header for a proxy's URL; `undefined` without a user and a password. As in curl, one of them is enough: a key is
 * often written as the user alone. Pure.
 */
export function proxyAuthorization(proxy: string): string | undefined {
  const { username, password } = new URL(proxy);
  if (username === "" && password === "") return undefined;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(login).toString("base64")}`;
}

/**
 * Whether a NO_PROXY list names a URL's host. Entries are separated by commas or spaces; each is `*` (every host), a host or a
 * domain with or without a dot before it (the domain itself and all below it), an IP address, either with a port or without,
 * or a block of addresses (`10.0.0.0/8`, `fd00::/8`). Pure.
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
  return host === domain || (addressOf(host) === undefined && host.endsWith(`.${domain}`));
}

function isInBlock(host: string, entry: string): boolean {
  const [, first = "", length] = /^\[?([\d.]+|[\da-f:.]*:[\da-f:.]*)\]?\/(\d{1,3})$/.exec(entry) ?? [];
  const [address, block, prefix] = [addressOf(host), addressOf(first), Number(length)];
  if (address === undefined || block === undefined || address.length !== block.length) return false;
  return prefix <= address.length && address.slice(0, prefix) === block.slice(0, prefix);
}

/** The bits of an IP address as a text of 32 or 128 digits; `undefined` for a name. */
function addressOf(text: string): string | undefined {
  const parts = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split(".").map(Number) : [];
  if (parts.length === 4) return parts.some((part) => part > 255) ? undefined : bitsOf(parts, 8);
  const bare = text.replace(/^\[|\]$/g, "");
  if (!bare.includes(":") || !URL.canParse(`http://[${bare}]`)) return undefined;
  // A URL has the shortest form, without dots: one double colon at most.
  const [before = "", after] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const groupsOf = (half: string): readonly number[] =>
    half === "" ? [] : half.split(":").map((group) => Number.parseInt(group, 16));
  const [head, tail] = [groupsOf(before), groupsOf(after ?? "")];
  return bitsOf([...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail], 16);
}

function bitsOf(numbers: readonly number[], width: number): string {
  return numbers.map((each) => each.toString(2).padStart(width, "0")).join("");
}
