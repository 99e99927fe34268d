import { randomInt } from "node:crypto";
import { writeSync } from "node:fs";
import { createProviderServer } from "../../../lib/framework/provider-server";
import type { Provider, Resource } from "../../../lib/framework/resource";
import { defineSchema } from "../../../lib/framework/schema";
import { isMap, unknown } from "../../../lib/framework/value";
import { createHclog } from "../../../lib/goplugin/log";
import { servePlugin } from "../../../lib/goplugin/serve-plugin";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";

/*
 * A stand-in of the provider hashicorp/null as a process, for machines that reach no registry. Tests bundle this file. It is
 * also the second provider that the framework serves.
 */

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

const nullProvider: Provider<typeof providerSchema, true> = {
  schema: providerSchema,
  configure: () => Promise.resolve({ data: true }),
  resources: { null_resource: nullResource },
  dataSources: {},
};

const log = createHclog(
  (line) => writeSync(2, `${line}\n`),
  "null",
  () => new Date(),
);
const server = createProviderServer(nullProvider, { log });

process.on("SIGINT", () => undefined);
void servePlugin({
  ...terraformPlugin,
  services: () => Promise.resolve(createTfplugin6Services(server)),
  env: process.env,
  parentPid: () => process.ppid,
  writeLine: (line) => writeSync(1, `${line}\n`),
  log,
  onStop: () => server.stop(),
}).then((outcome) => process.exit(outcome.kind === "ended" ? 0 : 1));
