import fc from "fast-check";
import type { Due } from "../../../lib/domain/ledger/judge";
import { assignWaves, type Planned, waveSize } from "../../../lib/domain/ledger/waves";
import type { CallFailure } from "../../../lib/domain/call-failure";
import { callError, lost, readFailed, serverError, throttled, unreachable } from "./failures";
import { minuteMs, type RunSettings } from "./run";
import {
  type CallFault,
  type Course,
  deletes,
  endsIn,
  flaps,
  getsStuck,
  ignores,
  restarts,
  type SimulatedInstance,
  type SimulationOptions,
  vanishes,
} from "./simulation";

/** One run to be tried: a fleet, its due actions, settings, and trouble. */
export interface Scenario extends SimulationOptions {
  readonly planned: readonly Planned[];
  readonly settings: RunSettings;
}

/** How long a batch call may take at most in a scenario. */
export const longestCallMs = 30_000;

const seconds = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((count) => count * 1_000);

/** As documented: 3 to 15 minutes. */
const goodRestart: fc.Arbitrary<Course> = fc
  .record({ leaves: seconds(0, 40), takes: seconds(180, 900) })
  .map(({ leaves, takes }) => restarts(leaves, takes));

const anyRestart: fc.Arbitrary<Course> = fc.oneof(
  { weight: 6, arbitrary: goodRestart },
  fc.integer({ min: 300, max: 20_000 }).map((takesMs) => restarts(200, takesMs)),
  fc.constantFrom<Course>(ignores, getsStuck, vanishes, endsIn("ERROR"), endsIn("FROZEN"), endsIn("EXTENDEDFAILED")),
  fc.record({ up: seconds(5, 60), down: seconds(5, 60) }).map(({ up, down }) => flaps(up, down)),
  fc.constantFrom<Course>([
    { afterMs: 500, status: "HIBERNATING" },
    { afterMs: 90_000, status: "Whatever" },
    { afterMs: 200_000, status: "RUNNING" },
  ]),
);

const goodDeletion: fc.Arbitrary<Course> = seconds(0, 60).map(deletes);

const anyDeletion: fc.Arbitrary<Course> = fc.oneof(
  { weight: 6, arbitrary: goodDeletion },
  fc.constantFrom<Course>(
    ignores,
    [{ afterMs: 0, status: "DELETING" }],
    [
      { afterMs: 0, status: "DELETING" },
      { afterMs: 20_000, status: "ERROR" },
      { afterMs: 50_000, status: undefined },
    ],
    [
      { afterMs: 0, status: "DELETING" },
      { afterMs: 30_000, status: "RUNNING" },
    ],
    [{ afterMs: 5_000, status: "RECYCLE" }],
  ),
);

/** Words of other operations and of none, an instance that breaks and one that comes back: none of them is our restart. */
const strangers: fc.Arbitrary<Course> = fc
  .array(
    fc.record({
      length: seconds(1, 900),
      status: fc.oneof(
        { weight: 2, arbitrary: fc.constant("RUNNING") },
        fc.constantFrom("EXTENDING", "ERROR", "FROZEN", "EXTENDEDFAILED", "HIBERNATING", "CREATING", "Whatever", ""),
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => {
    let afterMs = 0;
    return parts.map(({ length, status }) => ({ afterMs: (afterMs += length), status }));
  });

const anyInstance = fc.record({
  byItself: fc.oneof({ weight: 3, arbitrary: fc.constant<Course>([]) }, strangers),
  taskName: fc.constantFrom("restartInstance", "rebootNodes"),
  hidden: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant("RUNNING") },
    fc.constantFrom("ERROR", "FROZEN", "CREATEFAILED", "EXTENDEDFAILED", "EXTENDING", "HIBERNATING", "RECYCLE"),
  ),
  restart: anyRestart,
  delete: anyDeletion,
  busyTimes: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 })),
  refused: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  failedTimes: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constant(1)),
  unanswered: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    fc.boolean().map((reached) => ({ reached })),
  ),
  verb: fc.oneof({ weight: 3, arbitrary: fc.constant("restart" as const) }, fc.constant("delete" as const)),
});

const goodInstance = fc.record({
  status: fc.oneof({ weight: 6, arbitrary: fc.constant("RUNNING") }, fc.constant("ERROR")),
  restart: goodRestart,
  delete: goodDeletion,
  busyTimes: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  refused: fc.constant(false),
  failedTimes: fc.constant(0),
  unanswered: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.constant({ reached: true })),
  verb: fc.oneof({ weight: 3, arbitrary: fc.constant("restart" as const) }, fc.constant("delete" as const)),
});

const refused = (code: CallFailure["code"]): (() => Error & CallFailure) => {
  return () => callError({ code, fate: "refused", status: 400 });
};

const harmlessFault: fc.Arbitrary<CallFault> = fc.oneof(
  seconds(0, 20).map((retryAfterMs) => ({ failure: () => throttled(retryAfterMs), carriedOut: false })),
  fc.constant<CallFault>({ failure: throttled, carriedOut: false }),
  fc.constant<CallFault>({ failure: unreachable, carriedOut: false }),
  seconds(0, longestCallMs / 1_000).map((tookMs) => ({ failure: lost, carriedOut: true, tookMs })),
);

const anyFault: fc.Arbitrary<CallFault> = fc.oneof(
  { weight: 4, arbitrary: harmlessFault },
  fc.constantFrom<CallFault>(
    { failure: lost, carriedOut: false },
    { failure: serverError, carriedOut: true },
    { failure: serverError, carriedOut: false },
    { failure: refused("invalid"), carriedOut: false },
    { failure: refused("forbidden"), carriedOut: false },
    { failure: refused("unauthenticated"), carriedOut: false },
    { failure: refused("unexpected-answer"), carriedOut: false },
  ),
);

/** Times in which lists fail, counted from the start of the simulation. */
const blindness = (longestSeconds: number): fc.Arbitrary<readonly { from: number; until: number }[]> =>
  fc.array(
    fc
      .record({ from: seconds(1, 3_000), length: seconds(1, longestSeconds) })
      .map(({ from, length }) => ({ from, until: from + length })),
    { maxLength: 3 },
  );

const amount = fc.oneof(
  fc.integer({ min: 1, max: 8 }).map((value) => ({ kind: "count" as const, value })),
  fc.integer({ min: 1, max: 100 }).map((value) => ({ kind: "percent" as const, value })),
);

const anySettings = fc.record({
  readyTimeoutMs: fc.oneof(seconds(120, 1_800), seconds(5, 60)),
  minReadyMs: fc.oneof(fc.constant(0), seconds(1, 120)),
  pauseBetweenMs: fc.oneof(fc.constant(0), seconds(1, 300)),
  maxFailures: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(1_000)),
  runTimeoutMs: seconds(60, 7_200),
  pollIntervalMs: fc.oneof({ weight: 4, arbitrary: seconds(1, 30) }, seconds(60, 600)),
  forceDelete: fc.constant(false),
  readsTasks: fc.boolean(),
});

const patientSettings = fc.record({
  readyTimeoutMs: fc.constant(60 * minuteMs),
  minReadyMs: fc.oneof(fc.constant(0), seconds(1, 120)),
  pauseBetweenMs: fc.oneof(fc.constant(0), seconds(1, 60)),
  maxFailures: fc.constant(0),
  runTimeoutMs: fc.constant(2_000 * minuteMs),
  pollIntervalMs: seconds(1, 20),
  forceDelete: fc.constant(false),
  readsTasks: fc.boolean(),
});

interface Parts {
  readonly fleet: readonly (Omit<SimulatedInstance, "id" | "unanswered"> & {
    readonly verb: "restart" | "delete";
    readonly unanswered: SimulatedInstance["unanswered"];
  })[];
  readonly maxUnavailable: Parameters<typeof waveSize>[0];
  readonly canary: number;
  readonly settings: Omit<RunSettings, "maxUnavailable">;
  readonly faults: readonly (CallFault | null)[];
  readonly blind: readonly { from: number; until: number }[];
  readonly latencyMs: number;
}

function scenarioOf({ fleet, maxUnavailable, canary, settings, faults, blind, latencyMs }: Parts): Scenario {
  const instances = fleet.map(({ unanswered, ...script }, index): SimulatedInstance => {
    return { ...script, id: `i${index}`, ...(unanswered === undefined ? {} : { unanswered }) };
  });
  const due = fleet.map(({ verb }, index): Due => ({
    name: `n${index}`,
    id: `i${index}`,
    verb,
    action: verb,
    reason: "",
  }));
  const statuses = new Map(instances.map(({ id, status = "RUNNING" }) => [id, status]));
  const planned = assignWaves(due, statuses, { maxUnavailable, canary, fleetSize: fleet.length });
  let startMs: number | undefined;
  const scenario: Scenario = {
    instances,
    planned,
    latencyMs,
    settings: { ...settings, maxUnavailable: waveSize(maxUnavailable, fleet.length) },
    callFault: (call) => faults[call] ?? undefined,
    listFault: (_look, nowMs) => {
      startMs ??= nowMs;
      const sinceMs = nowMs - startMs;
      return blind.some(({ from, until }) => sinceMs >= from && sinceMs < until) ? readFailed() : undefined;
    },
  };
  // The text that fast-check prints of a counterexample; the seed brings back the rest.
  const text = `${fleet.length} instances, ${JSON.stringify({ settings, maxUnavailable, canary, blind })}`;
  return Object.assign(scenario, { [fc.toStringMethod]: () => text });
}

const parts = {
  maxUnavailable: amount,
  canary: fc.integer({ min: 0, max: 3 }),
  latencyMs: fc.integer({ min: 1, max: 900 }),
};

/** Anything may happen. */
export const anyScenario: fc.Arbitrary<Scenario> = shortShrink(
  fc.record({
    ...parts,
    fleet: fc.oneof(
      { weight: 8, arbitrary: fc.array(anyInstance, { minLength: 1, maxLength: 12 }) },
      fc.array(anyInstance, { minLength: 55, maxLength: 110 }),
    ),
    settings: anySettings,
    faults: fc.array(fc.option(anyFault, { freq: 2 }), { maxLength: 12 }),
    blind: blindness(900),
  }),
);

/** Every instance does as it is asked, in time. Calls and looks may fail, but every call whose answer is lost was carried out. */
export const benignScenario: fc.Arbitrary<Scenario> = shortShrink(
  fc.record({
    ...parts,
    fleet: fc.array(goodInstance, { minLength: 1, maxLength: 8 }),
    settings: patientSettings,
    faults: fc.array(fc.option(harmlessFault, { freq: 2 }), { maxLength: 8 }),
    blind: blindness(30),
  }),
);

/** A counterexample is made smaller for seconds, not for minutes. */
function shortShrink(scenario: fc.Arbitrary<Parts>): fc.Arbitrary<Scenario> {
  return fc.limitShrink(scenario, 400).map(scenarioOf);
}
