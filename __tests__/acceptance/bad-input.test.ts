import { idOf, lifecycle, triggered } from "../support/acceptance/hcl";
import { adopted, useRefusedApplies } from "../support/acceptance/refused-applies";

/** `instances` ends on line 5, so `more` stands on line 6. */
const moreLine = 6;

describe("bad input", () => {
  const { workspace, refusal } = useRefusedApplies();

  test.each([
    ["an unknown id", { ...adopted, nobody: {} }, 5, `nobody is declared with instance_id "${idOf("nobody")}"`],
    ["an id twice", { ...adopted, twin: { id: idOf("audit") } }, 5, `both have instance_id "${idOf("audit")}"`],
    ["no instances", {}, 2, "instances must have at least 1 element, but has 0 elements."],
    ["an empty id", { audit: { id: "" } }, 3, `instances["audit"].instance_id must be a non-empty string`],
    ["a path for an id", { audit: { id: "../x" } }, 3, `instances["audit"].instance_id must be the id of one instance`],
    [
      "a deletion without consent",
      { ...adopted, legacy: { state: "deleted" } as const },
      5,
      `1 instance would be deleted: legacy (${idOf("legacy")}).`,
    ],
  ])("in instances: %s", async (_what, instances, line, sentence) => {
    workspace().configure(lifecycle(instances));
    const shown = await refusal();
    expect(shown).toContain(sentence);
    expect(shown).toContain(`on main.tf line ${line}, in resource "dms_instance_lifecycle" "fleet":`);
  });

  test("in instances: an invalid state, and a missing id", async () => {
    const wrong = lifecycle(adopted).replace("orders", 'orders" = { desired_state = "stopped" }, "other');
    workspace().configure(wrong);
    expect(await refusal()).toContain(`"instance_id" is required`);
    workspace().configure(wrong.replace("desired_state", `instance_id = "${idOf("legacy")}", desired_state`));
    const shown = await refusal();
    expect(shown).toContain(`instances["orders"].desired_state must be one of "running", "deleted", but is "stopped".`);
    expect(shown).toContain("on main.tf line 4,");
  });

  test.each([
    [
      'ready_timeout = "20 minutes"',
      'ready_timeout must be a duration such as "30s", "20m" or "1h30m", longer than zero, got "20 minutes".',
    ],
    ['ready_timeout = "0s"', 'longer than zero, got "0s".'],
    [
      'timeouts = { create = "soon" }',
      'timeouts.create must be a duration such as "30s", "20m" or "1h30m", longer than zero, got "soon".',
    ],
    [
      'rollout = { pause_between = "-1s" }',
      'rollout.pause_between must be a duration such as "30s", "20m" or "1h30m", got "-1s".',
    ],
    ['rollout = { min_ready_time = "5" }', "rollout.min_ready_time must be a duration such as"],
    [
      'rollout = { max_unavailable = "0" }',
      'rollout.max_unavailable must be a whole number of instances of at least 1, such as "1", or a percentage from 1% to 100%, such as "25%", got "0".',
    ],
    ['rollout = { max_unavailable = "150%" }', 'such as "25%", got "150%".'],
    ['rollout = { max_unavailable = "half" }', 'such as "25%", got "half".'],
    [
      'rollout = { max_failures = "-1" }',
      'rollout.max_failures must be a whole number of instances of at least 0, such as "1", or a percentage from 0% to 100%, such as "25%", got "-1".',
    ],
    ["rollout = { canary = -1 }", "rollout.canary must be at least 0, but is -1."],
    ["rollout = { canary = 1.5 }", "rollout.canary must be a whole number, but is 1.5."],
    ["max_deletions = -1", "max_deletions must be at least 0, but is -1."],
    ['on_missing = "ignore"', 'on_missing must be one of "error", "forget", but is "ignore".'],
    ['on_forget = "forget"', 'on_forget must be one of "warn", "error", but is "forget".'],
    ['on_failure = "warn"', 'on_failure must be one of "error", "report", but is "warn".'],
    ["force_delete = true", 'force_delete is true, but API version v1.0 has no such option. Set api_version = "v2"'],
    ["results = {}", "results is set by the provider and cannot be configured."],
    ["restart = true", `An argument named "restart" is not expected here.`],
  ])("in settings: %s", async (line, sentence) => {
    workspace().configure(lifecycle(adopted, line));
    const shown = await refusal();
    expect(shown).toContain(sentence);
    expect(shown).toContain(`on main.tf line ${moreLine},`);
  });

  test("in settings over several lines: the line of the wrong setting", async () => {
    workspace().configure(lifecycle(adopted, 'rollout = {\n    canary = 1\n    max_unavailable = "0"\n  }'));
    expect(await refusal()).toContain(`on main.tf line ${moreLine + 2},`);
  });

  test("in deletions: more than max_deletions", async () => {
    workspace().configure(
      lifecycle(
        { audit: { state: "deleted" }, orders: { state: "deleted" } },
        "max_deletions = 1\n  allow_deletion = true",
      ),
    );
    const shown = await refusal();
    expect(shown).toContain("2 instances would be deleted, max_deletions allows 1:");
    expect(shown).toContain("on main.tf line 6,");
  });

  test("in a purge: an invalid engine, a limit below zero", async () => {
    const purge = (lines: string): string =>
      `${lifecycle(adopted)}resource "dms_failed_instance_purge" "all" {\n  ${lines}\n}\n`;
    workspace().configure(purge('engine = "pulsar"'));
    expect(await refusal()).toContain('engine must be one of "kafka", "rabbitmq", "rocketmq", but is "pulsar".');
    workspace().configure(purge('engine = "kafka"\n  max_purge = -1'));
    const shown = await refusal();
    expect(shown).toContain("max_purge must be at least 0, but is -1.");
    expect(shown).toContain("on main.tf line 10,");
  });

  // The page of the resource says so: Terraform converts nested objects before the provider gets them.
  test("in rollout: a misspelt attribute does not reach the provider, and the plan shows all in one wave", async () => {
    workspace().configure(lifecycle(triggered(["audit", "orders"], "2"), 'rollout = { max_unavailble = "1" }'));
    const { resource_changes: changes = [] } = await workspace().plan();
    expect(changes[0]?.change.after?.planned_actions?.map(({ name, wave }) => [name, wave])).toEqual([
      ["audit", 1],
      ["orders", 1],
    ]);
  });
});
