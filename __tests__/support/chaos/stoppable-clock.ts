/** Follows the machine's clock, less the time for which it was stopped. */
export interface StoppableClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  stop(): void;
  goOn(): void;
}

export function createStoppableClock(): StoppableClock {
  let stoodMs = 0;
  let stoppedAtMs: number | undefined;
  const now = (): number => stoppedAtMs ?? Date.now() - stoodMs;
  return {
    now,
    stop: () => {
      stoppedAtMs = now();
    },
    goOn: () => {
      if (stoppedAtMs !== undefined) stoodMs = Date.now() - stoppedAtMs;
      stoppedAtMs = undefined;
    },
  };
}
