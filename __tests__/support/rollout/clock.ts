import type { Clock } from "../../../lib/rollout/ports";

interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Most moves of time that one piece of work may need; more means that it spins. */
const mostMoves = 50_000;

/** A clock that stands still until all other work waits, then jumps to the next timer. Several sleeps may run at once. */
export class VirtualClock implements Clock {
  private readonly timers = new Set<Timer>();

  constructor(private nowMs = Date.parse("2026-01-01T00:00:00Z")) {}

  now(): number {
    return this.nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.timers.delete(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer: Timer = { atMs: this.nowMs + Math.max(0, ms), fire: end };
      this.timers.add(timer);
      signal.addEventListener("abort", end, { once: true });
    });
  }

  /** Calls `action` in `ms`. */
  in(ms: number, action: () => void): void {
    const timer: Timer = {
      atMs: this.nowMs + ms,
      fire: () => {
        this.timers.delete(timer);
        action();
      },
    };
    this.timers.add(timer);
  }

  /**
   * Lets time go on until `work` has settled. Throws when it waits for no timer, or spins. Time stands still while `outside` answers a promise:
   * something is under way that does not follow this clock.
   */
  async run<T>(work: Promise<T>, outside: () => Promise<unknown> | undefined = () => undefined): Promise<T> {
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    const isOver = (): boolean => settled;
    work.then(mark, mark);
    for (let moves = 0; ; moves++) {
      await idle();
      if (isOver()) return work;
      for (let wait = outside(); wait !== undefined; wait = outside()) {
        await wait;
        await idle();
      }
      if (isOver()) return work;
      if (moves > mostMoves) throw new Error("the work under test never ends");
      if (!this.move(Number.POSITIVE_INFINITY)) throw new Error("the work under test waits for nothing");
    }
  }

  /** Lets time go on for `ms`, also after `work` has settled. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    do await idle();
    while (this.move(untilMs));
    this.nowMs = untilMs;
  }

  /** Forgets every timer: work that waits for time never goes on, as if its process had been killed. */
  kill(): void {
    this.timers.clear();
  }

  /** Fires the earliest timer up to `untilMs`; `false` when there is none. */
  private move(untilMs: number): boolean {
    let next: Timer | undefined;
    for (const timer of this.timers) if (next === undefined || timer.atMs < next.atMs) next = timer;
    if (next === undefined || next.atMs > untilMs) return false;
    this.nowMs = Math.max(this.nowMs, next.atMs);
    next.fire();
    return true;
  }
}

/** Resolves when every microtask has run. */
function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
