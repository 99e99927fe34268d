/** The emulator's time: the machine's, or one that only moves when it is told to. */
export interface EmulatorClock {
  /** Simulated milliseconds since the epoch. Instances, tokens and key locks live by it. */
  nowMs(): number;
  /** The machine's milliseconds since the epoch. Only dates that a client compares with its own clock come from here. */
  wallMs(): number;
  /** Moves simulated time on. `false` when this clock runs by itself and cannot be moved. */
  advance(ms: number): boolean;
  /** Where a manual clock stands; `undefined` for one that runs by itself. */
  position(): number | undefined;
  /** Sets simulated time, when this clock can be set: on reset, and when a saved state is taken up. */
  restart(atMs?: number): void;
}

/** The last moment that dates can be written for. (ECMAScript, "Time Values and Time Range".) */
export const lastMomentMs = 8_640_000_000_000_000;

/** Where a manual clock begins: fixed, so that two runs of the same calls give the same journal. */
const manualClockStartMs = Date.UTC(2026, 0, 1);

/** A clock that follows the machine. `now` answers milliseconds since the epoch. */
export function createRealClock(now: () => number): EmulatorClock {
  return { nowMs: now, wallMs: now, advance: () => false, position: () => undefined, restart: () => undefined };
}

/** A clock that stands still until it is advanced. `now` is asked only for `wallMs`. */
export function createManualClock(now: () => number): EmulatorClock {
  let currentMs = manualClockStartMs;
  return {
    nowMs: () => currentMs,
    wallMs: now,
    advance: (ms) => {
      currentMs += ms;
      return true;
    },
    position: () => currentMs,
    restart: (atMs = manualClockStartMs) => {
      currentMs = atMs;
    },
  };
}
