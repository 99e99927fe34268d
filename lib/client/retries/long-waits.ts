import type { CallKind } from "../../domain/call-failure";
import type { Pacing } from "./read-retry";

/** A read that has waited long, because its host asked for fewer calls. */
export interface LongWait {
  readonly host: string;
  readonly kind: CallKind;
  readonly waitedMs: number;
  /** The host's words: a status, and a code if there is one. */
  readonly words: string;
}

interface Holds {
  readonly pacing: Pacing;
  readonly isHeld: (host: string, kind: CallKind) => boolean;
  /** The words of the last hold that met such a call. */
  readonly wordsOf: (host: string, kind: CallKind) => string;
}

export interface LongWaits {
  /** Runs one read of a kind with a clock that counts its waits for holds. */
  counting<T>(host: string, kind: CallKind, read: (pacing: Pacing) => Promise<T>): Promise<T>;
  /** The first long wait; `undefined` if there was none, or it has been taken. */
  takeLongWait(): LongWait | undefined;
}

/** A shorter wait is not worth a word. */
const longWaitMs = 30_000;

/** Keeps the first long wait of a process. */
export function createLongWaits({ pacing, isHeld, wordsOf }: Holds): LongWaits {
  let first: LongWait | undefined;
  let isTaken = false;
  return {
    counting: async (host, kind, read) => {
      let waitedMs = 0;
      const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
        const counts = isHeld(host, kind);
        const startedMs = pacing.now();
        await pacing.sleep(ms, signal);
        if (counts) waitedMs += pacing.now() - startedMs;
      };
      try {
        return await read({ now: () => pacing.now(), random: () => pacing.random(), sleep });
      } finally {
        if (waitedMs > longWaitMs) first ??= { host, kind, waitedMs, words: wordsOf(host, kind) };
      }
    },
    takeLongWait: () => {
      if (isTaken || first === undefined) return undefined;
      isTaken = true;
      return first;
    },
  };
}
