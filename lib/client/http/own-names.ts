import type { LookupAddress, LookupOptions } from "node:dns";
import { isOwnName } from "../../domain/connection/loopback";

const ownAddresses = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
] as const;

/**
 * Looks a name up like `dns.lookup`, but resolves the names of this machine without a resolver. So a resolver cannot redirect a request
 * that is unencrypted because its URL leads to this machine.
 */
export function lookUp(name: string, options: LookupOptions, callback: Found): void {
  if (!isOwnName(name)) {
    // Loaded here, because a process that only validates looks no name up.
    void import("node:dns").then(({ lookup }) => lookup(name, options, callback));
    return;
  }
  const family = options.family === "IPv6" ? 6 : options.family === "IPv4" ? 4 : (options.family ?? 0);
  const found = ownAddresses.filter((each) => family === 0 || each.family === family);
  const [{ address, family: itsFamily } = ownAddresses[0]] = found;
  queueMicrotask(() => (options.all === true ? callback(null, [...found]) : callback(null, address, itsFamily)));
}

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
