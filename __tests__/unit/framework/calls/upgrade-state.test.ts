import fc from "fast-check";
import { randomRuns } from "../../../support/chaos/random-runs";
import { counterConfig, type CounterResource, counterServer, emptyState } from "../../../support/framework/counter";

const type = "demo_counter";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe("state of the current version", () => {
  test("goes back as the very bytes it came in", async () => {
    const json = bytes('{ "id":"a", "step":9007199254740993, "label": null }');
    const { upgraded, diagnostics } = await counterServer().server.upgradeResourceState(type, 2, json);
    expect(diagnostics).toEqual([]);
    expect(upgraded !== undefined && "json" in upgraded && upgraded.json).toBe(json);
  });

  test("with an attribute that the schema no longer has returns without it, because Terraform would refuse it", async () => {
    const { server, lines } = counterServer();
    const { upgraded } = await server.upgradeResourceState(
      type,
      2,
      bytes('{"id":"a","step":9007199254740993,"old":1}'),
    );
    expect(upgraded).toEqual({ state: { ...emptyState(), id: "a", step: 9007199254740993n } });
    expect(lines.some(({ message }) => message.includes("old"))).toBe(true);
  });

  test("without an attribute that has a default goes back with the default, at every depth", async () => {
    const saved = bytes('{"id":"a","label":"orders","counters":{"one":{"start":1,"color":null}}}');
    const { upgraded } = await counterServer().server.upgradeResourceState(type, 2, saved);
    expect(upgraded).toMatchObject({ state: { id: "a", label: "orders", step: 1 } });
    const { counters } = (upgraded as { state: { counters: ReadonlyMap<string, unknown> } }).state;
    expect(counters.get("one")).toMatchObject({ start: 1, color: "grey", value: null });
  });

  test("is remembered for planning, with its numbers exact", async () => {
    const seen: unknown[] = [];
    const plan: CounterResource["plan"] = (request) => {
      seen.push(request.seen);
      return Promise.resolve({ planned: request.proposed });
    };
    const { server } = counterServer({ plan });
    await server.upgradeResourceState(type, 2, bytes('{"id":"a","step":9007199254740993}'));
    const config = counterConfig();
    await server.planResourceChange(type, { config, proposed: config, prior: undefined, priorPrivate: undefined });
    expect(seen).toEqual([[{ state: { ...emptyState(), id: "a", step: 9007199254740993n }, private: undefined }]]);
  });
});

describe("state of an older version", () => {
  test("passes through every upgrader in turn", async () => {
    const { server } = counterServer();
    const { upgraded, diagnostics } = await server.upgradeResourceState(type, 0, bytes('{"name":"orders","step":0.5}'));
    expect(diagnostics).toEqual([]);
    expect(upgraded).toEqual({ state: { ...emptyState(), label: "orders", step: 0.5 } });
  });

  test("begins at its own version", async () => {
    const { upgraded } = await counterServer().server.upgradeResourceState(type, 1, bytes('{"title":"orders"}'));
    expect(upgraded).toEqual({ state: { ...emptyState(), label: "orders", step: 1 } });
  });

  test("is an error where an upgrader is missing, throws or gives something that does not fit", async () => {
    const upgraders: NonNullable<CounterResource["upgraders"]>[] = [
      { 1: (state) => state },
      {
        0: () => {
          throw new Error("oh");
        },
      },
      { 0: () => ({ step: {} }), 1: (state) => state },
    ];
    const answers = await Promise.all(
      upgraders.map((own) => counterServer({ upgraders: own }).server.upgradeResourceState(type, 0, bytes("{}"))),
    );
    expect(answers.map(({ upgraded }) => upgraded)).toEqual([undefined, undefined, undefined]);
    expect(answers.map(({ diagnostics }) => diagnostics[0]?.detail)).toEqual([
      expect.stringContaining("no way to read its state of version 0"),
      expect.stringContaining(
        "Upgrading the state of demo_counter from version 0 to 2 ended in an unexpected error: oh",
      ),
      expect.stringContaining("step must be a number, but is a JSON object."),
    ]);
  });
});

test("state of a newer version is an error that says which version wrote it", async () => {
  const { upgraded, diagnostics } = await counterServer().server.upgradeResourceState(type, 3, bytes("{}"));
  expect(upgraded).toBeUndefined();
  expect(diagnostics).toMatchObject([{ severity: "error", summary: "State Cannot Be Read" }]);
  expect(diagnostics[0]?.detail).toContain("newer provider (schema version 3; this one knows up to 2)");
});

test.each([
  ["not JSON", bytes("{")],
  ["not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ["not an object", bytes("[1]")],
  ["of the wrong kinds", bytes('{"zones":{},"counters":{"a":{"start":[]}}}')],
])("state that is %s is an error, not a crash", async (_name, json) => {
  const { upgraded, diagnostics } = await counterServer().server.upgradeResourceState(type, 2, json);
  expect(upgraded).toBeUndefined();
  expect(diagnostics).toMatchObject([{ severity: "error", summary: "State Cannot Be Read" }]);
});

test("any JSON and any bytes of any version are answered", async () => {
  const anything = fc.oneof(
    fc.json().map(bytes),
    fc
      .dictionary(fc.constantFrom("id", "step", "zones", "counters", "extra", "ports"), fc.jsonValue())
      .map((json) => bytes(JSON.stringify(json))),
    fc.uint8Array(),
  );
  const { server } = counterServer();
  await fc.assert(
    fc.asyncProperty(anything, fc.integer({ min: 0, max: 3 }), async (json, version) => {
      const { upgraded, diagnostics } = await server.upgradeResourceState(type, version, json);
      expect(upgraded === undefined).toBe(diagnostics.length > 0);
    }),
    randomRuns(200),
  );
});
