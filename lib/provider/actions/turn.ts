import type { Invocation, Reservations } from "../runs/reservations";

/** Two invocations act on the same subject if they share one of these. */
type Subjects = ReadonlySet<string>;

/**
 * Waits until no earlier invocation of this process acts on the same subjects: two resources may trigger one action in one apply, and each
 * change asks for a restart of its own. Answers a function that ends the turn, or `undefined` if `signal` aborted first. `onWait` is called
 * if the invocation has to wait.
 */
export async function takeTurn(
  subjects: Subjects,
  { invocations }: Reservations,
  signal: AbortSignal,
  onWait: () => void,
): Promise<(() => void) | undefined> {
  const earlier = [...invocations].filter((each) => [...each.subjects].some((subject) => subjects.has(subject)));
  // The invocation enters the queue at once: later ones wait for it, and it waits only for earlier ones.
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
