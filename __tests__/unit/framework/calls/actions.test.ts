import { createProviderServer } from "../../../../lib/framework/provider-server";
import { warningDiagnostic } from "../../../../lib/framework/values/diagnostic";
import type { Action, InvokeContext } from "../../../../lib/framework/resource";
import { defineSchema } from "../../../../lib/framework/values/schema";
import type { ProviderServer } from "../../../../lib/framework/server";
import { nonEmpty } from "../../../../lib/framework/validators";
import { unknown } from "../../../../lib/framework/values/value";
import { counterProvider } from "../../../support/framework/counter";

const schema = defineSchema({
  version: 0,
  description: "Pings.",
  attributes: {
    host: { type: "string", required: true, validators: [nonEmpty()], description: "Host." },
    times: { type: "number", optional: true, description: "Times." },
  },
});
const type = "demo_ping";
const config = { host: "orders", times: null };
const never = new AbortController().signal;

function serverWith(methods: Partial<Action> = {}): ProviderServer {
  const ping: Action = { schema, invoke: () => Promise.resolve([]), ...methods };
  return createProviderServer({ ...counterProvider(), actions: { [type]: ping } }, { log: () => undefined });
}

const caller = { progress: () => undefined, abandoned: never };

describe("an action", () => {
  test("is among the schemas; a provider without actions has no such schema", () => {
    expect(serverWith().schemas().actions).toEqual({ [type]: schema });
    expect(createProviderServer(counterProvider(), { log: () => undefined }).schemas().actions).toEqual({});
  });

  test.each([
    ["a computed attribute", { type: "string", computed: true, description: "Id." }, "an action has no state"],
    ["one that replaces", { type: "string", optional: true, requiresReplace: true, description: "A." }, "has none"],
  ] as const)("is refused with %s", (_, attribute, problem) => {
    const broken = { ...schema, attributes: { id: attribute } };
    expect(() => serverWith({ schema: broken })).toThrow(problem);
  });

  test("is validated by its attributes' validators and by itself; unknown values pass", async () => {
    const server = serverWith({ validate: () => [warningDiagnostic("Odd", "Look.")] });
    expect(await server.validateActionConfig(type, { host: " ", times: null })).toMatchObject([
      { severity: "error", path: ["host"] },
      { summary: "Odd" },
    ]);
    expect(await serverWith().validateActionConfig(type, { host: unknown, times: unknown })).toEqual([]);
  });

  test("is planned with unknown values, and needs no plan of its own", async () => {
    const planned: unknown[] = [];
    const server = serverWith({
      plan: (asked) => {
        planned.push(asked);
        return Promise.resolve([warningDiagnostic("Ping Ahead", "It will ping.")]);
      },
    });
    expect(await server.planAction(type, { host: unknown, times: null })).toMatchObject([{ summary: "Ping Ahead" }]);
    expect(planned).toEqual([{ host: unknown, times: null }]);
    expect(await serverWith().planAction(type, config)).toEqual([]);
  });

  test("is invoked with the result of configure, reports its progress and gets a signal when the caller has gone", async () => {
    const told: string[] = [];
    const given: InvokeContext<unknown>[] = [];
    const server = serverWith({
      invoke: (_, context) => {
        given.push(context);
        context.progress("pinging");
        return Promise.resolve([]);
      },
    });
    await server.configure("1.14.0", { prefix: "x" });
    const abandoned = new AbortController();
    const progress = (message: string): void => void told.push(message);
    expect(await server.invokeAction(type, config, { progress, abandoned: abandoned.signal })).toEqual([]);
    expect(told).toEqual(["pinging"]);
    abandoned.abort();
    expect([given[0]?.provider, given[0]?.abandoned.aborted, given[0]?.signal.aborted]).toEqual([
      { prefix: "x" },
      true,
      false,
    ]);
    server.stop();
    expect(given[0]?.signal.aborted).toBe(true);
  });

  test("sends no progress after a stop, because Terraform would crash", async () => {
    const told: string[] = [];
    const server: ProviderServer = serverWith({
      invoke: (_, { progress }) => {
        progress("before");
        server.stop();
        progress("after");
        return Promise.resolve([]);
      },
    });
    await server.invokeAction(type, config, { progress: (message) => void told.push(message), abandoned: never });
    expect(told).toEqual(["before"]);
  });

  test("is not invoked with unknown values", async () => {
    const invoke = jest.fn(() => Promise.resolve([]));
    const answer = await serverWith({ invoke }).invokeAction(type, { host: unknown, times: null }, caller);
    expect(answer).toMatchObject([{ severity: "error", summary: "Unknown Action Configuration" }]);
    expect(invoke).not.toHaveBeenCalled();
  });

  test("that throws is a diagnostic, and so is one that the provider does not have", async () => {
    const server = serverWith({ invoke: () => Promise.reject(new Error("oops")) });
    expect(await server.invokeAction(type, config, caller)).toMatchObject([{ summary: "Provider Bug" }]);
    for (const answer of [
      await server.validateActionConfig("demo_none", config),
      await server.planAction("demo_none", config),
      await server.invokeAction("demo_none", config, caller),
    ]) {
      expect(answer).toMatchObject([
        { summary: "Unknown Type", detail: expect.stringContaining("action demo_none") as string },
      ]);
    }
  });
});
