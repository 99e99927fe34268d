import type { Clock } from "../rollout/ports";
import { createForwardTime } from "./forward-time";

/** The machine's clock and timers. */
export const realClock: Clock = {
  now: createForwardTime({ wallMs: () => Date.now(), passedMs: () => performance.now() }),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, Math.max(0, Math.min(ms, 2 ** 31 - 1)));
      signal.addEventListener("abort", end, { once: true });
    }),
};
