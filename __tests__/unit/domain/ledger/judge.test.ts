import type { ActionRecord } from "../../../../lib/domain/action-record";
import type { Entry, OpenRestart } from "../../../../lib/domain/ledger/entry";
import { type Desired, holdOf, judge, type Known, type Rules, type Wanted } from "../../../../lib/domain/ledger/judge";
import { entryOf } from "../../../../lib/domain/ledger/record";
import { recordOf } from "../../../support/rollout/records";
import { withWayBack } from "../../../../lib/domain/rollout/held-record";

const triggers = (more: Record<string, string> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries({ revision: "#1", ...more }));

function wanted(more: Partial<Wanted> = {}): Wanted {
  return { name: "orders", id: "i", state: "running", triggers: triggers(), ...more };
}

const plain: Rules = { creating: false, restartOnCreate: false, restartUnhealthy: false };
const adopted: Entry = { ranFor: triggers() };

/**
 * The due action of an instance, in two words: `-` for nothing, the attribute that an undecided verdict waits for, and the reason for which
 * a call is held.
 */
function due(instance: Wanted, known: Partial<Known> = {}, rules: Partial<Rules> = {}): string {
  const verdict = judge(
    instance,
    { entry: adopted, last: undefined, status: undefined, ...known },
    { ...plain, ...rules },
  );
  if (verdict.kind === "undecided") return `? ${verdict.attributes.join(", ")}`;
  if (verdict.kind === "nothing") return "-";
  const words = `${verdict.due.verb} ${verdict.due.action}`;
  if (verdict.kind === "due") return words;
  return `${words}, held: ${verdict.hold.kind === "status" ? verdict.hold.status : verdict.hold.kind}`;
}

function reason(instance: Wanted, known: Partial<Known> = {}, rules: Partial<Rules> = {}): string {
  const verdict = judge(
    instance,
    { entry: adopted, last: undefined, status: undefined, ...known },
    { ...plain, ...rules },
  );
  return verdict.kind === "due" ? verdict.due.reason : "";
}

/** An instance whose last action left this record, without further knowledge of it. */
function left(last: Partial<ActionRecord>): Partial<Known> {
  const record = recordOf(last);
  return { entry: entryOf({ triggers: triggers(), last: record }), last: record, status: "RUNNING" };
}

const open = { result: "unknown", leftAt: "" } as const;
const unsent = { result: "not_started", submittedAt: "", leftAt: "", accepted: false } as const;
const retired = wanted({ state: "deleted" });
const changed = wanted({ triggers: triggers({ revision: "#2" }) });
const at = "2026-01-01T00:04Z";

describe("L1: an unknown value that decides leaves the verdict undecided", () => {
  test.each<readonly [string, Partial<Wanted>, string]>([
    ["an id", { id: undefined }, "? instance_id"],
    ["a state", { state: "undecided" }, "? desired_state"],
    ["triggers", { triggers: "undecided" }, "? restart_triggers"],
    [
      "the id of what is to be deleted, whose triggers decide nothing",
      { id: undefined, state: "deleted", triggers: "undecided" },
      "? instance_id",
    ],
    [
      "all of it",
      { id: undefined, state: "undecided", triggers: "undecided" },
      "? instance_id, desired_state, restart_triggers",
    ],
    [
      "the triggers of what is to be deleted decide nothing",
      { state: "deleted", triggers: "undecided" },
      "delete delete",
    ],
  ])("%s", (_, more, verdict) => {
    expect(due(wanted(more))).toBe(verdict);
  });

  test("triggers of an instance that is gone, or new in an update, decide nothing", () => {
    const unknown = wanted({ triggers: "undecided" });
    expect(due(unknown, { status: "DELETED" })).toBe("-");
    expect(due(unknown, { entry: undefined })).toBe("-");
  });

  test("a setting is asked for only where it decides", () => {
    const health = { restartUnhealthy: "undecided" } as const;
    expect(due(wanted(), { status: "ERROR" }, health)).toBe("? restart_unhealthy");
    expect(due(wanted(), { status: "RUNNING" }, health)).toBe("-");
    expect(due(changed, { status: "ERROR" }, health)).toBe("restart restart");
    const onCreate = { creating: true, restartOnCreate: "undecided" } as const;
    expect(due(wanted(), { entry: undefined }, onCreate)).toBe("? restart_on_create");
    expect(due(wanted(), {}, onCreate)).toBe("-");
  });

  test("an entry that may or may not count leaves it undecided, without an attribute of its own", () => {
    expect(due(wanted(), { entry: "undecided" })).toBe("? ");
    expect(due(retired, { entry: "undecided" })).toBe("? ");
  });
});

describe("L2: a deletion that was sent", () => {
  const deletion = (result: "failed" | "unknown"): Entry => ({
    ...adopted,
    deletion: { record: { ...recordOf({ action: "delete" }), result }, triggers: triggers() },
  });

  test("is verified while its end is unknown, and never sent again", () => {
    expect(due(retired, { entry: deletion("unknown"), status: "RUNNING" })).toBe("verify delete");
    expect(reason(retired, { entry: deletion("unknown") })).toBe(
      `the end of its delete was not seen in an earlier run, ${at}`,
    );
  });

  test.each(["failed", "unknown"] as const)(
    "that is %s has its record brought up to date once it is gone",
    (result) => {
      expect(due(retired, { entry: deletion(result), status: "DELETED" })).toBe("verify delete");
      expect(reason(retired, { entry: deletion(result), status: "RECYCLE" })).toBe(
        "gone, as desired; its record is brought up to date",
      );
    },
  );

  test("that failed is sent again, and the reason says so", () => {
    expect(due(retired, { entry: deletion("failed"), status: "RUNNING" })).toBe("delete delete");
    expect(reason(retired, { entry: deletion("failed") })).toBe(`again: its delete failed in an earlier run, ${at}`);
  });

  test("L7: is verified before any restart but one for really new triggers", () => {
    const known = { entry: deletion("unknown"), status: "RUNNING" };
    expect(due(wanted(), known)).toBe("verify delete");
    expect(due(changed, known)).toBe("restart restart");
    const edited: Entry = {
      ranFor: triggers({ revision: "#0" }),
      deletion: deletion("unknown").deletion!,
    };
    expect(due(wanted(), { entry: edited, status: "RUNNING" })).toBe("verify delete");
    expect(due(changed, { entry: edited, status: "RUNNING" })).toBe("restart restart");
    const lost: Entry = { ...deletion("unknown"), ranFor: "unknown" };
    expect(due(wanted(), { entry: lost, status: "RUNNING" })).toBe("verify delete");
  });

  test("and failed holds nothing back once the instance is wanted again", () => {
    expect(due(wanted(), { entry: deletion("failed"), status: "RUNNING" })).toBe("-");
    expect(due(changed, { entry: deletion("failed"), status: "RUNNING" })).toBe("restart restart");
  });
});

describe("L3: desired_state deleted", () => {
  test.each([undefined, "RUNNING", "ERROR", "CREATEFAILED", "RESTARTING"])("deletes one in status %s", (status) => {
    expect(due(retired, { status })).toBe("delete delete");
    expect(reason(retired, { status })).toBe("desired_state is deleted");
  });

  test("deletes one that was never adopted, with any restart_on_create", () => {
    expect(due(retired, { entry: undefined }, { creating: true, restartOnCreate: true })).toBe("delete delete");
  });

  test.each(["DELETED", "RECYCLE"])(
    "leaves one in status %s alone, also after a deletion that was never sent",
    (status) => {
      expect(due(retired, { status })).toBe("-");
      expect(due(retired, { status, entry: undefined })).toBe("-");
      expect(due(retired, { ...left({ ...unsent, action: "delete" }), status })).toBe("-");
    },
  );

  test("sends one that was not started, and names when that was", () => {
    expect(reason(retired, left({ ...unsent, action: "delete" }))).toBe(
      `again: its delete was not started in an earlier run, ${at}`,
    );
  });

  test("deletes one that came back from the recycle bin", () => {
    expect(due(retired, left({ action: "delete", status: "RECYCLE" }))).toBe("delete delete");
  });

  test("wins over a changed trigger and a restart of unknown end", () => {
    expect(due(wanted({ state: "deleted", triggers: triggers({ revision: "#2" }) }))).toBe("delete delete");
    expect(due(retired, left(open))).toBe("delete delete");
  });
});

test.each(["DELETED", "RECYCLE"])("L4: nothing is due for a running instance in status %s", (status) => {
  expect(due(changed, { status })).toBe("-");
  expect(due(wanted(), { status, entry: undefined }, { creating: true, restartOnCreate: true })).toBe("-");
  expect(due(wanted(), { ...left(open), status })).toBe("-");
});

describe("L5: never adopted", () => {
  test("is only adopted, also when it is unhealthy", () => {
    const known = { entry: undefined, status: "ERROR" };
    expect(due(wanted(), known, { restartUnhealthy: true, restartOnCreate: true })).toBe("-");
    expect(due(wanted(), known, { creating: true, restartUnhealthy: true })).toBe("-");
  });

  test("is restarted when the resource is created with restart_on_create; an adopted one is not", () => {
    const onCreate = { creating: true, restartOnCreate: true };
    expect(reason(wanted(), { entry: undefined }, onCreate)).toBe("restart_on_create is true");
    expect(due(wanted(), {}, onCreate)).toBe("-");
  });
});

describe("L6: restart_triggers", () => {
  test.each([
    ["changed", triggers({ revision: "#2" }), "revision"],
    ["added", triggers({ cert: "#a" }), "cert"],
    ["removed", new Map<string, string>(), "revision"],
    ["renamed", new Map([["rev", "#1"]]), "rev, revision"],
  ])("restart when one is %s, and name the key, never the value", (_, after, keys) => {
    expect(reason(wanted({ triggers: after }))).toBe(`restart_triggers changed: ${keys}`);
  });

  test("restart nothing when they are the same in another order", () => {
    const before = new Map([
      ["a", "#1"],
      ["b", "#2"],
    ]);
    expect(due(wanted({ triggers: new Map([...before].reverse()) }), { entry: { ranFor: before } })).toBe("-");
  });

  test("restart an instance that was never read", () => {
    expect(due(changed, { status: undefined })).toBe("restart restart");
  });

  test("of an import are taken as they are", () => {
    expect(due(changed, { entry: { ranFor: "configured" } })).toBe("-");
  });

  test("win over a restart of unknown end; the reason of one that was not sent names its end and its cause", () => {
    expect(due(changed, left(open))).toBe("restart restart");
    expect(reason(changed, { last: recordOf(unsent) })).toBe(
      `again: its restart was not started in an earlier run, ${at} (restart_triggers changed: revision)`,
    );
  });
});

describe("L8: a restart that was to be made, and was not", () => {
  test("on creation is due while restart_on_create asks for it", () => {
    const entry: Entry = { ranFor: "nothing" };
    expect(due(wanted(), { entry }, { restartOnCreate: true })).toBe("restart restart");
    expect(due(wanted(), { entry }, { restartOnCreate: "undecided" })).toBe("? restart_on_create");
    expect(due(wanted(), { entry })).toBe("-");
    expect(due(changed, { entry })).toBe("-");
  });

  test("on creation, and no longer asked for, leaves the instance to restart_unhealthy", () => {
    const known = { entry: { ranFor: "nothing" }, status: "ERROR" } as const;
    expect(due(wanted(), known, { restartUnhealthy: true })).toBe("restart restart");
    expect(due(wanted(), known)).toBe("-");
  });

  test("is due where state alone is known", () => {
    expect(reason(wanted(), left(unsent))).toBe(`again: its restart was not started in an earlier run, ${at}`);
    expect(reason(wanted(), left({ ...unsent, result: "failed" }))).toBe(
      `again: its restart failed in an earlier run, ${at}`,
    );
    expect(reason(wanted(), { entry: { ranFor: "unknown" } })).toBe("its restart was not started in an earlier run");
  });
});

describe("L9, L10: the last restart", () => {
  test("is verified while its end is unknown, also when the instance is in ERROR", () => {
    expect(due(wanted(), left(open))).toBe("verify restart");
    expect(reason(wanted(), left(open))).toBe(`the end of its restart was not seen in an earlier run, ${at}`);
    expect(due(wanted(), { ...left(open), status: "ERROR" }, { restartUnhealthy: true })).toBe("verify restart");
  });

  test("that failed is sent again", () => {
    expect(reason(wanted(), left({ result: "failed" }))).toBe(`again: its restart failed in an earlier run, ${at}`);
  });

  test("that is proven is done", () => {
    expect(due(wanted(), left({}))).toBe("-");
  });

  test("for health alone that failed is due only while the instance is unhealthy", () => {
    const record = { ...recordOf({}), result: "failed" } as const;
    const known = { entry: { ...adopted, restart: { record, forHealth: true } }, last: record };
    expect(due(wanted(), { ...known, status: "RUNNING" }, { restartUnhealthy: true })).toBe("-");
    expect(due(wanted(), { ...known, status: "ERROR" })).toBe("-");
    expect(reason(wanted(), { ...known, status: "ERROR" }, { restartUnhealthy: true })).toBe(
      `again: its restart failed in an earlier run, ${at} (status is ERROR and restart_unhealthy is true)`,
    );
  });
});

describe("L11: restart_unhealthy", () => {
  test("restarts an instance in ERROR, also after a restart that succeeded", () => {
    for (const known of [{}, left({})]) {
      expect(reason(wanted(), { ...known, status: "ERROR" }, { restartUnhealthy: true })).toBe(
        "status is ERROR and restart_unhealthy is true",
      );
    }
  });

  test.each(["RUNNING", "FROZEN", "EXTENDEDFAILED", "RESTARTING", "WHATEVER", undefined])(
    "leaves an instance in status %s alone",
    (status) => {
      expect(due(wanted(), { status }, { restartUnhealthy: true })).toBe("-");
    },
  );

  test("is off by default", () => {
    expect(due(wanted(), { status: "ERROR" })).toBe("-");
  });
});

describe("L10, L11: an instance that was in ERROR before its restart and is in ERROR after it", () => {
  const record = { ...recordOf({ status: "ERROR", wasFaulty: true }), result: "failed" } as const;
  const tried = (more: Partial<OpenRestart> = {}): Partial<Known> => ({
    entry: { ...adopted, restart: { record, forHealth: false, ...more } },
    last: record,
    status: "ERROR",
  });
  const healing = { restartUnhealthy: true } as const;

  test("is held in any status until its triggers are really new", () => {
    for (const status of ["ERROR", "RESTARTING", undefined]) {
      expect(due(wanted(), { ...tried(), status })).toBe("restart restart, held: tried");
    }
    expect(due(wanted(), { ...tried(), status: "RUNNING" })).toBe("restart restart, held: repaired");
    expect(due(changed, tried())).toBe("restart restart");
    expect(due(retired, tried())).toBe("delete delete");
    expect(due(wanted(), { ...tried(), status: "DELETED" })).toBe("-");
  });

  test("is held with restart_unhealthy until it was seen well, and then restarted when it is in ERROR again", () => {
    expect(due(wanted(), tried(), healing)).toBe("restart restart, held: tried");
    expect(due(wanted(), tried({ seenWell: true }), healing)).toBe("restart restart");
    expect(due(wanted(), { ...tried({ seenWell: true }), status: "RUNNING" }, healing)).toBe(
      "restart restart, held: repaired",
    );
    expect(due(wanted(), tried({ seenWell: true }))).toBe("restart restart, held: tried");
  });

  test("after a restart for health alone is held while it is in ERROR and restart_unhealthy is set; well, it needs nothing", () => {
    expect(due(wanted(), tried({ forHealth: true }), healing)).toBe("restart restart, held: tried");
    expect(due(wanted(), tried({ forHealth: true }))).toBe("-");
    expect(due(wanted(), { ...tried({ forHealth: true }), status: "RUNNING" }, healing)).toBe("-");
    expect(due(wanted(), tried({ forHealth: true, seenWell: true }), healing)).toBe("restart restart");
  });

  test("waits for restart_unhealthy only where that decides", () => {
    const open = { restartUnhealthy: "undecided" } as const;
    expect(due(wanted(), tried(), open)).toBe("restart restart, held: tried");
    expect(due(wanted(), tried({ seenWell: true }), open)).toBe("? restart_unhealthy");
    expect(due(wanted(), tried({ forHealth: true }), open)).toBe("? restart_unhealthy");
  });

  test("differs from one that was well before, is not in ERROR now, or whose restart the service refused: these are due again", () => {
    const well = { ...recordOf({ status: "ERROR" }), result: "failed" } as const;
    expect(due(wanted(), { ...tried({ record: well }), last: well })).toBe("restart restart");
    const refused = { ...record, accepted: false };
    expect(due(wanted(), { ...tried({ record: refused }), last: refused })).toBe("restart restart");
    const stuck = { ...record, status: "RESTARTING" };
    expect(due(wanted(), { ...tried({ record: stuck }), last: stuck })).toBe("restart restart");
  });

  test("names the end of its restart in the reason", () => {
    const verdict = judge(wanted(), { entry: adopted, last: undefined, status: "ERROR", ...tried() }, plain);
    expect(verdict).toMatchObject({ kind: "held", due: { reason: `its restart failed in an earlier run, ${at}` } });
  });
});

describe("L12: a call that the service would refuse", () => {
  test.each(["FROZEN", "CREATEFAILED", "EXTENDEDFAILED", "UPGRADINGFAILED", "ROLLBACKFAILED"])(
    "for the status %s is held",
    (status) => {
      expect(due(changed, { status })).toBe(`restart restart, held: ${status}`);
      expect(due(wanted(), { ...left({ result: "failed" }), status })).toBe(`restart restart, held: ${status}`);
    },
  );

  test.each(["RUNNING", "ERROR", "RESTARTING", "EXTENDING", "WHATEVER", undefined])(
    "is not one for the status %s: it is sent, or waited for",
    (status) => expect(due(changed, { status })).toBe("restart restart"),
  );

  test("is a deletion for EXTENDEDFAILED alone", () => {
    expect(due(retired, { status: "EXTENDEDFAILED" })).toBe("delete delete, held: EXTENDEDFAILED");
    expect(due(retired, { status: "FROZEN" })).toBe("delete delete");
  });

  test("is not one that was sent, which is looked up", () => {
    expect(due(wanted(), { ...left(open), status: "FROZEN" })).toBe("verify restart");
  });

  test("keeps the reason that makes it due", () => {
    expect(judge(changed, { entry: adopted, last: undefined, status: "FROZEN" }, plain)).toMatchObject({
      due: { reason: "restart_triggers changed: revision" },
      hold: { kind: "status", status: "FROZEN" },
    });
  });
});

describe("the reason of a call", () => {
  test("is not an earlier call that succeeded without being sent", () => {
    const gone = recordOf({ action: "delete", submittedAt: "" });
    expect(reason(retired, { last: gone, status: "RUNNING" })).toBe("desired_state is deleted");
  });

  test("has no time where none is known", () => {
    const record = { ...recordOf({ finishedAt: "" }), result: "unknown" } as const;
    const entry: Entry = { ranFor: triggers(), restart: { record, forHealth: false } };
    expect(reason(wanted(), { entry })).toBe("the end of its restart was not seen in an earlier run");
  });
});

test("L11: a restart for health alone says so; one for new triggers or on creation does not", () => {
  const sick: Partial<Known> = { status: "ERROR" };
  const verdict = (instance: Wanted, known: Partial<Known>, rules: Partial<Rules>) =>
    judge(instance, { entry: adopted, last: undefined, status: undefined, ...known }, { ...plain, ...rules });
  expect(verdict(wanted(), sick, { restartUnhealthy: true })).toMatchObject({ due: { forHealth: true } });
  expect(verdict(changed, sick, { restartUnhealthy: true })).not.toHaveProperty("due.forHealth");
});

describe("why a call is not made again, by its record", () => {
  const status = { result: "not_started", why: "status", submittedAt: "" } as const;

  test.each<readonly [string, Partial<ActionRecord>, ReturnType<typeof holdOf>]>([
    ["a refused status", { ...status, status: "FROZEN" }, { kind: "status", status: "FROZEN" }],
    ["ERROR before and after", { result: "failed", status: "ERROR", wasFaulty: true }, { kind: "tried" }],
    ["a status that passes", { ...status, status: "EXTENDING" }, undefined],
    ["a turn that did not come", { result: "not_started", status: "FROZEN", submittedAt: "" }, undefined],
    ["ERROR after it alone", { result: "failed", status: "ERROR" }, undefined],
    ["a deletion of one in ERROR", { action: "delete", result: "failed", status: "ERROR", wasFaulty: true }, undefined],
    ["ERROR before it alone", { result: "failed", status: "RESTARTING", wasFaulty: true }, undefined],
    ["an end that was not seen", { result: "unknown", status: "ERROR", wasFaulty: true }, undefined],
  ])("%s", (_, record, hold) => {
    expect(holdOf(recordOf(record))).toEqual(hold);
  });

  test("is in the record once, with the condition that makes the call due again", () => {
    const record = recordOf({ result: "failed", status: "ERROR", wasFaulty: true, reason: "it ended in ERROR" });
    const told = withWayBack(record, holdOf(record));
    expect(told.reason).toBe(
      "it ended in ERROR; it was in ERROR before, and is restarted again only for new restart_triggers",
    );
    expect(withWayBack(told, { kind: "tried" })).toBe(told);
    expect(withWayBack(record, undefined)).toBe(record);
  });
});

test("I1: a verdict depends on its arguments alone, and changes none of them", () => {
  const restart = { record: { ...recordOf(open), ...open }, forHealth: false };
  const known = Object.freeze({ entry: Object.freeze({ ...adopted, restart }), last: undefined, status: "ERROR" });
  const wanted = Object.freeze({ name: "i", id: "i", state: "running", triggers: triggers() } as const);
  const rules = Object.freeze({ ...plain, restartUnhealthy: true });
  expect(judge(wanted, known, rules)).toEqual(judge(wanted, known, rules));
});

test("I2: a verdict carries the name that is declared now, and the id", () => {
  const desired: Desired = { name: "another name", id: "i", state: "deleted", triggers: triggers() };
  expect(judge(desired, { entry: adopted, last: undefined, status: undefined }, plain)).toMatchObject({
    kind: "due",
    due: { name: "another name", id: "i" },
  });
});
