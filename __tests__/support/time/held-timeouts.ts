/**
 * Runs `test` while no `setTimeout` of the code under test ends by itself. `pass` ends those that are due within so many milliseconds: a
 * limit runs out after what has to come before it, however slow the machine is.
 */
export async function holdTimeouts<T>(test: (pass: (ms: number) => void) => Promise<T>): Promise<T> {
  jest.useFakeTimers({
    // All others.
    doNotFake: [
      ...(["Date", "hrtime", "performance"] as const),
      ...(["nextTick", "queueMicrotask", "setImmediate", "clearImmediate", "setInterval", "clearInterval"] as const),
    ],
  });
  try {
    return await test((ms) => {
      jest.advanceTimersByTime(ms);
    });
  } finally {
    jest.useRealTimers();
  }
}
