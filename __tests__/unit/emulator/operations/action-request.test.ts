import { parseActionRequest } from "../../../../lib/emulator/operations/action-request";
import { Refusal } from "../../../../lib/emulator/refusal";
import { instanceId } from "../../../support/emulator/calls";

const bytes = (body: unknown): Uint8Array =>
  new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));

function codeOf(body: unknown, dialect: "v1.0" | "v2" = "v1.0"): string {
  try {
    parseActionRequest(bytes(body), dialect);
    return "accepted";
  } catch (thrown) {
    return thrown instanceof Refusal ? thrown.code : String(thrown);
  }
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => instanceId(index));

describe("the body of a batch call", () => {
  test("names verb and ids, in the order sent", () => {
    expect(parseActionRequest(bytes({ action: "restart", instances: ids(50) }), "v1.0")).toEqual({
      kind: "batch",
      action: "restart",
      ids: ids(50),
      forceDelete: false,
    });
  });

  test.each([
    ["v1.0", { action: "delete", allFailure: "kafka" }, "kafka"],
    ["v1.0", { action: "delete", allFailure: "true" }, "rabbitmq"],
    ["v1.0", { action: "delete", allFailure: "true", instances: [] }, "rabbitmq"],
    ["v2", { action: "delete", all_failure: "kafka" }, "kafka"],
    ["v2", { action: "delete", all_failure: "rabbitmq" }, "rabbitmq"],
    ["v2", { action: "delete", all_failure: "true" }, "rabbitmq"],
    ["v2", { action: "delete", all_failure: "reliability", force_delete: false }, "rocketmq"],
  ] as const)("in %s: %j means all failed creations of %s", (dialect, body, engine) => {
    expect(parseActionRequest(bytes(body), dialect)).toEqual({ kind: "purge", engine });
  });

  test("carries force_delete in v2", () => {
    const body = { action: "delete", instances: [instanceId(1)], force_delete: true };
    expect(parseActionRequest(bytes(body), "v2")).toMatchObject({ forceDelete: true });
  });

  test.each<[unknown, string]>([
    ["", "DMS.00400004"],
    [" \r\n\t", "DMS.00400004"],
    ["{", "DMS.00400005"],
    ["null", "DMS.00400005"],
    ["[]", "DMS.00400005"],
    ['"restart"', "DMS.00400005"],
    [{}, "DMS.00400064"],
    [{ action: "Restart", instances: ids(1) }, "DMS.00400064"],
    [{ action: ["restart"], instances: ids(1) }, "DMS.00400064"],
    [{ action: "restart" }, "DMS.00400065"],
    [{ action: "restart", instances: null }, "DMS.00400065"],
    [{ action: "restart", instances: [] }, "DMS.00400065"],
    [{ action: "delete", instances: [], allFailure: null }, "DMS.00400065"],
    [{ action: "restart", instances: instanceId(1) }, "DMS.00400085"],
    [{ action: "restart", instances: ids(51) }, "DMS.00400100"],
    [{ action: "restart", instances: [instanceId(1), instanceId(1)] }, "DMS.00400082"],
    [{ action: "restart", instances: [7] }, "DMS.00400061"],
    [{ action: "restart", allFailure: "kafka" }, "DMS.00400062"],
    [{ action: "delete", allFailure: "rabbitmq" }, "DMS.00400062"],
    [{ action: "delete", allFailure: "reliability" }, "DMS.00400062"],
    [{ action: "delete", allFailure: "constructor" }, "DMS.00400062"],
    [{ action: "delete", allFailure: true }, "DMS.00400085"],
    [{ action: "delete", allFailure: "kafka", instances: ids(1) }, "DMS.00400062"],
    [{ action: "delete", all_failure: "kafka" }, "DMS.00400062"],
    [{ action: "delete", instances: ids(1), force_delete: true }, "DMS.00400062"],
  ])("%j is refused in v1.0 with %s", (body, code) => {
    expect(codeOf(body)).toBe(code);
  });

  test.each<[unknown, string]>([
    [{ action: "delete", allFailure: "kafka" }, "DMS.00400062"],
    [{ action: "delete", all_failure: "rocketmq" }, "DMS.00400062"],
    [{ action: "restart", all_failure: "kafka" }, "DMS.00400062"],
    [{ action: "delete", instances: ids(1), force_delete: "true" }, "DMS.00400085"],
  ])("%j is refused in v2 with %s", (body, code) => {
    expect(codeOf(body, "v2")).toBe(code);
  });

  test("is judged by the first check it fails", () => {
    const tooManyTwice = [...ids(50), instanceId(0)];
    expect(codeOf({ action: "dance", instances: tooManyTwice })).toBe("DMS.00400064");
    expect(codeOf({ action: "restart", instances: tooManyTwice })).toBe("DMS.00400100");
    expect(codeOf({ action: "restart", instances: ["x", "x"] })).toBe("DMS.00400082");
  });

  test("that is not UTF-8 is not JSON", () => {
    expect(() => parseActionRequest(new Uint8Array([0x22, 0xff, 0x22]), "v1.0")).toThrow("not in JSON format");
  });
});
