import { type DeclaredFleet, Stage } from "../support/terraform-model/fleet/stage";
import { revised } from "../support/lifecycle/fleet-config";
import { readFailed } from "../support/rollout/failures";

const names = ["ant", "bee", "cat"] as const;
const onCreate = { restart_on_create: true };
const bee = [["bee", "restart"]] as const;

describe("an object that takes the place of another", () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage([...names, "dog"]);
  });

  const declare = (trigger: string, more: Partial<DeclaredFleet> = {}): void =>
    stage.declare({ fleet: { of: revised(names, trigger), ...more } });
  const applied = async (...kinds: readonly string[]): Promise<void> => {
    for (const kind of kinds) expect((await stage.apply()).kind).toBe(kind);
  };
  /** Its first apply fails, because of bee. */
  const failAtFirst = async (more: Partial<DeclaredFleet> = {}): Promise<void> => {
    declare("1", { ...onCreate, ...more });
    stage.behave("bee", "item failed");
    await applied("failed");
  };
  const restarts = (): readonly number[] =>
    names.map((name) => stage.calls().filter(([, ids]) => ids.includes(name)).length);

  test("S2: an object whose creation failed has no id; its successor gets one and finishes", async () => {
    await failAtFirst();
    expect(stage.saved()).toMatchObject({ id: null });
    const plan = await stage.plan();
    expect(plan.due).toEqual(bee);
    expect((await stage.applyPlan(plan)).kind).toBe("done");
    expect(stage.saved()).toMatchObject({ id: expect.any(String) as string });
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
  });

  test("an untainted object is kept: it gets its id with the unfinished actions", async () => {
    await failAtFirst();
    stage.taint("fleet", false);
    const plan = await stage.plan();
    expect(plan).toMatchObject({ due: bee, plan: { changes: [{ action: "update" }] } });
    expect((await stage.applyPlan(plan)).kind).toBe("done");
    expect(stage.saved()).toMatchObject({ id: expect.any(String) as string });
  });

  test("create_before_destroy: nothing is sent again after a failed first apply", async () => {
    const early = { createBeforeDestroy: true } as const;
    await failAtFirst(early);
    expect(await stage.plan({ refresh: false })).toMatchObject({ due: bee });
    expect((await stage.apply({ refresh: false })).kind).toBe("done");
    expect((await stage.apply({ replace: ["dms_instance_lifecycle.fleet"] })).kind).toBe("done");
    expect(restarts()).toEqual([1, 2, 1]);
    declare("2", { ...onCreate, ...early });
    expect((await stage.plan()).due.map(([name]) => name)).toEqual([...names]);
  });

  test("an instance that another resource gives up is adopted, even with unfinished actions there", async () => {
    stage.declare({ first: { of: revised(names, "1") } });
    await applied("done");
    stage.behave("cat", "item failed");
    stage.declare({ first: { of: revised(names, "2") } });
    await applied("failed");

    stage.declare({ first: { of: revised(["ant", "bee"], "3") }, second: { of: revised(["cat"], "3") } });
    for (let round = 0; round < 2; round++) {
      expect((await stage.plan()).due.map(([name]) => name)).toEqual(["ant", "bee"]);
    }
    await applied("done");
    expect(restarts()).toEqual([2, 2, 1]);
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
  });

  test("an instance that two resources would restart is restarted by neither: the plan says so, every time", async () => {
    const twice = (trigger: string): void =>
      stage.declare({ first: { of: revised(["ant"], trigger) }, second: { of: revised(["ant"], trigger) } });
    twice("1");
    await applied("done");
    twice("2");
    for (let round = 0; round < 2; round++) {
      expect(await stage.plan()).toMatchObject({
        kind: "failed",
        said: expect.stringContaining("Error: Instance Declared In Two Resources") as string,
      });
    }
    await applied("failed");
    expect(stage.calls()).toEqual([]);
  });

  test("a resource that is renamed without moved adopts, without the knowledge of the old one", async () => {
    stage.declare({ first: { of: revised(names, "1") } });
    await applied("done");
    stage.declare({ second: { of: revised(names, "2") } });
    for (let round = 0; round < 2; round++) expect((await stage.plan()).due).toEqual([]);
    await applied("done");
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
    expect(stage.calls()).toEqual([]);
  });

  test.each<[string, () => unknown]>([
    ["destroyed", () => stage.destroy({ refresh: false })],
    ["forgotten", () => stage.forget("fleet")],
  ])(
    "the ledger that a plan of a replacement has kept is not used by a resource made after the object was %s",
    async (_, letGo) => {
      declare("1");
      await applied("done");
      await stage.plan({ replace: ["dms_instance_lifecycle.fleet"] });
      await letGo();
      declare("2");
      expect((await stage.plan()).due).toEqual([]);
      await applied("done");
      expect(stage.calls()).toEqual([]);
    },
  );

  test("the ledger of an object that OpenTofu has destroyed and not saved does not count if the object is kept", async () => {
    stage.useOpenTofu();
    declare("1");
    await applied("done");
    const replace = ["dms_instance_lifecycle.fleet"];
    declare("2");
    stage.diesInCall = true;
    expect(await stage.apply({ replace })).toMatchObject({ kind: "killed" });
    stage.diesInCall = false;
    expect(stage.saved()?.["planned_actions"]).toEqual([]);
    declare("3");
    await applied("done");
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
    const sent = stage.calls().length;

    stage.forget("fleet");
    expect((await stage.plan()).due).toEqual([]);
    await applied("done");
    expect(stage.calls()).toHaveLength(sent);
  });

  test("a refused successor keeps the ledger of the destroyed object, on any machine", async () => {
    await failAtFirst();
    const more = [...names, "dog"];
    const due = [...bee, ["dog", "restart"]];
    stage.declare({ fleet: { of: revised(more, "1"), ...onCreate } });
    const plan = await stage.plan();
    expect(plan.due).toEqual(due);
    for (const name of more) {
      stage.unlisted.add(name);
      stage.unreadable.set(name, readFailed);
    }
    expect((await stage.applyPlan(plan)).kind).toBe("failed");
    expect(stage.saved()).toMatchObject({ id: null, unfinished: ["bee", "dog"] });
    expect(stage.resultOf("ant")).toMatchObject({ result: "success" });
    expect(stage.resultOf("bee")).toMatchObject({ result: "failed" });
    expect(stage.resultOf("dog")).toMatchObject({ result: "not_started" });

    stage.unlisted.clear();
    stage.unreadable.clear();
    expect(await stage.plan({ machine: "b" })).toMatchObject({ due });
    expect((await stage.apply({ machine: "b" })).kind).toBe("done");
    expect(restarts()).toEqual([1, 2, 1]);
  });

  test("an unknown id is a mistake, also where missing instances are forgotten", async () => {
    stage.befall("dog", undefined);
    stage.declare({ fleet: { of: revised(["ant", "dog"], "1"), ...onCreate, on_missing: "forget" } });
    expect(await stage.plan()).toMatchObject({
      kind: "failed",
      said: expect.stringContaining("Error: Instance Does Not Exist") as string,
    });
  });
});

/** A new object of known instances adopts; what may be under way is looked up all the same, in both plans of its apply. */
describe("an object that no other one succeeds", () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage(["ant"]);
  });
  const sent = (): number => stage.calls().length;

  test("and is tainted by hand while a trigger changes: the new one adopts", async () => {
    stage.declare({ fleet: { of: revised(["ant"], "1") } });
    expect((await stage.apply()).kind).toBe("done");
    stage.taint();
    stage.declare({ fleet: { of: revised(["ant"], "2") } });
    expect(await stage.plan()).toMatchObject({ due: [], isEmpty: false });
    expect((await stage.apply()).kind).toBe("done");
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
    expect(sent()).toBe(0);
  });

  test.each([
    ["destroyed first", false],
    ["created first", true],
  ])(
    "with a deletion of unknown end, and is renamed without moved, %s: it is looked up",
    async (_, createBeforeDestroy) => {
      const declare = (name: string, state: string): void =>
        stage.declare({ [name]: { of: { ant: { state } }, createBeforeDestroy } });
      declare("first", "running");
      expect((await stage.apply()).kind).toBe("done");
      stage.behave("ant", "stuck");
      declare("first", "deleted");
      expect((await stage.apply()).kind).toBe("failed");
      declare("second", "deleted");
      for (let round = 0; round < 2; round++) expect((await stage.plan()).due).toEqual([["ant", "verify"]]);
      expect((await stage.apply()).said).toContain("delete unknown");
      expect((await stage.plan()).due).toEqual([["ant", "verify"]]);
      expect(sent()).toBe(1);
    },
  );

  test.each<[string, boolean, readonly (readonly [string, string])[]]>([
    ["adopts", false, []],
    ["is to restart on creation, and verifies", true, [["ant", "verify"]]],
  ])("with a restart of unknown end, and is renamed without moved: the new one %s", async (_, atCreation, due) => {
    const early = { createBeforeDestroy: true } as const;
    stage.declare({ first: { of: revised(["ant"], "1"), ...early } });
    expect((await stage.apply()).kind).toBe("done");
    stage.behave("ant", "stuck");
    stage.declare({ first: { of: revised(["ant"], "2"), ...early } });
    expect((await stage.apply()).kind).toBe("failed");
    stage.declare({ second: { of: revised(["ant"], "2"), ...early, restart_on_create: atCreation } });
    for (let round = 0; round < 2; round++) expect((await stage.plan()).due).toEqual(due);
    expect((await stage.apply()).kind).toBe(due.length === 0 ? "done" : "failed");
    expect((await stage.plan()).due).toEqual(due);
    expect(sent()).toBe(1);
  });
});

/** The same instances, and the successor spells their ids in another case. */
describe("an object that takes the place of one with another spelling of its id", () => {
  const replace = { replace: ["dms_instance_lifecycle.fleet"] };
  const orders = [
    ["destroyed first", false],
    ["created first", true],
  ] as const;
  const ends = [
    ["was not started", (stage: Stage) => void (stage.trouble = "forbidden")],
    ["has failed", (stage: Stage) => stage.behave("ant", "item failed")],
  ] as const;
  const cases = orders.flatMap(([order, early]) => ends.map(([end, befall]) => [end, order, early, befall] as const));
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage(["ant"]);
  });

  /** `id` is adopted at revision 1, and its restart for revision 2 comes to nothing. */
  const failFor = async (id: string, createBeforeDestroy: boolean, befall: (stage: Stage) => void): Promise<void> => {
    stage.declare({ fleet: { of: { ant: { id, triggers: { revision: "1" } } }, createBeforeDestroy } });
    expect((await stage.apply()).kind).toBe("done");
    befall(stage);
    stage.declare({ fleet: { of: { ant: { id, triggers: { revision: "2" } } }, createBeforeDestroy } });
    expect((await stage.apply()).kind).toBe("failed");
    stage.trouble = undefined;
  };

  test.each(cases)("finishes the restart that %s, %s", async (_end, _order, createBeforeDestroy, befall) => {
    for (const [before, after] of [
      ["ant", "ANT"],
      ["ANT", "ant"],
    ] as const) {
      stage = new Stage(["ant"]);
      await failFor(before, createBeforeDestroy, befall);
      stage.declare({ fleet: { of: { ant: { id: after, triggers: { revision: "2" } } }, createBeforeDestroy } });
      const plan = await stage.plan(replace);
      expect(plan.due).toEqual([["ant", "restart"]]);
      expect(await stage.applyPlan(plan)).toMatchObject({ kind: "done" });
      expect(stage.calls().at(-1)).toEqual(["restart", [after]]);
      expect(stage.calls()).toHaveLength(2);
      expect(stage.resultOf("ant")).toMatchObject({ instance_id: after, result: "success" });
      expect(await stage.plan()).toMatchObject({ isEmpty: true });
    }
  });

  test.each(cases)("sends nothing where the restart succeeded after it %s, %s", async (_end, _order, early, befall) => {
    await failFor("ant", early, befall);
    expect((await stage.apply()).kind).toBe("done");
    stage.declare({ fleet: { of: { ant: { id: "ANT", triggers: { revision: "2" } } }, createBeforeDestroy: early } });
    const plan = await stage.plan(replace);
    expect(plan.due).toEqual([]);
    expect((await stage.applyPlan(plan)).kind).toBe("done");
    expect(stage.calls()).toHaveLength(2);
  });
});
