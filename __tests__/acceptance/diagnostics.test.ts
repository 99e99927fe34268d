import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as messages from "../../lib/provider/messages";
import type { Emulator } from "../../lib/emulator/emulator";
import { type Declared, idOf, lifecycle, purgeOf, seedOf, triggered } from "../support/acceptance/hcl";
import { provoke, type Provocation } from "../support/acceptance/provocation";

type Sentence = keyof typeof messages;

const failed = { status: "CREATEFAILED" } as const;
const both = { audit: {}, orders: {} } as const;
const retire = (...names: readonly string[]): Readonly<Record<string, Declared>> =>
  Object.fromEntries(names.map((name) => [name, { state: "deleted" }]));
const importing = (id: string, hcl: string): string =>
  `${hcl}import {\n  to = dms_instance_lifecycle.fleet\n  id = "${id}"\n}\n`;
const instance = (lines: string): string => `data "dms_instance" "one" {\n  ${lines}\n}\n`;
const refusing = (operation: "list" | "action", after = 0): NonNullable<Provocation["meanwhile"]> => {
  const reads = operation === "list" ? [{ on: { operation: "get", after: 0 }, do: { status: 403 } }] : [];
  return (emulator) => emulator.setFaults([{ on: { operation, after }, do: { status: 403 } }, ...reads]);
};
/** The list leaves these instances out, and a read of one is answered with a code that does not show its kind. */
const unlisted = (...names: readonly string[]): NonNullable<Provocation["meanwhile"]> => {
  const refusal = { status: 400, error_code: "DMS.00400999", error_msg: "The instance does not exist." };
  return (emulator) =>
    emulator.setFaults(
      names.flatMap((name) => [
        { on: { operation: "list", instance: idOf(name) }, do: { omit: true } },
        { on: { operation: "get", instance: idOf(name) }, do: refusal },
      ]),
    );
};
const later = 'resource "terraform_data" "later" {\n  input = "2"\n}\n';
const twice = (trigger: string): string =>
  ["first", "second"].map((name) => lifecycle(triggered(["audit"], trigger), "", name)).join("");
const restart = { adopt: lifecycle(triggered(["audit", "orders"], "1")), command: "apply" } as const;

/** orders is in ERROR, and due for a restart because of that. */
const unfinished = {
  adopt: lifecycle(triggered(["audit", "orders"], "1"), "restart_unhealthy = true"),
  meanwhile: (emulator: Emulator): void => {
    const seed = seedOf({ audit: {}, orders: { status: "ERROR" } });
    emulator.replaceInstances(seed);
  },
} as const;

/** For each sentence of the provider a situation that provokes it, all of them with the real terraform. */
const provocations: Readonly<Record<Exclude<Sentence, keyof typeof saidElsewhere>, readonly Provocation[]>> = {
  invalidDuration: [
    { what: "positive", hcl: lifecycle(both, 'ready_timeout = "0s"') },
    { what: "any", hcl: lifecycle(both, 'rollout = { pause_between = "a while" }') },
  ],
  invalidAmount: [
    { what: "at least one", hcl: lifecycle(both, 'rollout = { max_unavailable = "0%" }') },
    { what: "also none", hcl: lifecycle(both, 'rollout = { max_failures = "some" }') },
  ],
  invalidSetting: [{ hcl: lifecycle(both, 'project_id = "a/b"') }],
  projectToldTwice: [{ hcl: lifecycle(both, 'project_id = "a"\n  project_name = "b"') }],
  invalidInstanceId: [{ hcl: lifecycle({ audit: { id: "a/b" } }) }],
  instanceUnreadable: [
    { hcl: lifecycle({ audit: {}, orders: { id: "no-such-form" } }) },
    {
      what: "for now",
      hcl: lifecycle({ audit: {}, orders: {} }),
      meanwhile: unlisted("orders"),
    },
  ],
  instancesUnread: [
    { adopt: lifecycle(both), hcl: lifecycle({ audit: {} }), meanwhile: unlisted("orders") },
    { what: "several", adopt: lifecycle(both), hcl: lifecycle(both), meanwhile: unlisted("audit", "orders") },
  ],
  dueUnread: [
    {
      adopt: lifecycle(triggered(["audit", "orders"], "1")),
      hcl: lifecycle(triggered(["audit", "orders"], "2")),
      meanwhile: unlisted("orders"),
    },
  ],
  readyTimeTooLong: [{ hcl: lifecycle(both, 'ready_timeout = "1m"\n  rollout = { min_ready_time = "60s" }') }],
  nothingToDelete: [{ hcl: lifecycle({ audit: {}, nobody: { state: "deleted" } }, "allow_deletion = true") }],
  projectMoved: [
    {
      fleet: { audit: {} },
      adopt: lifecycle({ audit: {} }),
      project: "f".repeat(32),
      hcl: lifecycle(retire("audit"), "allow_deletion = true"),
    },
  ],
  decidedAtApply: [
    {
      adopt: lifecycle(triggered(["audit", "legacy", "orders"], "1")),
      fleet: { audit: {}, legacy: {}, orders: {} },
      hcl:
        lifecycle(
          {
            audit: { triggers: { config: "2" } },
            legacy: { state: "deleted" },
            orders: { triggers: "{ config = terraform_data.later.output }" },
          },
          "allow_deletion = true",
        ) + later,
    },
    {
      what: "settings",
      adopt: lifecycle(triggered(["audit", "legacy"], "1")),
      fleet: { audit: {}, legacy: {} },
      hcl:
        lifecycle(
          { audit: { triggers: { config: "2" } }, legacy: { state: "deleted" } },
          'allow_deletion = terraform_data.later.output == "2"\n  rollout = { max_unavailable = terraform_data.later.output }',
        ) + later,
    },
  ],
  nullInstance: [{ hcl: 'resource "dms_instance_lifecycle" "fleet" {\n  instances = {\n    audit = null\n  }\n}\n' }],
  duplicateInstance: [{ hcl: lifecycle({ audit: {}, twin: { id: idOf("audit") } }) }],
  forceDeleteNeedsV2: [{ hcl: lifecycle(both, "force_delete = true") }],
  actionNotOffered: [
    {
      fleet: { stream: { engine: "rocketmq" } },
      provider: 'api_version = "v2"',
      hcl: lifecycle({ stream: {} }, "restart_on_create = true"),
    },
  ],
  missingInstance: [
    { what: "never seen", hcl: lifecycle({ ...both, nobody: {} }) },
    {
      what: "gone",
      adopt: lifecycle(both),
      hcl: lifecycle(both),
      meanwhile: (emulator) => emulator.replaceInstances({}),
    },
  ],
  forgottenInstances: [
    {
      adopt: lifecycle(both, 'on_missing = "forget"'),
      hcl: lifecycle(both, 'on_missing = "forget"'),
      meanwhile: (emulator) => emulator.replaceInstances({}),
    },
    {
      what: "or not",
      adopt: lifecycle(both),
      hcl: lifecycle(both, 'on_missing = terraform_data.later.output == "2" ? "forget" : "error"') + later,
      meanwhile: (emulator) => emulator.replaceInstances({}),
    },
  ],
  openActionsForgotten: [
    { ...unfinished, hcl: lifecycle({ audit: { triggers: { config: "1" } } }, "restart_unhealthy = true") },
    {
      what: "as an error",
      ...unfinished,
      hcl: lifecycle({ audit: { triggers: { config: "1" } } }, 'on_forget = "error"\n  restart_unhealthy = true'),
    },
    {
      what: "or not",
      ...unfinished,
      hcl:
        lifecycle(
          { audit: { triggers: { config: "1" } } },
          'restart_unhealthy = true\n  on_forget = terraform_data.later.output == "2" ? "warn" : "error"',
        ) + later,
    },
  ],
  deletionNotAllowed: [{ hcl: lifecycle({ audit: {}, ...retire("orders") }) }],
  tooManyDeletions: [{ hcl: lifecycle(retire("audit", "orders"), "allow_deletion = true\n  max_deletions = 1") }],
  purgeMeetsEnterpriseProjects: [
    {
      fleet: { lost: { ...failed, enterprise_project_id: "team" }, audit: failed },
      provider: 'enterprise_project_id = "0"',
      hcl: purgeOf("kafka"),
    },
  ],
  purgeNotAllowed: [{ fleet: { broken: failed }, hcl: purgeOf("kafka", "") }],
  purgeTooLarge: [{ fleet: { a: failed, b: failed }, hcl: purgeOf("kafka", "allow_deletion = true\n  max_purge = 1") }],
  purgeGrew: [
    {
      fleet: { late: failed },
      adopt: purgeOf("kafka", "allow_deletion = true"),
      hcl: purgeOf("kafka", "allow_deletion = true\n  max_purge = 5"),
      command: "plan then apply",
      meanwhile: (emulator) =>
        emulator.replaceInstances({
          projects: { "0123456789abcdef0123456789abcdef": [{ instance_id: idOf("late"), name: "late", ...failed }] },
        }),
    },
  ],
  purgeGrewMeanwhile: [
    {
      fleet: { broken: failed, late: failed },
      hcl: purgeOf("kafka"),
      command: "apply",
      meanwhile: (emulator) =>
        emulator.setFaults([
          { on: { operation: "action", times: 1 }, do: { status: 429, error_code: "APIG.0308", retry_after: "1" } },
          // Lists of the plan, of the plan inside apply, and before the call.
          { on: { operation: "list", instance: idOf("late"), times: 3 }, do: { omit: true } },
        ]),
    },
  ],
  claimedByAnother: [
    {
      adopt: twice("1"),
      hcl: twice("2"),
      anyOrder: true,
    },
  ],
  purgePlannedTwice: [
    {
      fleet: { broken: failed },
      hcl: purgeOf("kafka") + purgeOf("kafka", "allow_deletion = true", "again"),
      anyOrder: true,
    },
  ],
  purgeMeetsAnother: [
    {
      fleet: { broken: failed },
      hcl:
        lifecycle(retire("broken"), "allow_deletion = true") +
        purgeOf("kafka", "allow_deletion = true\n  depends_on = [dms_instance_lifecycle.fleet]"),
      anyOrder: true,
    },
  ],
  restartsAhead: [
    { hcl: lifecycle(both, 'restart_on_create = true\n  rollout = { max_unavailable = "1" }') },
    {
      what: "more than a dozen",
      fleet: Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`n${10 + index}`, {}])),
      hcl: lifecycle(
        Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`n${10 + index}`, {}])),
        "restart_on_create = true",
      ),
    },
  ],
  triggersOfNow: [
    {
      adopt: lifecycle(triggered(["audit", "orders"], "1")),
      hcl: lifecycle({ audit: { triggers: { config: "1" } }, orders: { triggers: "{ config = plantimestamp() }" } }),
    },
  ],
  deletionsAhead: [{ hcl: lifecycle({ audit: {}, ...retire("orders") }, "allow_deletion = true") }],
  purgeAhead: [{ fleet: { broken: failed }, hcl: purgeOf("kafka") }],
  purgeNamesNoEngine: [{ fleet: { broken: { engine: "rabbitmq", ...failed } }, hcl: purgeOf("rabbitmq") }],
  callsHeld: [
    {
      what: "for a status",
      ...restart,
      hcl: lifecycle(triggered(["audit", "orders"], "2")),
      command: "plan",
      meanwhile: (emulator) => emulator.replaceInstances(seedOf({ audit: { status: "FROZEN" }, orders: {} })),
    },
    {
      what: "that a creation would make",
      fleet: { audit: { status: "FROZEN" }, orders: {} },
      hcl: lifecycle(triggered(["audit", "orders"], "2"), "restart_on_create = true"),
    },
  ],
  unfinishedRun: [
    {
      what: "in a status in which nothing is called",
      fleet: { audit: { status: "FROZEN" }, orders: {} },
      hcl: lifecycle(triggered(["audit", "orders"], "2"), "restart_on_create = true"),
      command: "apply",
    },
    {
      what: "refused, and not started",
      ...restart,
      hcl: lifecycle(triggered(["audit", "orders"], "2"), "rollout = { canary = 1 }"),
      meanwhile: (emulator) => emulator.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]),
    },
    {
      what: "not seen to end, as a warning",
      ...restart,
      hcl: lifecycle(triggered(["audit", "orders"], "2"), 'ready_timeout = "1s"\n  on_failure = "report"'),
      meanwhile: (emulator) =>
        emulator.setFaults([{ on: { operation: "action", instance: idOf("orders") }, do: { stuck: true } }]),
    },
    {
      what: "refused by the service with a code",
      ...restart,
      hcl: lifecycle(triggered(["audit", "orders"], "2")),
      meanwhile: (emulator) =>
        emulator.setFaults([
          { on: { operation: "action" }, do: { status: 400, error_code: "DMS.00400062", error_msg: "Not today." } },
        ]),
    },
  ],
  purgeRefused: [
    {
      fleet: { broken: failed },
      hcl: purgeOf("kafka"),
      command: "apply",
      meanwhile: (emulator) => emulator.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]),
    },
  ],
  purgeInterrupted: [
    {
      fleet: { broken: failed },
      hcl: purgeOf("kafka"),
      command: "interrupt",
      meanwhile: (emulator) => emulator.setFaults([{ on: { operation: "action" }, do: { stuck: true } }]),
    },
  ],
  purgeFateUnknown: [
    {
      fleet: { broken: failed },
      hcl: purgeOf("kafka"),
      command: "interrupt",
      meanwhile: (emulator) =>
        emulator.setFaults([
          { on: { operation: "action" }, do: { stuck: true } },
          { on: { operation: "action" }, do: { drop: "after" } },
        ]),
    },
  ],
  purgeNotOffered: [{ fleet: { broken: { engine: "rocketmq", ...failed } }, hcl: purgeOf("rocketmq") }],
  serviceFailed: [
    { what: "a plan's look", hcl: lifecycle(both), meanwhile: refusing("list") },
    { what: "a refresh", adopt: lifecycle(both), hcl: lifecycle(both), meanwhile: refusing("list") },
    {
      what: "an apply's look",
      // At rest, the look of the plan inside the apply would be recent enough.
      fleet: { audit: { status: "EXTENDING" }, orders: {} },
      hcl: lifecycle(both),
      command: "plan then apply",
      meanwhile: refusing("list", 1),
    },
    { what: "an import", hcl: importing(idOf("audit"), lifecycle({ audit: {} })), meanwhile: refusing("list") },
    { what: "a data source", hcl: 'data "dms_instances" "all" {}\n', meanwhile: refusing("list") },
    { what: "a purge's plan", hcl: purgeOf("kafka"), meanwhile: refusing("list") },
    { what: "a purge's refresh", adopt: purgeOf("kafka"), hcl: purgeOf("kafka"), meanwhile: refusing("list") },
    { what: "a purge's look", hcl: purgeOf("kafka"), command: "plan then apply", meanwhile: refusing("list", 1) },
    {
      what: "a purge's call",
      fleet: { broken: failed },
      hcl: purgeOf("kafka"),
      command: "apply",
      meanwhile: refusing("action"),
    },
  ],
  providerNotConfigured: [
    {
      provider: "region = terraform_data.region.output",
      hcl: `resource "terraform_data" "region" {\n  input = "eu-de"\n}\n${instance('name = "orders"')}`,
    },
  ],
  invalidConfiguration: [{ provider: 'access_key = "AK"\n  api_version = "v3"', hcl: lifecycle(both) }],
  insecureConnection: [{ provider: "insecure = true", hcl: lifecycle(both) }],
  importIdInvalid: [{ hcl: importing("orders=,audit", lifecycle(both)) }],
  importNotFound: [{ hcl: importing(`${idOf("audit")},${idOf("nobody")}`, lifecycle(both)) }],
  dataSourceNeedsOne: [{ hcl: instance("") }],
  dataSourceFoundNone: [
    { what: "by id", hcl: instance(`instance_id = "${idOf("nobody")}"`) },
    { what: "by name", hcl: instance('name = "nobody"') },
  ],
  dataSourceFoundFewer: [{ hcl: 'data "dms_instances" "all" {\n  at_least = 3\n}\n' }],
  dataSourceFoundMany: [{ fleet: { left: { name: "twin" }, right: { name: "twin" } }, hcl: instance('name = "twin"') }],
  triggersAdopted: [
    {
      hcl: importing(`${idOf("audit")},${idOf("orders")}`, lifecycle(triggered(["audit", "orders"], "1"))),
    },
  ],
};

/** Sentences that need another machine, a killed run, a moment between plan and apply, or ten minutes; and the tests that provoke them. */
const saidElsewhere = {
  authoritiesNotRead: "acceptance/clouds-network.test.ts",
  exposedCredentials: "acceptance/where-credentials-go.test.ts",
  regionWithoutEffect: "unit/provider/connection/connections.test.ts",
  settingsNotRead: "acceptance/clouds-federation.test.ts",
  purgeIncomplete: "unit/rollout/purge.test.ts",
  callsHeardOf: "acceptance/earlier-runs.test.ts",
  localRecordsRefused: "acceptance/earlier-runs.test.ts",
  longWait: "unit/provider/messages/long-wait.test.ts",
  planOutOfDate: "unit/provider/lifecycle/apply.test.ts",
  refreshOutOfDate: "acceptance/earlier-runs.test.ts",
  restartsNotRepeated: "acceptance/earlier-runs.test.ts",
  restartedSince: "acceptance/restarted-elsewhere.test.ts",
  runNotRecorded: "acceptance/earlier-runs.test.ts",
  journalUnread: "state/shared-journal.test.ts",
  journalUnusable: "state/shared-journal.test.ts",
  privateDataOfAnotherVersion: "acceptance/states-of-another-version.test.ts",
} as const;

describe("every sentence of the provider", () => {
  test("is triggered here, or in a named test", () => {
    expect(Object.keys({ ...provocations, ...saidElsewhere }).sort()).toEqual(Object.keys(messages).sort());
    for (const [sentence, file] of Object.entries(saidElsewhere)) {
      const path = join(__dirname, "..", file);
      expect(existsSync(path) && readFileSync(path, "utf8").includes(sentence)).toBe(true);
    }
  });

  const stories = Object.entries(provocations).flatMap(([sentence, each]) =>
    each.map((story) => [story.what === undefined ? sentence : `${sentence} (${story.what})`, story] as const),
  );
  test.each(stories)("%s", async (_sentence, story) => {
    const shown = await provoke(story);
    expect(shown).not.toEqual([]);
    expect(shown.join("\n\n----\n\n")).toMatchSnapshot();
  });
});
