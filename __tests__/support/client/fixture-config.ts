import type { DmsClientConfig } from "../../../lib/client/client-config";
import type { Pacing } from "../../../lib/client/retries/read-retry";

/** A complete client configuration without credentials, for a server on this machine. */
export function clientConfig(endpoint: string, changes: Partial<DmsClientConfig> = {}): DmsClientConfig {
  return {
    endpoint,
    apiVersion: "v1.0",
    project: { kind: "id", id: projectId },
    credentials: { kind: "none" },
    authUrl: undefined,
    caPem: undefined,
    addedCaPem: "",
    insecure: false,
    proxy: { httpProxy: "", httpsProxy: "", noProxy: "" },
    requestTimeoutMs: 30_000,
    maxRetries: 0,
    ...changes,
  };
}

/** The project id of the documented examples. */
export const projectId = "77b6a44cba5143ab91d13ab9a8ff44fd";

/** Time that only moves when a caller sleeps; every sleep is kept. */
export function fakePacing(random = 0.5): Pacing & { readonly slept: number[] } {
  let nowMs = Date.UTC(2026, 3, 1, 12, 0, 0);
  const slept: number[] = [];
  return {
    slept,
    now: () => nowMs,
    random: () => random,
    sleep: (ms) => {
      slept.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

/** A signal that never aborts. */
export const forever: AbortSignal = new AbortController().signal;

/** The reason for which a promise rejects; fails when it resolves. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value: unknown) => {
      throw new Error(`resolved instead: ${JSON.stringify(value)}`);
    },
    (reason: unknown) => reason,
  );
}
