/** The emulator's time: the machine's, or one that moves only on request. */
export interface EmulatorClock {
  /** Simulated milliseconds since the epoch. Instances, tokens and key locks follow it. */
  nowMs(): number;
  /** The machine's milliseconds since the epoch. Only dates that a client compares with its own clock use it. */
  wallMs(): number;
  /** Moves simulated time on. `false` for a real clock, which cannot be moved. */
  advance(ms: number): boolean;
  /** Time of a manual clock; `undefined` for a real clock. */
  position(): number | undefined;
  /** Sets simulated time if this clock can be set: on reset, and when a saved state is loaded. */
  restart(atMs?: number): void;
}

/** The last moment that a date can express. (ECMAScript, "Time Values and Time Range".) */
export const lastMomentMs = 8_640_000_000_000_000;

/** Start of a manual clock. It is fixed, so that two runs of the same calls give the same journal. */
const manualClockStartMs = Date.UTC(2026, 0, 1);

/** A clock that follows the machine. `now` answers milliseconds since the epoch. */
export function createRealClock(now: () => number): EmulatorClock {
  return { nowMs: now, wallMs: now, advance: () => false, position: () => undefined, restart: () => undefined };
}

/** A clock that stands still until it is advanced. `now` serves only `wallMs`. */
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
