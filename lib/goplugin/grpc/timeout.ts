import type { IncomingHttpHeaders } from "node:http2";

/** `TimeoutValue TimeoutUnit` of gRPC over HTTP/2: at most eight digits. */
const spelling = /^(\d{1,8})([HMSmun])$/;

const unitsMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** Longest timer, some 24 days; a plugin's process does not live that long. */
const maxTimerMs = 2 ** 31 - 1;

/** How long the caller of a request waits for its answer, in milliseconds; `undefined` if the caller does not say. Pure. */
export function timeoutMsOf(headers: IncomingHttpHeaders): number | undefined {
  const [, amount, unit = ""] = spelling.exec(String(headers["grpc-timeout"] ?? "")) ?? [];
  const unitMs = unitsMs[unit];
  if (unitMs === undefined) return undefined;
  const timeoutMs = Number(amount) * unitMs;
  return timeoutMs > maxTimerMs ? undefined : Math.ceil(timeoutMs);
}
