import { unknown, type Value } from "../../../../lib/framework/values/value";
import type { LifecycleConfig } from "../../../../lib/provider/lifecycle/model";
import { instanceLifecycle } from "../../../../lib/provider/lifecycle/resource";
import { fleetConfig } from "../../../support/lifecycle/fleet-config";

/** Whether the plan complains of a readiness that cannot be reached. */
const complaints = (minReadyTime: Value, readyTimeout: Value) => {
  const rollout = {
    max_unavailable: null,
    canary: null,
    max_failures: null,
    pause_between: null,
    min_ready_time: minReadyTime,
  };
  const config = { ...fleetConfig({ orders: {} }), rollout, ready_timeout: readyTimeout };
  return instanceLifecycle.validate?.(config as unknown as LifecycleConfig).map(({ summary }) => summary);
};

describe("a readiness that cannot be reached in time", () => {
  test.each([
    ["1m", "60s"],
    ["20m", null],
    ["2h", "1h"],
  ])("is refused: %s of %s", (minReadyTime, readyTimeout) => {
    expect(complaints(minReadyTime, readyTimeout)).toEqual(["Ready Time Cannot Be Reached"]);
  });

  test.each<[Value, Value]>([
    ["59s", "1m"],
    ["19m", null],
    ["0s", "1s"],
    ["1h", unknown],
    [unknown, "1s"],
  ])("is not seen in %p of %p", (minReadyTime, readyTimeout) => {
    expect(complaints(minReadyTime, readyTimeout)).toEqual([]);
  });

  // Each has an error of its own.
  test.each([
    ["z", "0s"],
    ["z", "1s"],
    ["1h", "z"],
    ["1h", "0s"],
    ["0s", "0s"],
  ])("does not use an invalid duration: %s of %s", (minReadyTime, readyTimeout) => {
    expect(complaints(minReadyTime, readyTimeout)).toEqual([]);
  });
});
