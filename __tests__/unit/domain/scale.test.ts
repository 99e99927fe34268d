import { type Desired, judge } from "../../../lib/domain/ledger/judge";
import type { InstanceId } from "../../../lib/domain/instance";
import { createRollout, type Rollout, type RolloutSettings } from "../../../lib/domain/rollout/rollout";
import { waveBegun, waveEnded } from "../../../lib/domain/rollout/closings";
import { looked } from "../../../lib/domain/rollout/looks";
import { recordsSoFar } from "../../../lib/domain/rollout/records";
import { answered, sending } from "../../../lib/domain/rollout/sends";
import { nextStep } from "../../../lib/domain/rollout/step";
import { assignWaves, type Planned } from "../../../lib/domain/ledger/waves";
import { cpuTimeMs } from "../../support/time/cpu-time";

const ids = Array.from({ length: 10_000 }, (_, index) => `id-${index}`);
const before = new Map([["revision", "1"]]);
const after = new Map([["revision", "2"]]);

/** Far more than the work takes when it grows with the number of instances, far less than when it grows with its square. */
const linearMs = 1_000;

function timed<T>(work: () => T): { readonly value: T; readonly tookMs: number } {
  const startedAt = cpuTimeMs();
  const value = work();
  return { value, tookMs: cpuTimeMs() - startedAt };
}

function plan(maxUnavailable: number): readonly Planned[] {
  const desired = ids.map((id): Desired => ({ name: id, id, state: "running", triggers: after }));
  const statuses = new Map(ids.map((id, index) => [id, index % 7 === 0 ? "ERROR" : "RUNNING"]));
  const rules = { creating: false, restartOnCreate: false, restartUnhealthy: true };
  const due = desired.flatMap((wanted) => {
    const known = { entry: { ranFor: before }, last: undefined, status: statuses.get(wanted.id) };
    const verdict = judge(wanted, known, rules);
    return verdict.kind === "due" ? [verdict.due] : [];
  });
  const settings = {
    maxUnavailable: { kind: "count", value: maxUnavailable },
    canary: 1,
    fleetSize: ids.length,
  } as const;
  return assignWaves(due, statuses, settings);
}

function rolloutOf(maxUnavailable: number): Rollout {
  const settings: RolloutSettings = {
    maxUnavailable,
    readyTimeoutMs: 1_200_000,
    minReadyMs: 0,
    pauseBetweenMs: 0,
    maxFailures: 0,
    runDeadlineMs: 10 ** 15,
    pollIntervalMs: 10_000,
    forceDelete: false,
    readsTasks: true,
  };
  return createRollout(plan(maxUnavailable), settings, new Map(), new Map());
}

const allIn = (status: string): ReadonlyMap<InstanceId, string> => new Map(ids.map((id) => [id, status]));

/** Obeys `nextStep`, with a service that does at once as it is asked; a look sees the answer of `statusOf`. */
function drive(
  start: Rollout,
  look: (rollout: Rollout) => ReadonlyMap<InstanceId, string>,
): { steps: number; end: Rollout } {
  let rollout = start;
  for (let steps = 0, nowMs = 1_000; ; steps++) {
    const step = nextStep(rollout, nowMs);
    switch (step.kind) {
      case "begin-wave":
        rollout = waveBegun(rollout, nowMs);
        break;
      case "look":
        rollout = looked(rollout, look(rollout), nowMs);
        break;
      case "submit": {
        const items = step.ids.map((id) => ({ id, result: "success" as const }));
        rollout = answered(sending(rollout, step.ids, nowMs), step.ids, { items, requestId: undefined }, nowMs);
        break;
      }
      case "wait":
        nowMs = step.untilMs;
        break;
      case "end-wave":
        rollout = waveEnded(rollout, nowMs);
        break;
      case "done":
        return { steps, end: rollout };
      default:
        throw new Error(`unexpected step ${step.kind}`);
    }
  }
}

/** Every member is RUNNING until it is sent, RESTARTING at the first look after that, and RUNNING at the second. */
function restartsAtOnce(): (rollout: Rollout) => ReadonlyMap<InstanceId, string> {
  const seen = new Map<InstanceId, number>();
  return ({ members }) =>
    new Map(
      members.map(({ target: { id }, phase }) => {
        if (phase.kind !== "watching") return [id, "RUNNING"];
        const looks = (seen.get(id) ?? 0) + 1;
        seen.set(id, looks);
        return [id, looks === 1 ? "RESTARTING" : "RUNNING"];
      }),
    );
}

describe("10,000 instances", () => {
  test.each([1, 100, 10_000])("are planned in linear time with max_unavailable %d", (maxUnavailable) => {
    const { value, tookMs } = timed(() => plan(maxUnavailable));
    expect(value).toHaveLength(ids.length);
    expect(tookMs).toBeLessThan(linearMs);
  });

  test("in one wave are looked at in linear time", () => {
    const begun = waveBegun(rolloutOf(10_000), 0);
    const second = waveBegun(waveEnded({ ...begun, members: [] }, 0), 0);
    const { value, tookMs } = timed(() => looked(second, allIn("RUNNING"), 0));
    expect(value.batches.flat()).toHaveLength(ids.length - 1);
    expect(value.batches.every((batch) => batch.length <= 50)).toBe(true);
    expect(tookMs).toBeLessThan(linearMs);
  });

  test("in two waves go from start to end in 201 batches", () => {
    const { value, tookMs } = timed(() => drive(rolloutOf(10_000), restartsAtOnce()));
    expect(recordsSoFar(value.end, 0).size).toBe(ids.length);
    expect([...recordsSoFar(value.end, 0).values()].every(({ result }) => result === "success")).toBe(true);
    expect(tookMs).toBeLessThan(5 * linearMs);
  });

  test("in 10,000 waves cost each wave only itself", () => {
    const { value, tookMs } = timed(() => drive(rolloutOf(1), restartsAtOnce()));
    expect(value.end.wave).toBe(10_000);
    expect(value.end.finished).toHaveLength(ids.length);
    expect(tookMs).toBeLessThan(5 * linearMs);
  });
});
