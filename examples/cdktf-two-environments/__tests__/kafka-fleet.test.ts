import type { App } from "cdktf";
import { type DmsKit, startDms } from "cdktf-dms-lifecycle/testing";
import { type Environment, environments } from "../environments";
import { KafkaFleet } from "../kafka-fleet";

const production: Environment = environments.production;
const ids = production.instances;

/** Production with a difference, as a pull request would make it. */
const fleet = (difference: Partial<Environment> = {}) => {
  return (app: App) => new KafkaFleet(app, "kafka-production", { ...production, ...difference });
};

describe("production", () => {
  let dms: DmsKit;
  beforeEach(async () => {
    dms = await startDms({ instances: Object.entries(ids).map(([name, instance_id]) => ({ name, instance_id })) });
    await dms.deploy(fleet());
  });
  afterEach(() => dms.stop());

  test("is adopted without a call", () => {
    expect(dms.calls()).toEqual([]);
  });

  test("restarts one instance at a time when the broker configuration changes", async () => {
    await dms.deploy(fleet({ brokerConfig: "2026-04" }));
    expect(dms.calls().map(({ action, instances }) => [action, instances])).toEqual([
      ["restart", [ids.legacy]],
      ["restart", [ids.orders]],
      ["restart", [ids.payments]],
    ]);
  });

  test("loses exactly the retired ones", async () => {
    const { actions } = await dms.plan(fleet({ retire: ["legacy"] }));
    expect(actions).toMatchObject([{ action: "delete", name: "legacy" }]);
    await dms.deploy(fleet({ retire: ["legacy"] }));
    expect(dms.calls()).toMatchObject([{ action: "delete", instances: [ids.legacy] }]);
  });

  test("is not deployed with a name to retire that it does not have", async () => {
    await expect(dms.plan(fleet({ retire: ["legcay"] }))).rejects.toThrow("not in instances: legcay");
  });

  test("does not go on after a failed canary, and the deploy says so", async () => {
    dms.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]);
    await expect(dms.deploy(fleet({ brokerConfig: "2026-04" }))).rejects.toThrow("terraform apply failed");
    expect(dms.calls()).toHaveLength(1);
    expect(dms.outputs()).toMatchObject({ unfinished: ["legacy", "orders", "payments"] });
  });
});
