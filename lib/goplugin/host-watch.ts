/** How a process notices that the one that started it has gone. */
interface HostWatch {
  /** Looks now instead of at the next tick. */
  readonly check: () => void;
  readonly stop: () => void;
}

/**
 * Calls `onGone` once when the parent is no longer the one of now: a host that is killed cannot ask its plugins to end,
 * and the kernel gives them to another parent. Never keeps the process alive.
 * @param parentPid reads the parent's process id anew
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
