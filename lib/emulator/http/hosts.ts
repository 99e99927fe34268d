import { BlockList, isIP } from "node:net";

/** Addresses that can only mean the caller's own machine; an unspecified one reaches the same machine. */
const ownAddresses = new BlockList();
ownAddresses.addSubnet("127.0.0.0", 8, "ipv4");
ownAddresses.addAddress("0.0.0.0", "ipv4");
ownAddresses.addAddress("::1", "ipv6");
ownAddresses.addAddress("::", "ipv6");

const hostPattern = /^(?:\[([0-9a-f:.]+)\]|([^\s:,/?#@[\]\\]+))(?::\d*)?$/i;
const longestName = 253;

/**
 * The name or address in a `Host` header, in the one spelling that compares: lower case, without port, brackets and trailing dot, an IPv4
 * address that is written as IPv6 as IPv4. `undefined` if the text is not a host.
 */
export function hostIn(header: string): string | undefined {
  const [, address, name] = hostPattern.exec(header) ?? [];
  if (address !== undefined) return isIP(address) === 6 ? canonicalAddress(address) : undefined;
  const canonical = name?.toLowerCase().replace(/\.$/, "");
  return canonical === undefined || canonical === "" || canonical.length > longestName ? undefined : canonical;
}

/** True for an address that leads only to this machine. Takes a result of `hostIn`. */
export function isOwnAddress(host: string): boolean {
  const family = isIP(host);
  return family !== 0 && ownAddresses.check(host, family === 6 ? "ipv6" : "ipv4");
}

/**
 * The hosts that the emulator answers for. A page of another site can have a name that leads here (DNS rebinding), and its requests carry
 * that name. So a name must belong to this machine only, or be allowed.
 */
export class HostList {
  private readonly allowed: Set<string>;

  /** Takes names and addresses without a port. */
  constructor(allowed: readonly string[]) {
    this.allowed = new Set(allowed.map(canonicalHost));
  }

  /** Allows one more host. */
  allow(host: string): void {
    this.allowed.add(canonicalHost(host));
  }

  /** True for a host that the emulator answers for. `localAddress`: the address of this machine that the connection uses. */
  has(host: string, localAddress: string | undefined): boolean {
    if (host === "localhost" || host.endsWith(".localhost") || isOwnAddress(host)) return true;
    return this.allowed.has(host) || (localAddress !== undefined && host === canonicalHost(localAddress));
  }
}

function canonicalHost(host: string): string {
  return isIP(host) === 6 ? canonicalAddress(host) : host.toLowerCase().replace(/\.$/, "");
}

function canonicalAddress(address: string): string {
  const withoutZone = address.replace(/%.*$/, "");
  const canonical = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  const [high = 0, low = 0] = mapped.slice(1).map((part) => parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
