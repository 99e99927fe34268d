import fc from "fast-check";
import { numberedFleet, numberedId, numberedNames, numberedSeed } from "../support/acceptance/fleet";
import { createWorkspace, isEmpty, plannedActions, type Workspace } from "../support/acceptance/workspace";
import { providersOf, until } from "../support/attacks/provider-processes";
import { randomRuns } from "../support/chaos/random-runs";

/** Follows the machine's clock, less the time for which it was stopped. */
interface StoppableClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  stop(): void;
  goOn(): void;
}

function createStoppableClock(): StoppableClock {
  let stoodMs = 0;
  let stoppedAtMs: number | undefined;
  const now = (): number => stoppedAtMs ?? Date.now() - stoodMs;
  return {
    now,
    stop: () => {
      stoppedAtMs = now();
    },
    goOn: () => {
      if (stoppedAtMs !== undefined) stoodMs = Date.now() - stoppedAtMs;
      stoppedAtMs = undefined;
    },
  };
}

const size = 6;
const everyId = Array.from({ length: size }, (_, index) => numberedId(index + 1));
/** An end that is never seen shows as an unfinished instance, not as a test that hangs. */
const waves = `rollout = { max_unavailable = "2" }\n  ready_timeout = "60s"`;

/** Ids that were accepted for a restart, over all calls. */
function acceptedIds(workspace: Workspace): readonly string[] {
  return workspace
    .calls()
    .filter(({ status }) => status === 200)
    .flatMap(({ instances }) => instances ?? [])
    .sort();
}

/** The ids of instances by their keys in the fleet. */
function idsOf(names: readonly string[]): readonly string[] {
  return names.map((name) => numberedId(numberedNames(size).indexOf(name) + 1)).sort();
}

async function adoptedWorkspace(clock?: StoppableClock): Promise<Workspace> {
  const workspace = await createWorkspace({
    hcl: numberedFleet(size, { more: waves }),
    emulator: { seed: numberedSeed(size), speed: 600, now: clock?.now },
    runs: "process", // They are interrupted and killed.
  });
  expect((await workspace.apply()).code).toBe(0);
  return workspace;
}

/**
 * Applies until nothing is left, and checks that the whole story is one rollout. A stopped `clock` goes on after the plan: a restart takes
 * minutes, so the plan after a kill finds it under way. Only the killed process knew the looks that it had made. A kill between the record
 * of a call and the call itself takes a second apply: the first one looks for the restart in vain.
 */
async function finishAndCheck(workspace: Workspace, clock?: StoppableClock): Promise<void> {
  const isComplete = await applyTheRest(workspace, clock);
  if (!isComplete) expect(await applyTheRest(workspace)).toBe(true);
  expect(acceptedIds(workspace)).toEqual(everyId);
  expect((await workspace.state()).unfinished).toEqual([]);
  expect(await workspace.isSettled()).toBe(true);
}

/** Whether the apply of what is left ends as desired. An apply that does not has looked for a call that was never made. */
async function applyTheRest(workspace: Workspace, clock?: StoppableClock): Promise<boolean> {
  const done = new Set(acceptedIds(workspace));
  const plan = await workspace.plan();
  clock?.goOn();
  if (isEmpty(plan)) return true;
  const sentAgain = plannedActions(plan).filter(
    ({ action, instance_id }) => action === "restart" && done.has(instance_id),
  );
  expect(sentAgain).toEqual([]);
  const { code, output } = await workspace.applyPlan();
  if (code !== 0) expect(output).toMatch(/whether\s+the\s+service\s+received\s+the\s+call\s+is\s+not\s+known/);
  return code === 0;
}

describe("a rollout that is interrupted or killed", () => {
  const runs = randomRuns(2);

  test(
    "Ctrl-C at any moment: out within five seconds, state has the results, each instance is restarted once",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 3_500 }), async (delayMs) => {
          const workspace = await adoptedWorkspace();
          try {
            workspace.configure(numberedFleet(size, { trigger: "2", more: waves }));
            const running = workspace.start(["apply", "-no-color", "-auto-approve"]);
            await new Promise((resolve) => setTimeout(resolve, delayMs));
            if (running.process.exitCode === null && running.process.pid !== undefined)
              process.kill(-running.process.pid, "SIGINT");
            const interruptedAt = Date.now();
            await running.finished;
            expect(Date.now() - interruptedAt).toBeLessThan(5_000 + 1_500);
            await until(() => providersOf(workspace.folder).length === 0, 5_000);
            await finishAndCheck(workspace);
          } finally {
            await workspace.dispose();
          }
        }),
        { ...runs, endOnFailure: true },
      );
    },
    300_000 * runs.numRuns,
  );

  test.each(["provider", "whole process group"])(
    "SIGTERM to the %s: state has the results, and the next plan lists the unfinished actions",
    async (victim) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 1_500 }), async (delayMs) => {
          const workspace = await adoptedWorkspace();
          try {
            workspace.configure(numberedFleet(size, { trigger: "2", more: waves }));
            const running = workspace.start(["apply", "-no-color", "-auto-approve"]);
            await until(() => workspace.calls().length > 0, 20_000);
            expect(providersOf(workspace.folder)).not.toEqual([]);
            await new Promise((resolve) => setTimeout(resolve, delayMs));
            if (victim === "provider") for (const pid of providersOf(workspace.folder)) process.kill(pid, "SIGTERM");
            else if (running.process.pid !== undefined) process.kill(-running.process.pid, "SIGTERM");
            const { code, output } = await running.finished;
            await until(() => providersOf(workspace.folder).length === 0, 5_000);
            expect(output).not.toContain("did not respond");
            const { results = {}, unfinished = [] } = await workspace.state();
            const left = Object.keys(results)
              .filter((name) => results[name]?.result !== "success")
              .sort();
            expect(unfinished).toEqual(left);
            expect(code).toBe(left.length === 0 ? 0 : 1);
            expect(idsOf(Object.keys(results).filter((name) => results[name]?.result !== "not_started"))).toEqual(
              acceptedIds(workspace),
            );
            const due = plannedActions(await workspace.plan()).map(({ instance_id }) => instance_id);
            expect([...due].sort()).toEqual(idsOf(left));
            await finishAndCheck(workspace);
          } finally {
            await workspace.dispose();
          }
        }),
        { ...runs, endOnFailure: true },
      );
    },
    300_000 * runs.numRuns,
  );

  test.each(["provider", "terraform"])(
    "kill -9 of the %s: the next plan is true again, and nothing is left running",
    async (victim) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 1_500 }), async (delayMs) => {
          const clock = createStoppableClock();
          const workspace = await adoptedWorkspace(clock);
          try {
            workspace.configure(numberedFleet(size, { trigger: "2", more: waves }));
            const running = workspace.start(["apply", "-no-color", "-auto-approve"]);
            await until(() => workspace.calls().length > 0, 20_000);
            expect(providersOf(workspace.folder)).not.toEqual([]);
            await new Promise((resolve) => setTimeout(resolve, delayMs));
            if (victim === "terraform") running.process.kill("SIGKILL");
            else for (const pid of providersOf(workspace.folder)) process.kill(pid, "SIGKILL");
            clock.stop();
            await running.finished;
            await until(() => providersOf(workspace.folder).length === 0, 6_000);
            await workspace.terraform(["force-unlock", "-force", "none"]);
            await finishAndCheck(workspace, clock);
          } finally {
            await workspace.dispose();
          }
        }),
        { ...runs, endOnFailure: true },
      );
    },
    300_000 * runs.numRuns,
  );

  test("kill -9 during the very first apply: restarted instances are not restarted again", async () => {
    const create = numberedFleet(size, { more: `${waves}\n  restart_on_create = true` });
    const clock = createStoppableClock();
    const emulator = { seed: numberedSeed(size), speed: 600, now: clock.now };
    const workspace = await createWorkspace({ hcl: create, emulator, runs: "process" });
    try {
      const running = workspace.start(["apply", "-no-color", "-auto-approve"]);
      await until(() => workspace.calls().length > 1, 20_000);
      const providers = providersOf(workspace.folder);
      expect(providers).toHaveLength(1);
      for (const pid of providers) process.kill(pid, "SIGKILL");
      clock.stop();
      expect((await running.finished).code).toBe(1);
      await finishAndCheck(workspace, clock);
    } finally {
      await workspace.dispose();
    }
  }, 120_000);
});
