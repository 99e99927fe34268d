/** An event of a running call, or its result. */
type Told<Event, Result> =
  { readonly kind: "event"; readonly value: Event } | { readonly kind: "result"; readonly value: Result };

/**
 * A call with a callback as a sequence: every event in its order, then the result. A slow reader does not hold up the call. Throws the
 * call's error after the events before it.
 */
export async function* eventsOf<Event, Result>(
  call: (tell: (event: Event) => void) => Promise<Result>,
): AsyncGenerator<Told<Event, Result>> {
  const waiting: Event[] = [];
  let wake = (): void => undefined;
  const result = call((event) => {
    waiting.push(event);
    wake();
  });
  const ended = result.then(
    () => "ended" as const,
    () => "ended" as const,
  );
  for (;;) {
    for (const event of waiting.splice(0)) yield { kind: "event", value: event };
    if (waiting.length > 0) continue;
    const told = new Promise<"told">((resolve) => (wake = () => resolve("told")));
    if ((await Promise.race([told, ended])) === "ended" && waiting.length === 0) break;
  }
  yield { kind: "result", value: await result };
}
