import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { PortableBatchAction, type PortableBatchActionProps } from "../../../lib";
import { type BatchOptions, readBatchOptions } from "../../../lib/batch/options";
import { resolveClientConfig } from "../../../lib/client/config/resolve-client-config";
import { readDeclaredProps } from "../../support/synth/declared-props";
import { literalOf } from "../../support/synth/default-tag";

// The documented default of a portable batch's prop is its effect when it is left out: the construct, the command line that it writes and
// the client's configuration together make the same of both.

const base: PortableBatchActionProps = { action: "restart", instances: { orders: "a-1" } };

/** All effects of props: triggers, messages at synth, and the options as the command line reads them. */
async function outcomeOf(props: PortableBatchActionProps) {
  const stack = new TerraformStack(Testing.app(), "demo");
  new NullProvider(stack, "null");
  const { node, run } = new PortableBatchAction(stack, "kafka", props);
  run.overrideLogicalId("run");
  const { resource } = JSON.parse(Testing.synth(stack, true)) as { readonly resource: { null_resource: { run: Run } } };
  const { triggers, provisioner } = resource.null_resource.run;
  const { interpreter, command } = provisioner[0]["local-exec"];
  const { connection, ...line } = readBatchOptions(optionsOf([...interpreter.slice(3), command]), () => "");
  const environment = { DMS_ENDPOINT: "http://127.0.0.1", OS_PROJECT_ID: "p" };
  const resolution = await resolveClientConfig(connection, environment, { readFile: () => undefined });
  return { triggers, line, resolution, notices: node.metadata.map(({ data }) => data as unknown) };
}

interface Run {
  readonly triggers: unknown;
  readonly provisioner: readonly [
    { readonly "local-exec": { readonly interpreter: string[]; readonly command: string } },
  ];
}

function optionsOf(words: readonly string[]): BatchOptions {
  const options: Record<string, string | boolean> = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const name = word.replace(/^--/, "").replace(/-./g, (part) => part.slice(1).toUpperCase());
    options[name] = ["allowDeletion", "forceDelete"].includes(name) || (rest.shift() ?? "");
  }
  return { ...options, instances: '{"orders":"a-1"}' } as BatchOptions;
}

const declared = readDeclaredProps();
const documented = (owner: string) =>
  (declared.get(owner) ?? []).flatMap(({ name, defaultTag = "" }) => {
    const literal = literalOf(defaultTag);
    return literal === undefined ? [] : [{ name, value: literal.value }];
  });

const props = documented("PortableBatchActionProps");
const rollout = documented("LifecycleRollout");

test("the defaults of a portable batch that are values are found", () => {
  expect(props.map(({ name }) => name).sort()).toEqual([
    "acknowledgeLimits",
    "allowDeletion",
    "forceDelete",
    "onFailure",
    "pollInterval",
    "readyTimeout",
    "timeout",
    "triggers",
  ]);
  expect(rollout).toHaveLength(5);
});

test.each(props)("a portable batch is the same with $name at its documented default and without it", async (prop) => {
  expect(await outcomeOf({ ...base, [prop.name]: prop.value })).toEqual(await outcomeOf(base));
});

test.each(rollout)("a portable batch is the same with rollout.$name at its default and without it", async (prop) => {
  expect(await outcomeOf({ ...base, rollout: { [prop.name]: prop.value } })).toEqual(await outcomeOf(base));
});

test("the API version is the documented one if the environment does not name one", async () => {
  const { resolution } = await outcomeOf(base);
  const [, version] =
    /else "(.*)"/.exec(
      declared.get("PortableBatchActionProps")?.find(({ name }) => name === "apiVersion")?.defaultTag ?? "",
    ) ?? [];
  expect(resolution).toMatchObject({ kind: "resolved", config: { apiVersion: version } });
});

test.each<[string, Partial<PortableBatchActionProps>]>([
  ["readyTimeout", { readyTimeout: "21m" }],
  ["timeout", { timeout: "61m" }],
  ["pollInterval", { pollInterval: "11s" }],
  ["onFailure", { onFailure: "error" }],
  ["acknowledgeLimits", { acknowledgeLimits: true }],
  ["triggers", { triggers: { a: "1" } }],
  ["rollout", { rollout: { canary: 1 } }],
])("another value of %s would be seen", async (_, change) => {
  expect(await outcomeOf({ ...base, ...change })).not.toEqual(await outcomeOf(base));
});
