/**
 * Whether a URL leads to this machine: to `localhost` or a name below it, to an address of 127.0.0.0/8, to ::1, to such an IPv4 address
 * mapped into IPv6, or to an unspecified address, which connects here too. A dot at the end of a name changes nothing. Throws if the
 * text is not a URL.
 */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname.replace(/\.$/, "");
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host) ?? [];
  if (high !== undefined && low !== undefined) return isHere(Number.parseInt(high, 16), Number.parseInt(low, 16));
  if (host === "[::1]" || host === "[::]") return true;
  return isOwnName(new URL(url).hostname) || /^127(\.\d+){3}$/.test(host) || host === "0.0.0.0";
}

/** Whether a name is `localhost` or one below it, which means this machine regardless of a resolver (RFC 6761, section 6.3). */
export function isOwnName(host: string): boolean {
  return /^(.+\.)?localhost\.?$/i.test(host);
}

/** An IPv4 address by its halves. */
function isHere(high: number, low: number): boolean {
  return high >> 8 === 127 || (high === 0 && low === 0);
}

/** Whether others can read requests to a URL: plain http to another machine. Throws if the text is not a URL. */
export function isExposed(url: string): boolean {
  return new URL(url).protocol === "http:" && !isLoopback(url);
}
