import type { Diagnostic } from "../../../lib/framework/values/diagnostic";
import type { ActionCaller, ApplyChange, PlanChange, ProviderServer, StateAnswer } from "../../../lib/framework/server";
import { defineSchema } from "../../../lib/framework/values/schema";
import { unknown, type ObjectValue, type Value } from "../../../lib/framework/values/value";

// A provider made by hand for the wire's own tests: no framework decisions stand between the wire and a test. `probe_thing` keeps its input
// and computes `id` and `things[*].note`; the data source answers with its input.

export const thingSchema = defineSchema({
  version: 3,
  description: "A thing that is **only** kept.",
  attributes: {
    name: { type: "string", required: true, description: "Name." },
    secret: { type: "string", optional: true, sensitive: true, description: "Secret." },
    amount: { type: "number", optional: true, description: "Amount." },
    enabled: { type: "bool", optional: true, deprecated: "Use name.", description: "Enabled." },
    labels: { type: { map: "string" }, optional: true, description: "Labels." },
    zones: { type: { set: "string" }, optional: true, description: "Zones." },
    pairs: { type: { list: { object: { left: "string", right: "number" } } }, optional: true, description: "Pairs." },
    things: {
      nesting: "map",
      optional: true,
      description: "Things.",
      attributes: {
        value: { type: "string", required: true, description: "Value." },
        note: { type: "string", computed: true, description: "Note." },
      },
    },
    place: {
      nesting: "single",
      optional: true,
      description: "Place.",
      attributes: { city: { type: "string", optional: true, description: "City." } },
    },
    id: { type: "string", computed: true, description: "Id." },
  },
});

export const echoSchema = defineSchema({
  version: 0,
  description: "Echo.",
  attributes: {
    text: { type: "string", required: true, description: "Text." },
    echo: { type: "string", computed: true, description: "Echo." },
  },
});

export const providerSchema = defineSchema({
  version: 0,
  description: "Probe.",
  attributes: { greeting: { type: "string", optional: true, description: "Greeting." } },
});

export const waveSchema = defineSchema({
  version: 0,
  description: "Wave.",
  attributes: { text: { type: "string", required: true, description: "Text." } },
});

/** The calls of the fake, newest last. */
export interface Recorded {
  readonly method: string;
  readonly argument: unknown;
}

type Wave = (
  text: Value | undefined,
  ...caller: readonly [ActionCaller["progress"], ActionCaller["abandoned"]]
) => Promise<readonly Diagnostic[]>;

/** A test may replace any of its methods. */
export interface FakeServer extends ProviderServer {
  readonly calls: readonly Recorded[];
  /** Every progress of invocations. */
  readonly told: readonly string[];
}

const encoder = new TextEncoder();

/**
 * @param options.onWaiting called when an apply of the name `waits` has begun; it ends when the provider is stopped
 */
export function createFakeServer(options: { readonly onWaiting?: () => void } = {}): FakeServer {
  const calls: Recorded[] = [];
  const told: string[] = [];
  const stopping = new AbortController();
  const record = (method: string, argument: unknown): void => void calls.push({ method, argument });

  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener("abort", () => resolve());
  });
  const waitForStop = (): Promise<void> => {
    options.onWaiting?.();
    return stopped;
  };

  const apply = async ({ planned, plannedPrivate }: ApplyChange): Promise<StateAnswer> => {
    if (planned === undefined) return { state: undefined, private: undefined, diagnostics: [] };
    if (planned["name"] === "throws") throw new Error("Kaputt: 100 % schön");
    if (planned["name"] === "waits") {
      await waitForStop();
      const path = ["things", { key: "a" }, "value"] as const;
      return {
        state: settled(planned),
        private: undefined,
        diagnostics: [{ severity: "error", summary: "Stopped", detail: "Asked to stop.", path }],
      };
    }
    return { state: settled(planned), private: plannedPrivate, diagnostics: [] };
  };

  const wave: Wave = async (text, progress, abandoned) => {
    if (text === "throws") throw new Error("Kaputt");
    const tell = (message: string): void => {
      told.push(message);
      progress(message);
    };
    abandoned.addEventListener("abort", () => tell("abandoned"));
    tell("one");
    if (text === "waits") await waitForStop();
    tell("two");
    if (text !== "waits") return [];
    return [{ severity: "error", summary: "Stopped", detail: "Asked to stop.", path: ["text"] }];
  };

  return {
    calls,
    told,
    schemas: () => ({
      provider: providerSchema,
      resources: { probe_thing: thingSchema },
      dataSources: { probe_echo: echoSchema },
      actions: { probe_wave: waveSchema },
    }),
    validateProviderConfig: (config) => {
      record("validateProviderConfig", config);
      return Promise.resolve([]);
    },
    configure: (terraformVersion, config) => {
      record("configure", { terraformVersion, config });
      return Promise.resolve([]);
    },
    validateResourceConfig: (type, config) => {
      record("validateResourceConfig", { type, config });
      if (config["name"] !== "invalid") return Promise.resolve([]);
      return Promise.resolve([
        { severity: "error", summary: "Bad Name", detail: "The name is invalid.", path: ["name"] },
        { severity: "warning", summary: "Odd Thing", detail: "Look.", path: ["things", { key: "a" }, "value"] },
      ]);
    },
    validateDataResourceConfig: (type, config) => {
      record("validateDataResourceConfig", { type, config });
      return Promise.resolve([]);
    },
    upgradeResourceState: (type, version, json) => {
      record("upgradeResourceState", { type, version, json });
      return Promise.resolve({ upgraded: { json }, diagnostics: [] });
    },
    readResource: (type, state, priv) => {
      record("readResource", { type, state, private: priv });
      return Promise.resolve({ state, private: priv, diagnostics: [] });
    },
    planResourceChange: (type, change) => {
      record("planResourceChange", { type, change });
      return Promise.resolve({
        planned: plan(change),
        private: encoder.encode("planned"),
        requiresReplace: change.prior === undefined ? [] : [["place", "city"]],
        diagnostics: [],
      });
    },
    applyResourceChange: (type, change) => {
      record("applyResourceChange", { type, change });
      return apply(change);
    },
    importResourceState: (type, id) => {
      record("importResourceState", { type, id });
      const state = { name: id, id: `id-${id}` };
      return Promise.resolve({ imported: [{ state, private: encoder.encode("imported") }], diagnostics: [] });
    },
    readDataSource: (type, config) => {
      record("readDataSource", { type, config });
      return Promise.resolve({ state: { ...config, echo: config["text"] ?? null }, diagnostics: [] });
    },
    validateActionConfig: (type, config) => {
      record("validateActionConfig", { type, config });
      return Promise.resolve([]);
    },
    planAction: (type, config) => {
      record("planAction", { type, config });
      return Promise.resolve([{ severity: "warning", summary: "Big Wave", detail: "Hold on.", path: ["text"] }]);
    },
    invokeAction: (type, config, { progress, abandoned }) => {
      record("invokeAction", { type, config });
      return wave(config["text"], progress, abandoned);
    },
    stop: () => stopping.abort(),
  };
}

/** Computed attributes keep their prior value, or are unknown. */
function plan({ prior, proposed }: PlanChange): ObjectValue | undefined {
  if (proposed === undefined) return undefined;
  return fillComputed(proposed, (value) => value ?? unknown, prior?.["id"] ?? unknown);
}

/** Every unknown gets a value, by which a test sees its place. */
function settled(planned: ObjectValue): ObjectValue {
  const { name } = planned;
  const id = planned["id"] === unknown ? `id-${typeof name === "string" ? name : "?"}` : (planned["id"] ?? null);
  return fillComputed(planned, (value, key) => (value === unknown ? `note-${key}` : value), id);
}

function fillComputed(object: ObjectValue, note: (value: Value, key: string) => Value, id: Value): ObjectValue {
  const things = object["things"];
  if (!(things instanceof Map)) return { ...object, id };
  const entries = [...(things as ReadonlyMap<string, ObjectValue>)].map(
    ([key, thing]) => [key, { ...thing, note: note(thing["note"] ?? null, key) }] as const,
  );
  return { ...object, things: new Map(entries), id };
}
