import { idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import { expectNothingLeft } from "../support/acceptance/proof";
import type { Run } from "../support/acceptance/terraform";
import { createWorkspace, projectId, type Workspace } from "../support/acceptance/workspace";
import { configureLines, oneLine, people } from "../support/acceptance/guarded-workspace";
import { unhurriedClock } from "../support/time/unhurried-clock";

const dayMs = 24 * 3_600_000;
const names = ["ant", "bee", "cat"] as const;
const hcl = lifecycle(
  { ant: {}, bee: {}, cat: {} },
  'restart_on_create = true\n  rollout = { max_unavailable = "1" }\n  ready_timeout = "30s"',
);

describe("a rollout that outlives its token", () => {
  let workspace: Workspace;
  let laterMs: number;
  afterEach(() => workspace.dispose());

  async function start(...lines: readonly string[]): Promise<void> {
    laterMs = 0;
    workspace = await createWorkspace({
      hcl,
      emulator: { auth: "token", seed: { ...seedOf(names), ...people }, now: () => unhurriedClock.now() + laterMs },
    });
    configureLines(workspace, `endpoint = "${workspace.url}"`, `project_id = "${projectId}"`, ...lines);
  }
  const statuses = (end: string): readonly (number | null)[] =>
    workspace.emulator
      .journal()
      .filter(({ path }) => path.endsWith(end))
      .map(({ status }) => status);

  /** Applies; as soon as the service has accepted the first, second … batch call, it is more than a day later there. */
  async function applyOverDays(days: number): Promise<Run> {
    const { finished } = workspace.start(["apply", "-no-color", "-input=false", "-auto-approve"]);
    const clock = setInterval(() => {
      const accepted = statuses("/instances/action").filter((status) => status === 200).length;
      laterMs = Math.min(accepted, days) * (dayMs + 60_000);
    }, 1);
    try {
      return await finished;
    } finally {
      clearInterval(clock);
    }
  }

  const login = ['user_name = "anna"', 'password = "anna-password"', 'domain_name = "OTC-1"'];
  const restarted = (): readonly unknown[] =>
    workspace.calls().flatMap(({ instances, status }) => (status === 200 ? (instances ?? []) : []));

  test("logs in once for each token that ended, and restarts each instance once", async () => {
    await start(...login);
    const run = await applyOverDays(2);
    expect(run).toMatchObject({ code: 0 });
    // Once for the plan, once for the apply, once for each day.
    expect(statuses("/auth/tokens")).toEqual([201, 201, 201, 201]);
    expect(workspace.emulator.journal().filter(({ status }) => status === 401)).toHaveLength(2);
    expect(restarted()).toEqual(names.map(idOf));
    expect((await workspace.state()).unfinished).toEqual([]);
    await expectNothingLeft(workspace);
  });

  test("repeats the batch call that meets the 401 once, with the new token", async () => {
    await start(...login);
    const ended = { status: 401, error_code: "APIG.0307", error_msg: "The token must be updated." };
    workspace.emulator.setFaults([{ on: { operation: "action", after: 1, times: 1 }, do: ended }]);
    const run = await applyOverDays(0);
    expect(run).toMatchObject({ code: 0 });
    expect(statuses("/instances/action")).toEqual([200, 401, 200, 200]);
    expect(statuses("/auth/tokens")).toEqual([201, 201, 201]);
    expect(restarted()).toEqual(names.map(idOf));
  });

  test("cannot renew a token that the user brought: it ends, says so, and the next apply does the rest", async () => {
    await start(...login);
    const token = await tokenOf(workspace.url);
    configureLines(workspace, `endpoint = "${workspace.url}"`, `project_id = "${projectId}"`, `token = "${token}"`);
    const run = await applyOverDays(1);
    expect(run.code).toBe(1);
    expect(oneLine(run.output)).toContain("APIG.0307");
    expect(run.output).not.toContain(token);
    expect(restarted()).toEqual([idOf("ant")]);
    const { results } = await workspace.state();
    expect([results?.["bee"]?.result, results?.["cat"]?.result]).toEqual(["not_started", "not_started"]);

    configureLines(workspace, `endpoint = "${workspace.url}"`, `project_id = "${projectId}"`, ...login);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect([...new Set(restarted())]).toEqual(names.map(idOf));
    expect(restarted()).toHaveLength(names.length);
    expect((await workspace.state()).unfinished).toEqual([]);
  });
});

async function tokenOf(url: string): Promise<string> {
  const user = { name: "anna", password: "anna-password", domain: { name: "OTC-1" } };
  const identity = { methods: ["password"], password: { user } };
  const response = await fetch(`${url}/v3/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ auth: { identity, scope: { project: { id: projectId } } } }),
  });
  return response.headers.get("x-subject-token") ?? "";
}
