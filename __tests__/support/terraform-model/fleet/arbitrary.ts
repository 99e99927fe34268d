import fc from "fast-check";
import type { Break, CallTrouble, Event, Manner, Run, Settings, Step } from "./steps";
import { names } from "./world";

const name = fc.constantFrom("ant", "ant", "ant", "bee");
const anyName = fc.constantFrom(...names);
const trigger = fc.constantFrom("1", "2");

const settings: fc.Arbitrary<Settings> = fc.constantFrom<Settings>(
  { restart_unhealthy: true },
  { restart_unhealthy: false },
  { on_missing: "forget" },
  { on_missing: "error" },
  { allow_deletion: false },
  { allow_deletion: true },
);

const kill: fc.Arbitrary<Break> = fc.oneof(
  fc.integer({ min: 1, max: 16 }).map((afterAnswers) => ({ afterAnswers })),
  fc.record({ atServiceCall: fc.integer({ min: 1, max: 8 }), carriedOut: fc.boolean() }),
);

const trouble = fc.constantFrom<CallTrouble>("unreachable", "forbidden", "lost on the way", "lost answer");

/** The special features of a command; most often few. */
const run: fc.Arbitrary<Run> = fc
  .record({
    machine: fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constant("b" as const) },
    ),
    refresh: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(false) }),
    replace: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(true) }),
    kill: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: kill }),
    interruptAt: fc.oneof(
      { weight: 8, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }) },
    ),
    calls: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: trouble }),
  })
  .map(withoutUndefined);

const quiet: fc.Arbitrary<Run> = fc
  .record({
    machine: fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constant("b" as const) },
    ),
    refresh: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(false) }),
  })
  .map(withoutUndefined);

const manner = fc.constantFrom<Manner>("works", "slow", "stuck", "ignored", "ends in ERROR", "item failed", "refused");
const event = fc.constantFrom<Event>("restarts", "is deleted", "is back", "is extended", "breaks", "is well again");

/** The user's changes before a command; often two at once, of the same instance. */
const wish: fc.Arbitrary<readonly Step[]> = fc
  .record({
    name,
    state: rarely(fc.constantFrom("retire" as const, "keep" as const), 1),
    trigger: rarely(trigger, 1),
  })
  .map(({ name: of, state, trigger: to }) => [
    ...(state === undefined ? [] : [{ do: state, name: of }]),
    ...(to === undefined ? [] : [{ do: "edit" as const, name: of, trigger: to }]),
  ]);

const other: fc.Arbitrary<readonly Step[]> = fc
  .oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("event" as const), name, event }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("set" as const), settings }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), seconds: fc.constantFrom(2, 30, 90) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("add" as const, "remove" as const), name: anyName }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: "create before destroy", on: true }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("one by one" as const), on: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ do: "taint" }, { do: "untaint" }) },
  )
  .map((step): readonly Step[] => [step]);

const command: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ how: rarely(fc.record({ name, manner }), 1), run }).map(applyWith) },
  { weight: 4, arbitrary: quiet.map((each): readonly Step[] => [{ do: "plan", ...each }]) },
  { weight: 1, arbitrary: quiet.map((each): readonly Step[] => [{ do: "save", ...each }]) },
  { weight: 1, arbitrary: run.map((each): readonly Step[] => [{ do: "apply saved", ...each }]) },
  { weight: 1, arbitrary: fc.constantFrom<readonly Step[]>([{ do: "destroy" }], [{ do: "import" }]) },
);

const round = fc.tuple(
  fc.array(fc.oneof({ weight: 3, arbitrary: wish }, { weight: 1, arbitrary: other }), { maxLength: 2 }),
  command,
);

/** Histories of a fleet from its first apply on: each round changes something, and ends in a command. */
export const anyHistory: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.constantFrom<readonly Step[]>([{ do: "apply" }], [{ do: "use OpenTofu" }, { do: "apply" }]),
    fc.array(round, { minLength: 1, maxLength: 6, size: "max" }),
  )
  .map(([first, rounds]) => [...first, ...rounds.flatMap(([changes, last]) => [...changes.flat(), ...last])]);

function applyWith({
  how,
  run: each,
}: {
  readonly how: { readonly name: string; readonly manner: Manner } | undefined;
  readonly run: Run;
}): readonly Step[] {
  return [...(how === undefined ? [] : [{ do: "manner" as const, ...how }]), { do: "apply", ...each }];
}

/** Once in so many times more. */
function rarely<T>(arbitrary: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
}
