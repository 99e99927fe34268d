import type { DeclaredInstance } from "../support/lifecycle/fleet-config";
import { type DeclaredFleet, Stage, type Told } from "../support/terraform-model/fleet/stage";
import type { Manner } from "../support/terraform-model/fleet/steps";

const audit = { triggers: { config: "1" } };
const retired: DeclaredInstance = { state: "deleted", triggers: { config: "2" } };
const restart: DeclaredInstance = { triggers: { config: "2" } };
const warning = "Warning: Open Actions Are Forgotten: orders - orders (orders): ";

describe("an instance that leaves the configuration", () => {
  let stage: Stage;
  const declare = (orders: DeclaredInstance | undefined, settings: Partial<DeclaredFleet> = {}): void =>
    stage.declare({ fleet: { of: { audit, ...(orders !== undefined && { orders }) }, ...settings } });
  beforeEach(async () => {
    stage = new Stage(["audit", "orders"]);
    declare({ triggers: { config: "1" } });
    expect((await stage.apply()).kind).toBe("done");
  });

  /** The restart or deletion of orders ends in this manner. */
  const act = async (
    orders: DeclaredInstance,
    manner: Manner,
    settings: Partial<DeclaredFleet> = {},
  ): Promise<void> => {
    declare(orders, settings);
    stage.behave("orders", manner);
    expect((await stage.apply()).kind).toBe("failed");
    stage.behave("orders", "works");
    expect(stage.saved()).toMatchObject({ unfinished: ["orders"] });
  };
  const planWithout = (settings: Partial<DeclaredFleet> = {}): Promise<Told> => {
    declare(undefined, settings);
    return stage.plan();
  };

  test.each<[string, DeclaredInstance, Manner, string]>([
    ["a restart that failed", restart, "item failed", "restart is due; again: its restart failed"],
    ["a restart whose end was not seen", restart, "stuck", "verify is due; the end of its restart was not seen"],
    ["a deletion that failed", retired, "item failed", "delete is due; again: its delete failed"],
  ])("with %s is named in the plan, with its open actions", async (_what, orders, manner, open) => {
    await act(orders, manner);
    const plan = await planWithout();
    expect(plan.said).toContain(warning);
    expect(plan.said).toContain(open);
    expect(plan.said).toContain("To finish it, put the key back before you apply.");
    expect((await stage.applyPlan(plan)).kind).toBe("done");
    expect(stage.calls()).toHaveLength(1);
    expect(await stage.plan()).toMatchObject({ kind: "done", said: "", isEmpty: true });
  });

  test("with a restart whose turn did not come is named", async () => {
    stage.trouble = "forbidden";
    stage.declare({ fleet: { of: { audit: restart, orders: restart } } });
    expect((await stage.apply()).kind).toBe("failed");
    stage.declare({ fleet: { of: { audit: restart } } });
    const { said } = await stage.plan();
    expect(said).toContain(warning);
    expect(said).toContain("restart is due; again: its restart was not started");
  });

  test("with a restart of a run that was killed is named", async () => {
    declare(restart);
    stage.behave("orders", "stuck");
    stage.diesInCall = true;
    expect((await stage.apply()).kind).toBe("killed");
    expect(stage.saved()).toMatchObject({ results: new Map() });
    const { said } = await planWithout();
    expect(said).toContain(warning);
    expect(said).toContain("verify is due; the end of its restart was not seen");
  });

  test("with a restart of a killed run that spelled its id in another case is named", async () => {
    stage.declare({ fleet: { of: { audit: restart, orders: { ...restart, id: "ORDERS" } } } });
    stage.behave("orders", "stuck");
    stage.diesInCall = true;
    expect((await stage.apply()).kind).toBe("killed");
    stage.declare({ fleet: { of: { audit: restart } } });
    const { said } = await stage.plan({ refresh: false });
    expect(said).toContain(warning);
    expect(said).toContain("verify is due; the end of its restart was not seen");
  });

  test("once its deletion of unseen end is over is not named", async () => {
    await act(retired, "stuck");
    stage.befall("orders", undefined);
    expect((await planWithout()).said).not.toContain("Forgotten");
  });

  test("without open actions is not named", async () => {
    await act(restart, "item failed");
    expect((await stage.apply()).kind).toBe("done");
    expect((await planWithout()).said).not.toContain("Forgotten");
  });

  test("by a new name is not named", async () => {
    await act(restart, "item failed");
    stage.declare({ fleet: { of: { audit, shop: { id: "orders", ...restart } } } });
    const { due, said } = await stage.plan();
    expect(said).not.toContain("Forgotten");
    expect(due).toEqual([["shop", "restart"]]);
  });

  test("with its whole resource is named too", async () => {
    await act(restart, "item failed");
    const { kind, said } = await stage.destroy();
    expect(said).toContain(warning);
    expect(kind).toBe("done");
    expect(stage.saved()).toBeUndefined();
    expect(stage.calls()).toHaveLength(1);
  });

  test("with its whole resource and on_forget error is kept", async () => {
    await act(restart, "item failed", { on_forget: "error" });
    expect(await stage.destroy()).toMatchObject({
      kind: "failed",
      said: expect.stringContaining("Error: Open Actions Would Be Forgotten") as string,
    });
    declare(restart, { on_forget: "warn" });
    expect((await stage.apply()).kind).toBe("done");
    expect((await stage.destroy()).kind).toBe("done");
    expect(stage.saved()).toBeUndefined();
  });
});
