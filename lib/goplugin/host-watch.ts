/** A watch for the end of the process that started this one. */
interface HostWatch {
  /** Looks now instead of at the next tick. */
  readonly check: () => void;
  readonly stop: () => void;
}

/**
 * Calls `onGone` once the parent differs from the present one: a killed host cannot ask its plugins to end, and the kernel gives them
 * another parent. The watch never keeps the process alive.
 * @param parentPid reads the parent's process id at each call
 */
export function watchHost(parentPid: () => number, everyMs: number, onGone: () => void): HostWatch {
  const host = parentPid();
  const stop = (): void => clearInterval(timer);
  const check = (): void => {
    if (parentPid() === host) return;
    stop();
    onGone();
  };
  const timer = setInterval(check, everyMs);
  timer.unref();
  return { check, stop };
}
