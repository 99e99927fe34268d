import { eventsOf } from "../../../../lib/tfplugin6/rpcs/events";

async function all<T>(sequence: AsyncIterable<T>): Promise<readonly T[]> {
  const values: T[] = [];
  for await (const value of sequence) values.push(value);
  return values;
}

describe("a call with a callback as a sequence", () => {
  test("gives every event in order, those of one turn too, and then the result", async () => {
    const sequence = eventsOf<number, string>(async (tell) => {
      [1, 2, 3].forEach(tell);
      await Promise.resolve();
      tell(4);
      return "end";
    });
    const values = (await all(sequence)).map(({ kind, value }) => [kind, value]);
    expect(values).toEqual([...[1, 2, 3, 4].map((value) => ["event", value]), ["result", "end"]]);
  });

  test("gives an event while the call still runs", async () => {
    let finish = (): void => undefined;
    const sequence = eventsOf<string, void>((tell) => {
      tell("begun");
      return new Promise((resolve) => (finish = resolve));
    });
    expect(await sequence.next()).toMatchObject({ value: { value: "begun" } });
    const next = sequence.next();
    finish();
    expect(await next).toMatchObject({ value: { kind: "result" } });
    expect(await sequence.next()).toMatchObject({ done: true });
  });

  test("throws the error of the call, after the events before it", async () => {
    const sequence = eventsOf<string, void>((tell) => {
      tell("begun");
      return Promise.reject(new Error("broke"));
    });
    expect(await sequence.next()).toMatchObject({ value: { value: "begun" } });
    await expect(sequence.next()).rejects.toThrow("broke");
  });
});
