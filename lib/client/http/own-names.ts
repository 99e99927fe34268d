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
  const family = familyOf(options);
  const found = ownAddresses.filter((each) => family === 0 || each.family === family);
  const [first = ownAddresses[0]] = found;
  queueMicrotask(() =>
    options.all === true ? callback(null, [...found]) : callback(null, first.address, first.family),
  );
}

/** The family that is asked for: 4, 6, or 0 for both. */
function familyOf({ family = 0 }: LookupOptions): number {
  return typeof family === "number" ? family : Number(family.slice("IPv".length));
}

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
