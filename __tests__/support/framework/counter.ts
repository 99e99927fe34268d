import { errorDiagnostic, warningDiagnostic } from "../../../lib/framework/values/diagnostic";
import { equalValues } from "../../../lib/framework/values/equality";
import {
  type ConfigOf,
  defineSchema,
  impliedType,
  type StateOf,
  type Validator,
} from "../../../lib/framework/values/schema";
import { createProviderServer } from "../../../lib/framework/provider-server";
import type { DataSource, Log, Provider, Resource } from "../../../lib/framework/resource";
import { renderPath } from "../../../lib/framework/values/path";
import type { ProviderServer } from "../../../lib/framework/server";
import { isList, isMap, isObject, unknown, type Unknown, type Value } from "../../../lib/framework/values/value";
import { atLeast, minItems, nonEmpty, oneOf } from "../../../lib/framework/validators";

const atLeastEightCharacters: Validator = (value, path, shown) => {
  if (typeof value !== "string" || value.length >= 8) return [];
  const detail = `${renderPath(path)} must be a text of at least 8 characters, but is ${shown}.`;
  return [errorDiagnostic("Invalid Value", detail, path)];
};

/** A schema with every kind of attribute: the demonstration provider's only resource. */
export const counterSchema = defineSchema({
  version: 2,
  description: "Counters that live in memory.",
  attributes: {
    id: { type: "string", computed: true, description: "Made at creation." },
    label: { type: "string", required: true, validators: [nonEmpty()], description: "Name of the group." },
    region: { type: "string", optional: true, requiresReplace: true, description: "Where it lives." },
    step: {
      type: "number",
      optional: true,
      computed: true,
      default: 1,
      validators: [atLeast(0)],
      description: "Step.",
    },
    nickname: { type: "string", optional: true, computed: true, description: "Chosen unless given." },
    secret: {
      type: "string",
      optional: true,
      sensitive: true,
      validators: [atLeastEightCharacters],
      description: "Shown nowhere.",
    },
    tags: { type: { map: "string" }, optional: true, deprecated: "Use label.", description: "Free text." },
    zones: { type: { set: "string" }, optional: true, description: "Zones." },
    extra: { type: { list: "string" }, optional: true, description: "Anything." },
    counters: {
      nesting: "map",
      required: true,
      validators: [minItems(1)],
      description: "The counters by name.",
      attributes: {
        start: { type: "number", required: true, description: "First value." },
        kind: { type: "string", optional: true, requiresReplace: true, description: "Kind." },
        color: {
          type: "string",
          optional: true,
          computed: true,
          default: "grey",
          validators: [oneOf(["grey", "red"])],
          description: "Color.",
        },
        value: { type: "number", computed: true, description: "Current value." },
        limits: {
          nesting: "single",
          optional: true,
          description: "Limits.",
          attributes: {
            max: { type: "number", optional: true, computed: true, default: 10, description: "Largest value." },
            reached: { type: "bool", computed: true, description: "Whether it got there." },
          },
        },
      },
    },
    ports: {
      nesting: "set",
      optional: true,
      description: "Ports.",
      attributes: {
        port: { type: "number", required: true, description: "Port." },
        handle: { type: "string", computed: true, description: "Handle." },
      },
    },
    stages: {
      nesting: "list",
      optional: true,
      description: "Stages in order.",
      attributes: {
        name: { type: "string", required: true, description: "Name." },
        position: { type: "number", computed: true, description: "Position." },
      },
    },
    totals: {
      nesting: "map",
      computed: true,
      description: "Sum per counter.",
      attributes: { total: { type: "number", computed: true, description: "Sum." } },
    },
  },
});

const providerSchema = defineSchema({
  version: 0,
  description: "Keeps counters in memory.",
  attributes: {
    prefix: { type: "string", optional: true, validators: [nonEmpty()], description: "Start of all ids." },
  },
});

const lookupSchema = defineSchema({
  version: 0,
  description: "Looks a counter up.",
  attributes: {
    label: { type: "string", required: true, description: "Name." },
    unit: { type: "string", optional: true, computed: true, default: "pieces", description: "Unit." },
    amount: { type: "number", computed: true, description: "Amount." },
  },
});

export type LookupSource = DataSource<typeof lookupSchema, CounterData>;
export type CounterConfig = ConfigOf<typeof counterSchema>;
export type CounterState = StateOf<typeof counterSchema>;
export type CounterEntry =
  Exclude<CounterConfig["counters"], null | Unknown> extends ReadonlyMap<string, infer Entry>
    ? Exclude<Entry, null | Unknown>
    : never;
export type CounterResource = Resource<typeof counterSchema, CounterData>;

/** The result of `configure`: the prefix of all ids. */
export interface CounterData {
  readonly prefix: string;
}

const counter: CounterResource = {
  schema: counterSchema,
  validate: (config) =>
    config.label === "forbidden" ? [errorDiagnostic("Forbidden Label", "label must not be forbidden.", ["label"])] : [],
  plan: ({ prior, proposed }) => {
    const changed = prior === undefined || !equalValues(impliedType(counterSchema.attributes), proposed, prior);
    return Promise.resolve({ planned: changed ? { ...proposed, totals: unknown } : proposed });
  },
  planDestroy: () => Promise.resolve([warningDiagnostic("Counters Are Lost", "Their values are not kept.")]),
  apply: ({ planned }, context) =>
    Promise.resolve({ state: fulfil(planned, context.provider), private: new Uint8Array([7]) }),
  destroy: () => Promise.resolve([]),
  read: ({ state }) => Promise.resolve({ state }),
  import: (id) => Promise.resolve({ state: id === "missing" ? undefined : { ...emptyState(), id, label: "imported" } }),
  upgraders: {
    0: ({ name, ...rest }) => ({ ...rest, title: name }),
    1: ({ title, ...rest }) => ({ ...rest, label: title }),
  },
};

const lookup: LookupSource = {
  schema: lookupSchema,
  read: ({ label, unit }) =>
    Promise.resolve({
      state:
        typeof label !== "string" || label === "missing"
          ? undefined
          : { label, unit: typeof unit === "string" ? unit : null, amount: 3 },
    }),
};

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/** A server of the demonstration provider; `methods` replace those of its resource `demo_counter`. */
export function counterServer(
  methods: Partial<CounterResource> = {},
  lookupMethods: Partial<LookupSource> = {},
): {
  readonly server: ProviderServer;
  readonly lines: readonly LogLine[];
} {
  const lines: LogLine[] = [];
  const log: Log = (level, message, fields = {}) => void lines.push({ level, message, fields });
  return { server: createProviderServer(counterProvider(methods, lookupMethods), { log }), lines };
}

export function counterProvider(
  methods: Partial<CounterResource> = {},
  lookupMethods: Partial<LookupSource> = {},
): Provider<typeof providerSchema, CounterData> {
  return {
    schema: providerSchema,
    configure: ({ prefix }) =>
      Promise.resolve({ data: { prefix: typeof prefix === "string" ? prefix : "counter" }, diagnostics: [] }),
    resources: { demo_counter: { ...counter, ...methods } },
    dataSources: { demo_lookup: { ...lookup, ...lookupMethods } },
  };
}

/** A configuration with every attribute null except those given. */
export function counterConfig(settings: Partial<CounterConfig> = {}): CounterConfig {
  return { ...emptyState(), label: "orders", counters: new Map([["a", counterEntry()]]), ...settings };
}

/** One configured counter with every attribute null except those given. */
export function counterEntry(settings: Partial<CounterEntry> = {}): CounterEntry {
  return { start: 1, kind: null, color: null, value: null, limits: null, ...settings };
}

export function emptyState(): CounterState {
  return {
    id: null,
    label: null,
    region: null,
    step: null,
    nickname: null,
    secret: null,
    tags: null,
    zones: null,
    extra: null,
    counters: null,
    ports: null,
    stages: null,
    totals: null,
  };
}

/** Gives everything that was planned unknown a value, as a service would. */
export function fulfil(planned: CounterConfig, data: CounterData | undefined): CounterState {
  return fill(planned, "", data?.prefix ?? "counter") as CounterState;
}

function fill(value: Value, name: string, prefix: string): Value {
  if (value === unknown) return madeUp[name] ?? `${prefix}-${name}`;
  if (isList(value)) return value.map((one) => fill(one, name, prefix));
  if (isMap(value)) return new Map([...value].map(([key, one]) => [key, fill(one, name, prefix)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, fill(one, field, prefix)]));
}

const madeUp: Readonly<Record<string, Value>> = {
  step: 1,
  value: 100,
  max: 10,
  start: 5,
  reached: false,
  position: 1,
  port: 80,
  tags: new Map(),
  counters: new Map(),
  zones: [],
  ports: [],
  stages: [],
  extra: [],
  limits: null,
  totals: new Map([["all", { total: 100 }]]),
};
