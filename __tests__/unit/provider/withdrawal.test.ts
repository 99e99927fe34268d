import type { Desired } from "../../../lib/domain/due";
import type { ActionRecord } from "../../../lib/domain/action-record";
import { assignWaves } from "../../../lib/domain/ledger/waves";
import type { OpenCause } from "../../../lib/provider/lifecycle/private-state";
import { decodePrivate, encodePrivate } from "../../../lib/provider/lifecycle/private-state";
import { missedChanges, openCauses, withoutWithdrawn } from "../../../lib/provider/lifecycle/withdrawal";
import { recordOf } from "../../support/rollout/records";

const digest = (text: string): string => `digest of ${text}`;
const triggers = (value: string) => new Map([["config", value]]);
const digests = (value: string) => new Map([["config", digest(value)]]);
const running = (value: string): Desired => ({ name: "i", id: "i", state: "running", triggers: triggers(value) });
const deleted = (value: string): Desired => ({ ...running(value), state: "deleted" });

const restart = (more: Partial<ActionRecord>) => recordOf({ action: "restart", ...more });
const unsent = { result: "not_started", submittedAt: "", leftAt: "", accepted: false } as const;
const failed = restart({ result: "failed" });
const open = restart({ result: "unknown" });

function baselineOf(value: string, last: ActionRecord | undefined, status = "RUNNING") {
  return {
    adopted: new Map([["i", { triggers: triggers(value), last }]]),
    statuses: new Map([["i", status]]),
    observed: new Map(),
  };
}

interface Story {
  readonly known: ReturnType<typeof baselineOf>;
  readonly declared: Desired;
  readonly cause: OpenCause | undefined;
  readonly restartUnhealthy?: boolean;
}

function after({ known, declared, cause, restartUnhealthy = true }: Story) {
  const causes = new Map(cause === undefined ? [] : [["i", cause]]);
  return withoutWithdrawn(known, [declared], causes, { restartUnhealthy, digest }).adopted.get("i");
}

/** The cause that a run keeps which leaves its one action as `record` says. */
function causeOf(known: Story["known"], declared: Desired, record: ActionRecord, earlier?: OpenCause) {
  const due = { name: "i", id: "i", verb: record.action, action: record.action, reason: "" } as const;
  const planned = assignWaves([due], new Map(), {
    maxUnavailable: { kind: "count", value: 1 },
    canary: 0,
    fleetSize: 1,
  });
  const given = { desired: [declared], baseline: known, digest, earlier: new Map(earlier ? [["i", earlier]] : []) };
  const causes = openCauses(planned, new Map([["i", record]]), given);
  return decodePrivate(encodePrivate({ causes })).causes.get("i");
}

describe("B4: a restart that was not sent, and is taken back", () => {
  test.each([
    ["nothing", undefined],
    ["a success", restart({})],
    ["a failure", failed],
    ["an open end", open],
  ])("what was recorded before it counts again: %s", (_, before) => {
    const record = restart(unsent);
    const cause = causeOf(baselineOf("1", before), running("2"), record);
    expect(after({ known: baselineOf("2", record), declared: running("1"), cause })).toEqual({
      triggers: triggers("1"),
      last: before,
    });
  });

  test("two changes, neither sent: what was known before the first one counts", () => {
    const record = restart(unsent);
    const first = causeOf(baselineOf("1", failed), running("2"), record);
    const second = causeOf(baselineOf("2", record), running("3"), record, first);
    expect(after({ known: baselineOf("3", record), declared: running("1"), cause: second })?.last).toEqual(failed);
    expect(after({ known: baselineOf("3", record), declared: running("2"), cause: second })?.last).toEqual(record);
  });

  test("a sent one is not taken back", () => {
    const cause = causeOf(baselineOf("1", undefined), running("2"), failed);
    expect(cause).toBeUndefined();
  });

  test("one because of ERROR goes with the ERROR, and leaves what was recorded before", () => {
    const record = restart(unsent);
    const cause = causeOf(baselineOf("1", restart({}), "ERROR"), running("1"), record);
    expect(after({ known: baselineOf("1", record), declared: running("1"), cause })?.last).toEqual(restart({}));
    expect(after({ known: baselineOf("1", record, "ERROR"), declared: running("1"), cause })?.last).toEqual(record);
  });
});

describe("B4: a restart because of ERROR, and then for a trigger, neither sent", () => {
  const record = restart(unsent);
  const forHealth = causeOf(baselineOf("1", restart({}), "ERROR"), running("1"), record);

  test("with the trigger taken back and the instance well again, nothing is due", () => {
    const cause = causeOf(baselineOf("1", record, "ERROR"), running("2"), record, forHealth);
    expect(after({ known: baselineOf("2", record), declared: running("1"), cause })?.last).toEqual(restart({}));
  });

  test("likewise with a deletion in between", () => {
    const kept = recordOf({ ...unsent, action: "delete" });
    const cause = causeOf(baselineOf("1", record, "ERROR"), deleted("1"), kept, forHealth);
    expect(after({ known: baselineOf("1", kept), declared: running("1"), cause })?.last).toEqual(restart({}));
  });
});

describe("B4: a deletion that did not happen, and is taken back", () => {
  const kept = recordOf({ ...unsent, action: "delete" });
  const refused = recordOf({ action: "delete", result: "failed", accepted: false });
  const unseen = recordOf({ action: "delete", result: "unknown" });

  test.each([
    ["failed", failed],
    ["without an end that was seen", open],
    ["not started", restart(unsent)],
  ])("a restart before it is due again: %s", (_, before) => {
    for (const record of [kept, refused]) {
      const cause = causeOf(baselineOf("1", before), deleted("1"), record);
      expect(after({ known: baselineOf("1", record), declared: running("1"), cause })?.last).toEqual(before);
    }
  });

  test("triggers that changed together with it are still changed", () => {
    const cause = causeOf(baselineOf("1", undefined), deleted("2"), kept);
    const adopted = after({ known: baselineOf("2", kept), declared: running("2"), cause });
    expect(adopted?.triggers).not.toEqual(triggers("2"));
    expect(after({ known: baselineOf("2", kept), declared: running("1"), cause })?.triggers).toEqual(triggers("1"));
  });

  test("with nothing due before it, an unsent one leaves no trace and a sent one stays recorded", () => {
    for (const [record, last] of [
      [kept, restart({})],
      [refused, refused],
    ] as const) {
      const cause = causeOf(baselineOf("1", restart({})), deleted("1"), record);
      expect(after({ known: baselineOf("1", record), declared: running("1"), cause })?.last).toEqual(last);
    }
  });

  test("one that may be under way is watched first", () => {
    const cause = causeOf(baselineOf("1", failed), deleted("1"), unseen);
    expect(after({ known: baselineOf("1", unseen), declared: running("1"), cause })?.last).toEqual(unseen);
    const next = causeOf(baselineOf("1", unseen), running("1"), refused, cause);
    expect(after({ known: baselineOf("1", refused), declared: running("1"), cause: next })?.last).toEqual(failed);
  });

  test("as long as it is asked for, it stays due", () => {
    const cause = causeOf(baselineOf("1", failed), deleted("1"), kept);
    expect(after({ known: baselineOf("1", kept), declared: deleted("1"), cause })?.last).toEqual(kept);
  });
});

describe("B4: triggers that change while the instance is gone", () => {
  const given = (from: string, to: string, earlier?: OpenCause) => ({
    desired: [running(to)],
    baseline: baselineOf(from, undefined, "DELETED"),
    earlier: new Map(earlier ? [["i", earlier]] : []),
    digest,
  });

  test("are kept over several changes, until it is back", () => {
    const first = missedChanges(given("1", "2")).get("i");
    expect(first?.before).toEqual(digests("1"));
    const second = missedChanges(given("2", "3", first)).get("i");
    expect(second?.before).toEqual(digests("1"));
    const gone = baselineOf("3", undefined, "DELETED");
    expect(after({ known: gone, declared: running("3"), cause: second })?.triggers).toEqual(triggers("3"));
    const back = after({ known: baselineOf("3", undefined), declared: running("3"), cause: second });
    expect(back?.triggers).not.toEqual(triggers("3"));
  });

  test.each([
    ["failed", failed],
    ["without an end that was seen", open],
  ])("count as changed also after a restart: %s", (_, last) => {
    const gone = baselineOf("1", last, "DELETED");
    const cause = missedChanges({ desired: [running("2")], baseline: gone, earlier: new Map(), digest }).get("i");
    const back = after({ known: baselineOf("2", last), declared: running("2"), cause });
    expect(back?.last).toEqual(last);
    expect(back?.triggers).not.toEqual(triggers("2"));
  });

  test("and go back to what they were ask for nothing", () => {
    const first = missedChanges(given("1", "2")).get("i");
    expect(missedChanges(given("2", "1", first))).toEqual(new Map());
    expect(missedChanges(given("1", "1"))).toEqual(new Map());
  });
});
