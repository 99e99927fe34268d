import { realClock } from "../../../lib/bin/real-clock";
import type { Clock } from "../../../lib/rollout/ports";

/** The longest time that counts between two ticks. */
const longestMs = 10;
const tickEveryMs = 5;

interface TickingClock extends Clock {
  readonly tick: () => void;
  /** From now on all time counts, until the next tick. */
  readonly rest: () => void;
}

/** Follows `real`, but of the time between two ticks counts no more than `longestMs`. */
export function createTickingClock(real: Clock): TickingClock {
  let lostMs = 0;
  let tickedAtMs: number | undefined;
  const now = (): number => {
    const realMs = real.now();
    const sinceTickMs = tickedAtMs === undefined ? 0 : realMs - tickedAtMs;
    return realMs - lostMs - Math.max(0, sinceTickMs - longestMs);
  };
  return {
    now,
    tick: () => {
      const nowMs = now();
      tickedAtMs = real.now();
      lostMs = tickedAtMs - nowMs;
    },
    rest: () => {
      lostMs = real.now() - now();
      tickedAtMs = undefined;
    },
    sleep: async (ms, signal) => {
      const untilMs = now() + ms;
      for (let leftMs = ms; leftMs > 0 && !signal.aborted; leftMs = untilMs - now()) await real.sleep(leftMs, signal);
    },
  };
}

const clock = createTickingClock(realClock);

/**
 * The machine's clock, which hardly goes on while this process waits for a processor. An attached provider and its emulator, which are both
 * in this process, get as much done in a second of it on a machine that is twenty times slower.
 */
export const unhurriedClock: Clock = clock;

let ticking: NodeJS.Timeout | undefined;
beforeAll(() => {
  clock.tick();
  ticking = setInterval(clock.tick, tickEveryMs).unref();
});
afterAll(() => {
  clearInterval(ticking);
  clock.rest();
});
