import fc from "fast-check";
import { admit, classifyStatus } from "../../../lib/domain/status";
import { randomRuns } from "../../support/chaos/random-runs";

/** Every status the documents know. */
const documented = [
  ...["RUNNING", "ERROR", "FROZEN", "DELETED", "RECYCLE"],
  ...["CREATEFAILED", "EXTENDEDFAILED", "UPGRADINGFAILED", "ROLLBACKFAILED"],
  ...["CREATING", "RESTARTING", "DELETING", "FREEZING", "STARTING", "CLOSING", "EXTENDING", "SHRINKING"],
  ...["CONFIGURING", "UPGRADING", "ROLLBACK", "ROLLINGBACK", "VOLUMETYPECHANGING"],
];
const those = (hold: (status: string) => boolean): readonly string[] => documented.filter(hold);

/** Words that no document has, and some that look like a documented one. */
const unheardOf = fc
  .oneof(fc.string(), fc.constantFrom("", "running", "Running", "HIBERNATING", "constructor", "__proto__"))
  .filter((status) => !documented.includes(status));

describe("an instance", () => {
  test("serves clients only when it is RUNNING", () => {
    expect(those((status) => classifyStatus(status) === "ready")).toEqual(["RUNNING"]);
  });

  test("that is frozen or has failed to become another waits for an operator", () => {
    expect(those((status) => classifyStatus(status) === "stuck")).toEqual(
      those((status) => status === "FROZEN" || status.endsWith("FAILED")),
    );
  });

  test("in the recycle bin is as gone as a deleted one", () => {
    expect(those((status) => classifyStatus(status) === "gone")).toEqual(["DELETED", "RECYCLE"]);
  });

  test("in an undocumented status is on its way: never a success, never a crash, never acted on", () => {
    fc.assert(
      fc.property(unheardOf, (status) => {
        expect(classifyStatus(status)).toBe("transitional");
        expect([admit("restart", status), admit("delete", status)]).toEqual(["wait", "wait"]);
      }),
      randomRuns(100),
    );
  });
});

describe("a restart", () => {
  test("is sent to an instance that runs or is in ERROR, and to no other", () => {
    expect(those((status) => admit("restart", status) === "send")).toEqual(["RUNNING", "ERROR"]);
  });

  test("waits for an instance that is on its way, and is refused where that would take an operator", () => {
    for (const status of documented.slice(2)) {
      const expected = classifyStatus(status) === "transitional" ? "wait" : "refuse";
      expect([status, admit("restart", status)]).toEqual([status, expected]);
    }
  });
});

describe("a deletion", () => {
  test("is done where there is nothing left to delete", () => {
    expect(those((status) => admit("delete", status) === "done")).toEqual(["DELETED", "RECYCLE"]);
  });

  test("is refused only for an instance whose extension has failed", () => {
    expect(those((status) => admit("delete", status) === "refuse")).toEqual(["EXTENDEDFAILED"]);
  });

  test("is sent to instances at rest, and waits for those on their way", () => {
    expect(those((status) => admit("delete", status) === "wait")).toEqual(
      those((status) => classifyStatus(status) === "transitional"),
    );
    expect(those((status) => admit("delete", status) === "send")).toEqual(
      expect.arrayContaining(["RUNNING", "ERROR", "FROZEN", "CREATEFAILED"]),
    );
  });
});
