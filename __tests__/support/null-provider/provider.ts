import { randomInt } from "node:crypto";
import type { Provider, Resource } from "../../../lib/framework/resource";
import { defineSchema } from "../../../lib/framework/values/schema";
import { isMap, unknown } from "../../../lib/framework/values/value";

// A stand-in of the provider hashicorp/null, for machines that reach no registry. It is also the second provider that the framework serves.

const resourceSchema = defineSchema({
  version: 0,
  description: "Does nothing, and carries provisioners.",
  attributes: {
    id: { type: "string", computed: true, description: "Made at creation." },
    triggers: {
      type: { map: "string" },
      optional: true,
      requiresReplace: true,
      description: "Any change replaces the resource.",
    },
  },
});

const nullResource: Resource<typeof resourceSchema, true> = {
  schema: resourceSchema,
  plan: ({ proposed }) => Promise.resolve({ planned: proposed }),
  apply: ({ planned }) =>
    Promise.resolve({ state: { id: String(randomInt(2 ** 47)), triggers: knownTriggers(planned.triggers) } }),
  destroy: () => Promise.resolve([]),
  read: ({ state }) => Promise.resolve({ state }),
};

type Triggers = Parameters<typeof nullResource.apply>[0]["planned"]["triggers"];

/** Terraform promises that nothing but `id` is unknown at apply. */
function knownTriggers(triggers: Triggers): ReadonlyMap<string, string | null> | null {
  if (triggers === null || triggers === unknown) return null;
  const known = [...triggers].flatMap(([key, value]) => (value === unknown ? [] : [[key, value] as const]));
  return isMap(triggers) ? new Map(known) : null;
}

const providerSchema = defineSchema({ version: 0, description: "Needs no configuration.", attributes: {} });

export const nullProvider: Provider<typeof providerSchema, true> = {
  schema: providerSchema,
  configure: () => Promise.resolve({ data: true }),
  resources: { null_resource: nullResource },
  dataSources: {},
};
