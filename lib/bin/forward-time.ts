interface Sources {
  /** Milliseconds since the epoch by the machine's clock, which may be put back. */
  readonly wallMs: () => number;
  /** Milliseconds since any beginning, which never go back and may stand still while the machine sleeps. */
  readonly passedMs: () => number;
}

/**
 * The machine's time, as it goes on: when the clock is put back, time continues from where it was, so that no wait grows longer, no break
 * between looks seems shorter, and no record ends before it began. A clock that is put forward is followed: the machine may have slept.
 */
export function createForwardTime({ wallMs, passedMs }: Sources): () => number {
  let last = { nowMs: wallMs(), passedMs: passedMs() };
  return () => {
    const wall = wallMs();
    const passed = passedMs();
    const wholeMs = Math.floor(passed - last.passedMs);
    const isPutBack = wall < last.nowMs + wholeMs;
    last = isPutBack
      ? { nowMs: last.nowMs + wholeMs, passedMs: last.passedMs + wholeMs }
      : { nowMs: wall, passedMs: passed };
    return last.nowMs;
  };
}
