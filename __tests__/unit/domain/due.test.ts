import { type Adopted, type Desired, type Due, dueActions, type Situation } from "../../../lib/domain/due";
import type { ActionRecord } from "../../../lib/domain/action-record";
import { recordOf } from "../../support/rollout/records";

const triggers = (more: Record<string, string> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries({ revision: "1", ...more }));

function desired(more: Partial<Desired> = {}): Desired {
  return { name: "orders", id: "i", state: "running", triggers: triggers(), ...more };
}

interface Known {
  readonly status?: string;
  readonly adopted?: Adopted | undefined;
  readonly restartUnhealthy?: boolean;
  readonly restartAdopted?: boolean;
}

/** What is due for one instance that was adopted with these triggers, unless a test says otherwise. */
function due(instance: Desired, known: Known = {}): readonly Due[] {
  const adopted = "adopted" in known ? known.adopted : { triggers: triggers(), last: undefined };
  const situation: Situation = {
    adopted: new Map(adopted === undefined ? [] : [[instance.id, adopted]]),
    statuses: new Map(known.status === undefined ? [] : [[instance.id, known.status]]),
    restartUnhealthy: known.restartUnhealthy ?? false,
    restartAdopted: known.restartAdopted ?? false,
  };
  return dueActions([instance], situation);
}

/** The same for an instance whose last action left this record. */
function dueAfter(
  last: Partial<ActionRecord>,
  instance = desired(),
  known: Known = { status: "RUNNING" },
): readonly Due[] {
  return due(instance, { ...known, adopted: { triggers: triggers(), last: recordOf(last) } });
}

const verbs = (actions: readonly Due[]): readonly string[] => actions.map(({ verb, action }) => `${verb} ${action}`);

const open = { result: "unknown", leftAt: "" } as const;
const retired = desired({ state: "deleted" });

describe("D1: an action whose end was not seen", () => {
  test("is verified, never sent again", () => {
    expect(dueAfter(open)).toEqual([
      {
        name: "orders",
        id: "i",
        verb: "verify",
        action: "restart",
        reason: "the end of its restart was not seen in an earlier run",
      },
    ]);
  });

  test("is verified also when the service had accepted it and the instance is in ERROR now", () => {
    const known = { status: "ERROR", restartUnhealthy: true };
    expect(verbs(dueAfter({ ...open, accepted: true }, desired(), known))).toEqual(["verify restart"]);
  });

  test("gives way to a newer trigger", () => {
    const changed = desired({ triggers: triggers({ revision: "2" }) });
    expect(verbs(dueAfter(open, changed))).toEqual(["restart restart"]);
  });

  test("gives way to desired_state deleted", () => {
    expect(verbs(dueAfter(open, retired))).toEqual(["delete delete"]);
  });

  test("is verified as a deletion when it was one, also when the instance is wanted again", () => {
    expect(verbs(dueAfter({ ...open, action: "delete" }))).toEqual(["verify delete"]);
  });
});

describe("D2: desired_state deleted", () => {
  test.each([undefined, "RUNNING", "ERROR", "CREATEFAILED", "RESTARTING"])(
    "deletes an instance in status %s",
    (status) => {
      const known = status === undefined ? {} : { status };
      expect(due(retired, known)).toEqual([
        { name: "orders", id: "i", verb: "delete", action: "delete", reason: "desired_state is deleted" },
      ]);
    },
  );

  test("deletes an instance that was never adopted, whatever restart_on_create says", () => {
    expect(verbs(due(retired, { adopted: undefined, restartAdopted: true }))).toEqual(["delete delete"]);
  });

  test.each(["DELETED", "RECYCLE"])("leaves an instance in status %s alone", (status) => {
    expect(due(retired, { status })).toEqual([]);
    expect(due(retired, { status, adopted: undefined })).toEqual([]);
  });

  test("leaves an instance alone whose deletion is proven", () => {
    expect(dueAfter({ action: "delete" }, retired, { status: "DELETED" })).toEqual([]);
  });

  test.each(["unknown", "failed", "not_started"] as const)(
    "brings the record of a deletion that is %s up to date when the instance is gone",
    (result) => {
      const gone = dueAfter({ action: "delete", result }, retired, { status: "DELETED" });
      expect(gone).toMatchObject([{ verb: "verify", reason: "gone, as desired; its record is brought up to date" }]);
    },
  );

  test("verifies a deletion whose end was not seen, and does not send it again", () => {
    expect(verbs(dueAfter({ ...open, action: "delete" }, retired))).toEqual(["verify delete"]);
  });

  test.each(["failed", "not_started"] as const)("sends a deletion again that is %s", (result) => {
    const again = dueAfter({ action: "delete", result }, retired);
    expect(verbs(again)).toEqual(["delete delete"]);
    expect(again[0]?.reason).toMatch(/^again: its delete /);
  });

  test("deletes an instance that came back from the recycle bin", () => {
    expect(verbs(dueAfter({ action: "delete", status: "RECYCLE" }, retired))).toEqual(["delete delete"]);
  });

  test("wins over a changed trigger", () => {
    expect(verbs(due(desired({ state: "deleted", triggers: triggers({ revision: "2" }) })))).toEqual(["delete delete"]);
  });
});

describe("D3: desired_state running, gone", () => {
  test.each(["DELETED", "RECYCLE"])("makes nothing due for an instance in status %s", (status) => {
    const changed = desired({ triggers: triggers({ revision: "2" }) });
    expect(due(changed, { status })).toEqual([]);
    expect(due(desired(), { status, adopted: undefined, restartAdopted: true })).toEqual([]);
    expect(dueAfter(open, desired(), { status })).toEqual([]);
  });
});

describe("D4: never adopted", () => {
  test("is only adopted", () => {
    expect(due(desired(), { adopted: undefined, status: "RUNNING" })).toEqual([]);
  });

  test("is only adopted also when it is unhealthy", () => {
    expect(due(desired(), { adopted: undefined, status: "ERROR", restartUnhealthy: true })).toEqual([]);
  });

  test("is restarted when the resource is created with restart_on_create", () => {
    expect(due(desired(), { adopted: undefined, restartAdopted: true })).toMatchObject([
      { verb: "restart", reason: "restart_on_create is true" },
    ]);
  });

  test("restart_on_create restarts nothing that was adopted before", () => {
    expect(due(desired(), { restartAdopted: true, status: "RUNNING" })).toEqual([]);
  });
});

describe("D5: restart_triggers", () => {
  test.each([
    ["changed", triggers({ revision: "2" }), "revision"],
    ["added", triggers({ cert: "a" }), "cert"],
    ["removed", new Map<string, string>(), "revision"],
    ["renamed", new Map([["rev", "1"]]), "rev, revision"],
    ["emptied", triggers({ revision: "" }), "revision"],
  ])("restart an instance when one is %s, and name the key", (_, after, keys) => {
    expect(due(desired({ triggers: after }))).toMatchObject([
      { verb: "restart", action: "restart", reason: `restart_triggers changed: ${keys}` },
    ]);
  });

  test("never show their values, which may be secrets", () => {
    const [only] = due(desired({ triggers: triggers({ revision: "hunter2" }) }));
    expect(JSON.stringify(only)).not.toContain("hunter2");
  });

  test("restart nothing when they are the same in another order", () => {
    const before = new Map([
      ["a", "1"],
      ["b", "2"],
    ]);
    const after = new Map([...before].reverse());
    expect(due(desired({ triggers: after }), { adopted: { triggers: before, last: undefined } })).toEqual([]);
  });

  test("restart an instance whose status is not known yet", () => {
    expect(verbs(due(desired({ triggers: triggers({ revision: "2" }) }), {}))).toEqual(["restart restart"]);
  });
});

describe("D6: the last restart", () => {
  test.each([
    ["failed", "again: its restart failed in an earlier run"],
    ["not_started", "again: its restart was not started in an earlier run"],
  ] as const)("is sent again when it is %s", (result, reason) => {
    expect(dueAfter({ result })).toMatchObject([{ verb: "restart", reason }]);
  });

  test("is done when it is a success", () => {
    expect(dueAfter({ result: "success" })).toEqual([]);
  });

  test("a failed deletion makes no restart due once the instance is wanted again", () => {
    expect(dueAfter({ action: "delete", result: "failed" })).toEqual([]);
  });
});

describe("D7: restart_unhealthy", () => {
  test("restarts an instance in ERROR, also after a restart that succeeded", () => {
    const known = { status: "ERROR", restartUnhealthy: true };
    expect(due(desired(), known)).toMatchObject([
      { verb: "restart", reason: "status is ERROR and restart_unhealthy is true" },
    ]);
    expect(verbs(dueAfter({}, desired(), known))).toEqual(["restart restart"]);
  });

  test.each(["RUNNING", "FROZEN", "EXTENDEDFAILED", "RESTARTING", "WHATEVER"])(
    "leaves an instance in status %s alone",
    (status) => {
      expect(due(desired(), { status, restartUnhealthy: true })).toEqual([]);
    },
  );

  test("leaves an instance alone whose status was never read", () => {
    expect(due(desired(), { restartUnhealthy: true })).toEqual([]);
  });

  test("is off unless it is asked for", () => {
    expect(due(desired(), { status: "ERROR" })).toEqual([]);
  });
});

describe("invariants", () => {
  const situation: Situation = {
    adopted: new Map([
      ["a", { triggers: triggers({ revision: "0" }), last: undefined }],
      ["b", { triggers: triggers({ revision: "0" }), last: undefined }],
      ["c", { triggers: triggers(), last: undefined }],
    ]),
    statuses: new Map([["c", "RUNNING"]]),
    restartUnhealthy: true,
    restartAdopted: true,
  };

  test("I1: the same arguments make the same actions due", () => {
    const instances = [desired({ id: "a" }), desired({ id: "b" })];
    expect(dueActions(instances, situation)).toEqual(dueActions(instances, situation));
  });

  test("I2: a renamed key with the same id makes nothing due", () => {
    expect(dueActions([desired({ id: "c", name: "another name" })], situation)).toEqual([]);
  });

  test("I2: a removed key makes nothing due", () => {
    expect(dueActions([], situation)).toEqual([]);
  });

  test("I3: an id that is declared twice is due once, under its first name", () => {
    const twice = [desired({ id: "a", name: "first" }), desired({ id: "a", name: "second", state: "deleted" })];
    expect(dueActions(twice, situation)).toMatchObject([{ name: "first", verb: "restart" }]);
  });

  test("what is due comes in the order of the declaration", () => {
    const declared = ["b", "c", "a"].map((id) => desired({ id, name: id }));
    expect(dueActions(declared, situation).map(({ id }) => id)).toEqual(["b", "a"]);
  });
});
