import type { DeclaredInstance } from "../support/lifecycle/fleet-config";
import { callError, forbidden, noSuchWords, readFailed } from "../support/rollout/failures";
import { Stage } from "../support/terraform-model/fleet/stage";

const [running, retiring] = [{}, { state: "deleted" }] as const;
const triggered = (v: string): DeclaredInstance => ({ triggers: { v } });
const quoted = "DMS.00400999: The instance does not exist.";
const notAccepted = () =>
  callError({ code: "unauthenticated", fate: "refused", status: 401, message: "GET …: HTTP 401." });
const gatewaysPage = () =>
  callError({
    code: "unexpected-answer",
    fate: "refused",
    status: 404,
    message: 'GET …: HTTP 404 with text/html: "Gateway".',
  });

describe("an instance that cannot be read", () => {
  let stage: Stage;
  const start = async (audit: DeclaredInstance, orders: DeclaredInstance): Promise<void> => {
    stage = new Stage(["audit", "orders"]);
    stage.declare({ fleet: { of: { audit, orders } } });
    expect((await stage.apply()).kind).toBe("done");
  };
  const declare = (of: Readonly<Record<string, DeclaredInstance>>): void => stage.declare({ fleet: { of } });

  /** orders was asked to be deleted, the list has dropped it, and a read of it is refused. */
  const retireUnseen = async (refusal = noSuchWords): Promise<void> => {
    await start(running, running);
    declare({ audit: running, orders: retiring });
    stage.behave("orders", "slow");
    stage.unreadable.set("orders", refusal);
    expect((await stage.apply()).kind).toBe("failed");
  };

  test("leaves a result that quotes the code and the message", async () => {
    await retireUnseen();
    expect(stage.saved()).toMatchObject({ unfinished: ["orders"] });
    expect(stage.resultOf("orders")).toMatchObject({
      action: "delete",
      result: "unknown",
      accepted: true,
      error_code: "DMS.00400999",
      message: "The instance does not exist",
      reason: expect.stringContaining(quoted) as string,
    });
  });

  test.each([
    ["in words that prove nothing", noSuchWords, quoted],
    ["with a 403", forbidden, "HTTP 403"],
    ["with a 401", notAccepted, "HTTP 401"],
    ["with a 503", readFailed, "HTTP 503"],
    ["with a gateway's page in place of an answer", gatewaysPage, "HTTP 404 with text/html"],
  ])("%s is warned of, with the way out, which works", async (_how, refusal, words) => {
    await retireUnseen(refusal);
    const planned = await stage.plan();
    expect(planned).toMatchObject({ kind: "done", isEmpty: false, due: [["orders", "verify"]] });
    expect(planned.said).toContain("Warning: Instance Could Not Be Read: orders");
    expect(planned.said).toContain(words);
    expect(planned.said).toContain("take the key out of instances or destroy this resource");

    declare({ audit: running });
    const forgotten = await stage.plan();
    expect(forgotten.said).toContain("Warning: Instance Could Not Be Read: orders");
    expect((await stage.applyPlan(forgotten)).kind).toBe("done");
    expect(stage.observedOf("orders")).toBeUndefined();
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
    expect(stage.calls()).toEqual([["delete", ["orders"]]]);
  });

  test("does not keep its resource from being destroyed", async () => {
    await retireUnseen();
    expect((await stage.destroy()).kind).toBe("done");
    expect(stage.saved()).toBeUndefined();
    expect(stage.calls()).toHaveLength(1);
  });

  test("with a 401, the only one of its project, keeps its resource neither from a plan nor from being destroyed", async () => {
    stage = new Stage(["orders"]);
    declare({ orders: running });
    await stage.apply();
    stage.unlisted.add("orders");
    stage.unreadable.set("orders", notAccepted);
    const planned = await stage.plan();
    expect(planned.kind).toBe("done");
    expect(planned.said).toContain("Warning: Instance Could Not Be Read: orders");
    expect((await stage.destroy()).kind).toBe("done");
    expect(stage.saved()).toBeUndefined();
  });

  const hideOrders = (): void => {
    stage.unlisted.add("orders");
    stage.unreadable.set("orders", noSuchWords);
  };

  test("keeps its last state where nothing is due for it, and the others are restarted", async () => {
    await start(triggered("1"), running);
    hideOrders();
    declare({ audit: triggered("2"), orders: running });
    const planned = await stage.plan();
    expect(planned.due).toEqual([["audit", "restart"]]);
    expect((await stage.applyPlan(planned)).kind).toBe("done");
    expect(stage.observedOf("orders")).toMatchObject({ status: "RUNNING" });
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
  });

  test("is an error of a plan that would make a call for it, with the ways out", async () => {
    await start(running, triggered("1"));
    hideOrders();
    declare({ audit: running, orders: triggered("2") });
    const refused = await stage.plan();
    expect(refused.kind).toBe("failed");
    expect(refused.said).toContain("Error: Instance Cannot Be Read");
    expect(refused.said).toContain(quoted);
    expect(refused.said).toContain("take the key out of instances, or run terraform destroy -refresh=false");
    expect(await stage.plan({ refresh: false })).toMatchObject({ kind: "done", due: [["orders", "restart"]] });

    declare({ audit: running });
    expect((await stage.apply()).kind).toBe("done");
    expect(stage.calls()).toEqual([]);
  });

  test("and is due for a call does not keep its resource from being destroyed without a refresh", async () => {
    await start(running, triggered("1"));
    hideOrders();
    declare({ audit: running, orders: triggered("2") });
    expect((await stage.destroy({ refresh: false })).kind).toBe("done");
    expect(stage.saved()).toBeUndefined();
    expect(stage.calls()).toEqual([]);
  });

  test("is told each by itself, where a plan meets several for the first time", async () => {
    await start(running, running);
    hideOrders();
    stage.unlisted.add("audit");
    stage.unreadable.set("audit", forbidden);
    stage.declare({ other: { of: { audit: running, orders: running } } });
    const refused = await stage.plan();
    expect(refused.kind).toBe("failed");
    for (const words of [quoted, "HTTP 403"]) expect(refused.said).toContain(words);
  });

  test("is read again by the next plan, which then goes on", async () => {
    await retireUnseen();
    stage.unreadable.clear();
    stage.befall("orders", undefined);
    const planned = await stage.plan();
    expect(planned.due).toEqual([["orders", "verify"]]);
    expect((await stage.applyPlan(planned)).kind).toBe("done");
    expect(await stage.plan()).toMatchObject({ isEmpty: true });
    expect(stage.calls()).toHaveLength(1);
  });
});
