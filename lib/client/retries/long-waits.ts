import type { CallKind } from "../../domain/call-failure";
import type { Pacing } from "./read-retry";

/** Calls of a kind to a host. */
interface HeldPlace {
  readonly host: string;
  readonly kind: CallKind;
}

/** A read that has waited long, because a host asked for fewer calls. */
export interface LongWait extends HeldPlace {
  readonly waitedMs: number;
  /** The host's words: a status, and a code if there is one. */
  readonly words: string;
}

interface Holds {
  readonly pacing: Pacing;
  readonly isHeld: (place: HeldPlace) => boolean;
  /** The words of the last hold that met such a call. */
  readonly wordsOf: (place: HeldPlace) => string;
}

export interface LongWaits {
  /** Runs one read with a clock that counts its waits for holds. `places`: its own calls, and the logins before them. */
  counting<T>(places: readonly HeldPlace[], read: (pacing: Pacing) => Promise<T>): Promise<T>;
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
    counting: async (places, read) => {
      let waitedMs = 0;
      let last: HeldPlace | undefined;
      const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
        const held = places.find(isHeld);
        const startedMs = pacing.now();
        await pacing.sleep(ms, signal);
        if (held === undefined) return;
        waitedMs += pacing.now() - startedMs;
        last = held;
      };
      try {
        return await read({ now: () => pacing.now(), random: () => pacing.random(), sleep });
      } finally {
        if (last !== undefined && waitedMs > longWaitMs) first ??= { ...last, waitedMs, words: wordsOf(last) };
      }
    },
    takeLongWait: () => {
      if (isTaken || first === undefined) return undefined;
      isTaken = true;
      return first;
    },
  };
}
