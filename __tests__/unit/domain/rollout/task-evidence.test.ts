import fc from "fast-check";
import { type Evidence, judgeTasks, restartUnknownOf } from "../../../../lib/domain/rollout/task-evidence";
import type { Task } from "../../../../lib/domain/task";

const calledAtMs = Date.parse("2026-04-01T12:03:00Z");
const at = (afterMs: number): string => new Date(calledAtMs + afterMs).toISOString();

function task(more: Partial<Task> = {}): Task {
  const id = "8abfa7b372160bfd0172165864064079";
  const times = { createdAt: at(1_000), updatedAt: at(300_000) };
  return { id, name: "restartInstance", userName: "alice", status: "SUCCESS", ...times, ...more };
}

const judge = (...tasks: readonly Task[]): Evidence => judgeTasks(tasks, { calledAtMs, knownMs: undefined });

describe("T1: a task counts", () => {
  test.each([
    ["that began when the call was made", 0],
    ["that began hours later: the service queues", 7_200_000],
  ])("%s", (_, afterMs) => {
    expect(judge(task({ createdAt: at(afterMs) })).kind).toBe("restarted");
  });

  test("whose beginning cannot be read: it proves nothing, and keeps another from proving", () => {
    expect(judge(task({ createdAt: "" }))).toMatchObject({
      kind: "unclear",
      text: expect.stringContaining("an unknown time to 2026-04-01T12:08:00.000Z") as string,
    });
    expect(judge(task(), task({ id: "other", createdAt: "" })).kind).toBe("unclear");
  });

  test("but not one that began a moment before: its user and time are named, and that it is not of this call", () => {
    expect(judge(task({ createdAt: at(-1) }))).toEqual({
      kind: "none",
      text: "restarted by alice at 2026-04-01T12:02:59.999Z, not by this call",
    });
    const [older, newer] = [task({ id: "1", createdAt: at(-9_000), userName: "bob" }), task({ createdAt: at(-5) })];
    expect(judge(older, newer).text).toContain("by alice at");
    expect(judge(newer, older).text).toContain("by alice at");
    expect(judge(task({ createdAt: at(-1), name: "createInstance" })).text).toBe("");
    expect(judge(task({ createdAt: at(-1), status: "FAILED" })).text).toBe("");
  });
});

describe("T1: if the service's clock is not known", () => {
  const judgeByOwnClock = (...tasks: readonly Task[]): Evidence =>
    judgeTasks(tasks, { calledAtMs, isOwnClock: true, knownMs: undefined });

  test.each(["SUCCESS", "FAILED", "EXECUTING"])("a restart with %s is told, and proves nothing", (status) => {
    expect(judgeByOwnClock(task({ status }))).toMatchObject({
      kind: "unclear",
      text: expect.stringMatching(/restartInstance .* not known whether that began since the call/) as string,
      isUnderWay: status === "EXECUTING",
    });
  });

  test("no restart is said to be another's", () => {
    expect(judgeByOwnClock(task({ createdAt: at(-1) }))).toEqual({ kind: "none", text: "" });
  });
});

describe("T2, T3, T4: one task that says restart", () => {
  test.each(["restartInstance", "RESTART", "batchRestartDMSInstanceTask", "Restart Broker"])(
    "proves it with SUCCESS, and names its id, its user and its times: %s",
    (name) => {
      const done = task({ name });
      expect(judge(done)).toEqual({
        kind: "restarted",
        task: done,
        text: `the service's own record shows its restart: task ${name} (8abfa7b372160bfd0172165864064079) by alice, SUCCESS, 2026-04-01T12:03:01.000Z to 2026-04-01T12:08:00.000Z`,
      });
    },
  );

  test("disproves it with FAILED", () => {
    expect(judge(task({ status: "FAILED" }))).toMatchObject({
      kind: "failed",
      text: expect.stringMatching(
        /^the service's own record says that its restart failed: task .* by alice, FAILED,/,
      ) as string,
    });
  });

  test.each(["CREATED", "EXECUTING"])("with %s it is under way, since it began", (status) => {
    expect(judge(task({ status }))).toMatchObject({
      kind: "under-way",
      text: `the service records its restart as under way: task restartInstance (8abfa7b372160bfd0172165864064079) by alice, ${status}, since 2026-04-01T12:03:01.000Z`,
    });
  });

  test("which the service shows twice is one", () => {
    expect(judge(task(), task()).kind).toBe("restarted");
    expect(judge(task(), task({ status: "FAILED" })).kind).toBe("unclear");
  });
});

describe("T2: a task may be the last known action, if it began before that was over and ended in the second of the call", () => {
  const knownAt = (afterMs: number | undefined, more: Partial<Task>): Evidence["kind"] =>
    judgeTasks([task(more)], { calledAtMs, knownMs: afterMs === undefined ? undefined : calledAtMs + afterMs }).kind;

  test.each<readonly [string, number | undefined, Partial<Task>, Evidence["kind"]]>([
    ["which ended in that second", 450, { updatedAt: at(999) }, "unclear"],
    ["which has no known end", 450, { updatedAt: "" }, "unclear"],
    ["which began at the last moment of that action", 127, { updatedAt: at(999) }, "unclear"],
    ["which failed: this call's own record may be late", 450, { updatedAt: at(999), status: "FAILED" }, "unclear"],
    ["which failed later", 450, { updatedAt: at(1_000), status: "FAILED" }, "failed"],
    ["which failed and began after all known actions", 126, { updatedAt: at(999), status: "FAILED" }, "failed"],
    ["which is under way", 450, { updatedAt: "", status: "EXECUTING" }, "under-way"],
    ["which ended later", 450, { updatedAt: at(1_000) }, "restarted"],
    ["which began after all known actions", 126, { updatedAt: at(999) }, "restarted"],
    ["of an instance without a known action", undefined, { updatedAt: at(999) }, "restarted"],
  ])("one %s", (_, knownMs, more, kind) => {
    expect(knownAt(knownMs, { createdAt: at(126), ...more })).toBe(kind);
  });
});

describe("T5: never a proof, and named in the reason", () => {
  test.each([
    ["another name", [task({ name: "rebootNodes" })], "task rebootNodes ("],
    ["a restart of Kafka Manager", [task({ name: "restartKafkaManager" })], "task restartKafkaManager ("],
    ["no name", [task({ name: "" })], "task (8abf"],
    ["another word", [task({ status: "CANCELLED" })], "CANCELLED"],
    ["a word in other letters", [task({ status: "Success" })], "Success"],
    ["no word", [task({ status: "" })], "without a status"],
    ["no user", [task({ status: "DELETED", userName: "" })], "by an unnamed user"],
    ["several", [task(), task({ id: "2", name: "kafkaConfigModify", userName: "bob" })], "2 tasks since the call"],
    ["several restarts", [task(), task({ id: "2", userName: "bob" })], "by bob, SUCCESS"],
  ])("%s", (_, tasks, told) => {
    expect(judge(...tasks)).toMatchObject({
      kind: "unclear",
      isUnderWay: false,
      text: expect.stringContaining(told) as string,
    });
  });

  test("shows up to three of several in full, one after another", () => {
    const [one, two, three] = ["1", "2", "3"].map((id) => task({ id, name: "rebootNodes", userName: "bob" }));
    const shown = (id: string): string =>
      `task rebootNodes (${id}) by bob, SUCCESS, 2026-04-01T12:03:01.000Z to 2026-04-01T12:08:00.000Z`;
    expect(judge(one!, two!, three!).text).toBe(
      `the service records 3 tasks since the call, which do not show whether it restarted: ${["1", "2", "3"].map(shown).join(", ")}`,
    );
    const nameless = task({ id: "", name: "", userName: "", updatedAt: "" });
    expect(judge(nameless).text).toContain(
      "task by an unnamed user, SUCCESS, 2026-04-01T12:03:01.000Z to an unknown time",
    );
  });

  test("counts records without an id each, also where they are alike", () => {
    expect(judge(task({ id: "" }), task({ id: "" })).kind).toBe("unclear");
  });

  test("says that a restart with a word of no meaning has not ended, or has", () => {
    expect(judge(task({ status: "CANCELLED" }))).toMatchObject({ isUnderWay: false });
  });

  test("says whether one of them has not ended", () => {
    expect(judge(task({ name: "rebootNodes", status: "EXECUTING" }))).toMatchObject({ isUnderWay: true });
    expect(judge(task(), task({ id: "2", status: "CREATED" }))).toMatchObject({ isUnderWay: true });
  });

  test("many are counted, and three of them shown, in bounded texts", () => {
    const many = Array.from({ length: 90 }, (_, index) => task({ id: `${index}`, name: "x".repeat(256) }));
    const { text } = judge(...many);
    expect(text).toContain("90 tasks since the call");
    expect(text).toMatch(/, and 87 more$/);
    expect(text.length).toBeLessThan(1_000);
  });
});

test("T6: no task changes nothing", () => {
  expect(judge()).toEqual({ kind: "none", text: "" });
});

describe("any records of the service", () => {
  const anyTask: fc.Arbitrary<Task> = fc.record({
    id: fc.oneof(fc.constantFrom("", "a", "b", "c"), fc.string()),
    name: fc.oneof(fc.constantFrom("restartInstance", "Restart", "createInstance", ""), fc.string()),
    userName: fc.string(),
    status: fc.oneof(fc.constantFrom("CREATED", "EXECUTING", "SUCCESS", "FAILED", "DELETED"), fc.string()),
    createdAt: fc.oneof(
      fc.integer({ min: -3, max: 3 }).map((s) => at(s * 1_000)),
      fc.constant(""),
    ),
    updatedAt: fc.oneof(
      fc.integer({ min: -3, max: 9 }).map((s) => at(s * 1_000)),
      fc.constant(""),
    ),
  });

  test("a proof has one restart of the time since the call, and no second task; nothing depends on the order", () => {
    fc.assert(
      fc.property(fc.array(anyTask, { maxLength: 4 }), (tasks) => {
        const evidence = judge(...tasks);
        expect(judge(...[...tasks].reverse()).kind).toBe(evidence.kind);
        if (evidence.kind !== "restarted") return;
        const { id, name, status, createdAt } = evidence.task;
        expect([/restart/i.test(name), status, Date.parse(createdAt) >= calledAtMs]).toEqual([true, "SUCCESS", true]);
        const others = tasks.filter((other) => other !== evidence.task && !(Date.parse(other.createdAt) < calledAtMs));
        for (const other of others) expect([id === "", other]).toEqual([false, evidence.task]);
      }),
    );
  });

  test("a task that began before the call never changes the conclusion", () => {
    fc.assert(
      fc.property(fc.array(anyTask, { maxLength: 4 }), anyTask, (tasks, earlier) => {
        const before = { ...earlier, id: "earlier", createdAt: at(-60_000) };
        expect(judge(...tasks, before).kind).toBe(judge(...tasks).kind);
      }),
    );
  });
});

describe("T8: a restart that began after all that is known", () => {
  const told = (...tasks: readonly Task[]): string | undefined => restartUnknownOf(tasks, calledAtMs);
  const mine = { createdAt: at(1_000), updatedAt: at(90_000) };

  test.each(["SUCCESS", "EXECUTING", "CREATED"])("is named when it is %s, with its user and times", (status) => {
    expect(told(task({ ...mine, status }))).toContain(`by alice, ${status}, `);
  });

  test.each<readonly [string, Partial<Task>]>([
    ["began before", { createdAt: at(-1_000) }],
    ["began at that very time", { createdAt: at(0) }],
    ["began at a time that cannot be read", { createdAt: "" }],
    ["has failed", { status: "FAILED" }],
    ["was called off", { status: "CANCELLED" }],
    ["has a name that does not say restart", { name: "kafkaConfigModify" }],
  ])("is not named when it %s", (_, more) => {
    expect(told(task({ ...mine, ...more }))).toBeUndefined();
  });

  test("is the last of several", () => {
    const last = task({ ...mine, id: "last", createdAt: at(5_000) });
    expect(told(task(mine), last, task({ ...mine, id: "other" }))).toContain("(last)");
  });
});
