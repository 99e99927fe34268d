import { type Front, type FrontAnswer, startFront } from "../support/acceptance/front";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, unwrapped } from "../support/acceptance/proof";
import {
  createWorkspace,
  projectId,
  providerLines,
  rawState,
  savedObjects,
  type Workspace,
} from "../support/acceptance/workspace";

const names = ["audit", "orders"] as const;
const seed = seedOf({ audit: {}, orders: {}, legacy: {} });
const adopted = { audit: {}, orders: {} } as const;

/** `instances` ends on line 5, so `more` stands on line 6. */
const moreLine = 6;

describe("bad input", () => {
  let workspace: Workspace;
  let before: string;

  beforeAll(async () => {
    workspace = await createWorkspace({ hcl: lifecycle(adopted), emulator: { seed } });
    expect((await workspace.apply()).code).toBe(0);
    before = rawState(workspace.folder);
  });
  afterAll(() => workspace.dispose());
  afterEach(() => {
    workspace.configureProvider(providerLines(workspace.url));
    expect(workspace.calls()).toEqual([]);
    expect(rawState(workspace.folder)).toBe(before);
  });

  const refusal = async (): Promise<string> => {
    const run = await workspace.apply();
    expect(run.code).toBe(1);
    expect(run.output).not.toContain("bug in the provider");
    return unwrapped(run.output);
  };

  test.each([
    ["an unknown id", { ...adopted, nobody: {} }, 5, `nobody is declared with instance_id "${idOf("nobody")}"`],
    ["an id twice", { ...adopted, twin: { id: idOf("audit") } }, 5, `both have instance_id "${idOf("audit")}"`],
    ["no instances", {}, 2, "instances must have at least 1 element, but has 0 elements."],
    ["an empty id", { audit: { id: "" } }, 3, `instances["audit"].instance_id must be a text that is not empty`],
    ["a path for an id", { audit: { id: "../x" } }, 3, `instances["audit"].instance_id must be the id of one instance`],
    [
      "a deletion without consent",
      { ...adopted, legacy: { state: "deleted" } as const },
      5,
      `1 instance would be deleted: legacy (${idOf("legacy")}).`,
    ],
  ])("in instances: %s", async (_what, instances, line, sentence) => {
    workspace.configure(lifecycle(instances));
    const shown = await refusal();
    expect(shown).toContain(sentence);
    expect(shown).toContain(`on main.tf line ${line}, in resource "dms_instance_lifecycle" "fleet":`);
  });

  test("in instances: a state that is none, and a missing id", async () => {
    const wrong = lifecycle(adopted).replace("orders", 'orders" = { desired_state = "stopped" }, "other');
    workspace.configure(wrong);
    expect(await refusal()).toContain(`"instance_id" is required`);
    workspace.configure(wrong.replace("desired_state", `instance_id = "${idOf("legacy")}", desired_state`));
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
    ['on_failure = "warn"', 'on_failure must be one of "error", "report", but is "warn".'],
    ["force_delete = true", 'force_delete is true, but API version v1.0 has no such option. Set api_version = "v2"'],
    ["results = {}", "results is set by the provider and cannot be configured."],
    ["restart = true", `An argument named "restart" is not expected here.`],
  ])("in settings: %s", async (line, sentence) => {
    workspace.configure(lifecycle(adopted, line));
    const shown = await refusal();
    expect(shown).toContain(sentence);
    expect(shown).toContain(`on main.tf line ${moreLine},`);
  });

  test("in settings written over several lines: the line of the very setting", async () => {
    workspace.configure(lifecycle(adopted, 'rollout = {\n    canary = 1\n    max_unavailable = "0"\n  }'));
    expect(await refusal()).toContain(`on main.tf line ${moreLine + 2},`);
  });

  test("in deletions: more than max_deletions", async () => {
    workspace.configure(
      lifecycle(
        { audit: { state: "deleted" }, orders: { state: "deleted" } },
        "max_deletions = 1\n  allow_deletion = true",
      ),
    );
    const shown = await refusal();
    expect(shown).toContain("2 instances would be deleted, max_deletions allows 1:");
    expect(shown).toContain("on main.tf line 6,");
  });

  test("in a purge: an engine that is none, a limit below zero", async () => {
    const purge = (lines: string): string =>
      `${lifecycle(adopted)}resource "dms_failed_instance_purge" "all" {\n  ${lines}\n}\n`;
    workspace.configure(purge('engine = "pulsar"'));
    expect(await refusal()).toContain('engine must be one of "kafka", "rabbitmq", "rocketmq", but is "pulsar".');
    workspace.configure(purge('engine = "kafka"\n  max_purge = -1'));
    const shown = await refusal();
    expect(shown).toContain("max_purge must be at least 0, but is -1.");
    expect(shown).toContain("on main.tf line 10,");
  });

  describe("in the provider's configuration", () => {
    const place = "endpoint (environment DMS_ENDPOINT); region (environment OS_REGION_NAME, OS_REGION, HW_REGION_NAME)";

    test.each([
      ["nothing at all", "", ["Nothing says where the service is", place, "Nothing says which project is meant."]],
      ["no provider block", undefined, ["Nothing says where the service is", place]],
      [
        "no project",
        'endpoint = "http://127.0.0.1:1"',
        ["project_id (environment OS_PROJECT_ID, OS_TENANT_ID, HW_PROJECT_ID)"],
      ],
      [
        "half a key",
        `${providerLines("http://127.0.0.1:1")}access_key = "AK"`,
        ["secret_key is missing, while access_key is set", "OS_SECRET_KEY"],
      ],
      [
        "no credentials for a cloud",
        `region = "eu-de"\n  project_id = "${projectId}"`,
        [
          "No credentials are set, and https://dms.eu-de.otc.t-systems.com is not on this machine.",
          "token (environment OS_TOKEN",
        ],
      ],
      [
        "what contradicts itself",
        providerLines("http://127.0.0.1:1", 'insecure = true\n  ca_file = "ca.pem"'),
        ["They contradict each other", "insecure (environment OS_INSECURE"],
      ],
      [
        "an API version that is none",
        providerLines("http://127.0.0.1:1", 'api_version = "v3"'),
        [`"v3" (from attribute api_version) is not allowed: it must be "v1.0" or "v2".`, "DMS_API_VERSION"],
      ],
      [
        "an endpoint that is no URL",
        providerLines("localhost"),
        [`"localhost" (from attribute endpoint) is not allowed`],
      ],
      ["an endpoint with a version", providerLines("http://127.0.0.1:1/v1.0"), ["it must end before the version"]],
      [
        "several at once",
        `endpoint = "http://127.0.0.1:1"\n  project_id = "a b"\n  request_timeout = "fast"\n  max_retries = 1000\n  poll_interval = "0s"`,
        [
          `"a b" (from attribute project_id) is not allowed`,
          `"fast" (from attribute request_timeout) is not allowed`,
          `"1000" (from attribute max_retries) is not allowed`,
          `"0s" (from attribute poll_interval) is not allowed`,
        ],
      ],
    ])("%s", async (_what, lines, sentences) => {
      workspace.configure(lifecycle(adopted));
      workspace.configureProvider(lines);
      const shown = await refusal();
      expect(shown).toContain("Error: Invalid Provider Configuration");
      for (const sentence of sentences) expect(shown).toContain(sentence);
      if (lines === undefined) return;
      expect(shown.match(/Error: /g)).toHaveLength(1);
      expect(shown).toMatch(/on provider\.tf line \d+, in provider "dms":/);
    });

    test("a wrong project knows none of the instances, and the error says where to look", async () => {
      workspace.configure(lifecycle(adopted));
      workspace.configureProvider(providerLines(workspace.url).replace(projectId, "another"));
      const shown = await refusal();
      expect(shown).toContain("It existed before and is gone now.");
      expect(shown).toContain("Check the id, the project and the region");
    });
  });

  describe("in the answers", () => {
    let front: Front;
    afterEach(() => front.close());

    const behind = async (answer: FrontAnswer): Promise<string> => {
      front = await startFront(workspace.url, () => Promise.resolve(answer));
      workspace.configure(lifecycle(triggered(names, "2")));
      workspace.configureProvider(`${providerLines(front.url)}max_retries = 0`.replace("max_retries = 2\n", "\n"));
      return refusal();
    };
    const html = "<!DOCTYPE html><html><body><h1>Sign in to the corporate network</h1></body></html>";

    test("a page of a proxy with status 200", async () => {
      const shown = await behind({ status: 200, contentType: "text/html", body: html });
      expect(shown).toContain("Error: Service Call Failed");
      expect(shown).toContain("While refreshing the instances");
      expect(shown).toContain('answered HTTP 200 with text/html: "<!DOCTYPE html>');
      expect(shown).toContain("expected a list of instances");
    });

    test("a page of a gateway with status 502", async () => {
      const shown = await behind({ status: 502, contentType: "text/html; charset=utf-8", body: html });
      expect(shown).toContain("answered HTTP 502 with text/html; charset=utf-8:");
      expect(shown).toContain("Sign in to the corporate network");
    });

    test.each([299, 399, 418, 599])("an HTTP status nobody has heard of (%d)", async (status) => {
      const shown = await behind({
        status,
        contentType: "application/json",
        body: '{"error_code":"X.1","error_msg":"Hm."}',
      });
      expect(shown).toContain(`answered HTTP ${status} (X.1: Hm.)`);
    });

    test("none: the endpoint cannot be reached, and nothing was sent", async () => {
      front = await startFront(workspace.url, (_request, forward) => forward());
      const { url } = front;
      await front.close();
      workspace.configure(lifecycle(triggered(names, "2")));
      workspace.configureProvider(providerLines(url));
      const shown = await refusal();
      expect(shown).toContain(`no connection to ${url} (connect ECONNREFUSED`);
      expect(shown).toContain("Nothing was sent.");
    });
  });
});

describe("bad answers in the middle of a rollout", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (more: string, fleet: Parameters<typeof seedOf>[0] = names): Promise<void> => {
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), more),
      emulator: { seed: seedOf(fleet) },
    });
    expect((await workspace.apply()).code).toBe(0);
    workspace.configure(lifecycle(triggered(names, "2"), more));
  };

  test("a page of a proxy in answer to the call: its fate is looked up, and it is not sent twice", async () => {
    await start('ready_timeout = "10s"');
    const front = await startFront(workspace.url, async ({ method }, forward) => {
      const answer = await forward();
      return method === "POST" ? { status: 200, contentType: "text/html", body: "<html>OK</html>" } : answer;
    });
    workspace.configureProvider(providerLines(front.url));
    await applyProven(workspace);
    expect(workspace.calls()).toHaveLength(1);
    expect((await workspace.state()).results).toMatchObject({
      audit: { result: "success" },
      orders: { result: "success" },
    });
    await front.close();
  });

  test("an instance in a status nobody has heard of is waited for and not acted on; it is due until it can be", async () => {
    await start('ready_timeout = "1s"', { audit: { status: "HIBERNATING" }, orders: {} });
    const failed = await workspace.apply();
    expect(failed.code).toBe(1);
    expect(unwrapped(failed.output)).toContain(
      `audit (${idOf("audit")}): restart failed: ready_timeout (1s) is over: it was HIBERNATING`,
    );
    expect(workspace.calls().map(({ instances }) => instances)).toEqual([[idOf("orders")]]);
    expect((await workspace.state()).unfinished).toEqual(["audit"]);

    workspace.emulator.replaceInstances(seedOf(names));
    await applyProven(workspace);
    expect(workspace.calls()).toHaveLength(2);
  });

  test("a refused first apply leaves nothing behind, and the corrected one starts from there", async () => {
    const hcl = lifecycle({ audit: {}, nobody: {} }, "restart_on_create = true");
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(1);
    expect(savedObjects(workspace.folder).size).toBe(0);
    workspace.configure(lifecycle({ audit: {}, orders: {} }, "restart_on_create = true"));
    expect((await applyProven(workspace)).calls).toHaveLength(1);
  });
});
