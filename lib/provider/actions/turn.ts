import type { Invocation, Reservations } from "../reservations";

/** Two invocations act on the same if they share one of these. */
type Subjects = ReadonlySet<string>;

/**
 * Waits until no earlier invocation of this process acts on the same: two resources may trigger one action in one apply, and each change
 * asks for a restart of its own. Answers what ends the turn, or `undefined` if `signal` aborted first. `onWait` is called when it has to wait.
 */
export async function takeTurn(
  subjects: Subjects,
  { invocations }: Reservations,
  signal: AbortSignal,
  onWait: () => void,
): Promise<(() => void) | undefined> {
  const earlier = [...invocations].filter((each) => [...each.subjects].some((subject) => subjects.has(subject)));
  // In the queue at once: what comes later waits for this one, which waits only for what came earlier.
  let end = (): void => undefined;
  const own: Invocation = { subjects, ended: new Promise<void>((resolve) => (end = resolve)) };
  invocations.add(own);
  const release = (): void => {
    invocations.delete(own);
    end();
  };
  if (earlier.length > 0) {
    onWait();
    await Promise.race([Promise.all(earlier.map(({ ended }) => ended)), aborted(signal)]);
  }
  if (!signal.aborted) return release;
  release();
  return undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
