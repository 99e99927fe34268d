import { parseEngine } from "../../../lib/domain/instance";
import { callFailureMark, isCallFailure } from "../../../lib/domain/call-failure";

describe("parseEngine", () => {
  test.each([
    ["kafka", "kafka"],
    ["Kafka", "kafka"],
    ["rabbitmq", "rabbitmq"],
    ["rocketmq", "rocketmq"],
    ["reliability", "rocketmq"],
    ["Reliability", "rocketmq"],
  ])("reads %j as %s", (word, engine) => {
    expect(parseEngine(word)).toBe(engine);
  });

  test.each(["", "redis", "kafka ", "true"])("knows no engine %j", (word) => {
    expect(parseEngine(word)).toBeUndefined();
  });
});

describe("isCallFailure", () => {
  test("knows a call failure by its mark, not by its class or its text", () => {
    expect(isCallFailure({ [callFailureMark]: true })).toBe(true);
  });

  test.each([
    [new TypeError("x is not a function")],
    [undefined],
    [null],
    ["lost"],
    [{ code: "lost", fate: "unknown" }],
  ])("does not take %p for one", (thrown) => {
    expect(isCallFailure(thrown)).toBe(false);
  });
});
