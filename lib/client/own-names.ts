import dns from "node:dns";
import type { LookupAddress, LookupOptions } from "node:dns";
import { isOwnName } from "../domain/loopback";

const ownAddresses = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
] as const;

/**
 * Looks a name up as `dns.lookup` does, but for the names of this machine, for which no resolver is asked: what is sent without
 * encryption because a URL leads to this machine cannot be led elsewhere.
 */
export function lookUp(name: string, options: LookupOptions, callback: Found): void {
  if (!isOwnName(name)) {
    dns.lookup(name, options, callback);
    return;
  }
  const family = options.family === "IPv6" ? 6 : options.family === "IPv4" ? 4 : (options.family ?? 0);
  const found = ownAddresses.filter((each) => family === 0 || each.family === family);
  const [{ address, family: itsFamily } = ownAddresses[0]] = found;
  queueMicrotask(() => (options.all === true ? callback(null, [...found]) : callback(null, address, itsFamily)));
}

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
