import { admit, classifyStatus } from "../../../lib/domain/status";

describe("classifyStatus", () => {
  test.each([
    ["RUNNING", "ready"],
    ["ERROR", "faulty"],
    ["FROZEN", "stuck"],
    ["CREATEFAILED", "stuck"],
    ["EXTENDEDFAILED", "stuck"],
    ["UPGRADINGFAILED", "stuck"],
    ["ROLLBACKFAILED", "stuck"],
    ["DELETED", "gone"],
    ["RECYCLE", "gone"],
    ["CREATING", "transitional"],
    ["RESTARTING", "transitional"],
    ["DELETING", "transitional"],
    ["FREEZING", "transitional"],
    ["STARTING", "transitional"],
    ["CLOSING", "transitional"],
    ["EXTENDING", "transitional"],
    ["SHRINKING", "transitional"],
    ["CONFIGURING", "transitional"],
    ["UPGRADING", "transitional"],
    ["ROLLBACK", "transitional"],
    ["ROLLINGBACK", "transitional"],
    ["VOLUMETYPECHANGING", "transitional"],
  ])("knows %s as %s", (status, expected) => {
    expect(classifyStatus(status)).toBe(expected);
  });

  test.each(["", "running", "Running", "Faulty", "HIBERNATING", "constructor", "__proto__"])(
    "takes the unknown word %j as transitional: never success, never a crash",
    (status) => {
      expect(classifyStatus(status)).toBe("transitional");
    },
  );
});

describe("admit", () => {
  test.each([
    ["restart", "RUNNING", "send"],
    ["restart", "ERROR", "send"],
    ["restart", "RESTARTING", "wait"],
    ["restart", "EXTENDING", "wait"],
    ["restart", "NEVERHEARDOF", "wait"],
    ["restart", "FROZEN", "refuse"],
    ["restart", "EXTENDEDFAILED", "refuse"],
    ["restart", "CREATEFAILED", "refuse"],
    ["restart", "DELETED", "refuse"],
    ["restart", "RECYCLE", "refuse"],
    ["delete", "RUNNING", "send"],
    ["delete", "ERROR", "send"],
    ["delete", "FROZEN", "send"],
    ["delete", "CREATEFAILED", "send"],
    ["delete", "CREATING", "wait"],
    ["delete", "STARTING", "wait"],
    ["delete", "CLOSING", "wait"],
    ["delete", "RESTARTING", "wait"],
    ["delete", "DELETING", "wait"],
    ["delete", "NEVERHEARDOF", "wait"],
    ["delete", "EXTENDEDFAILED", "refuse"],
    ["delete", "DELETED", "done"],
    ["delete", "RECYCLE", "done"],
  ] as const)("lets a %s of an instance in %s: %s", (action, status, expected) => {
    expect(admit(action, status)).toBe(expected);
  });
});
