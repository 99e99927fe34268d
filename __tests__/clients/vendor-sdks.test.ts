import { join } from "node:path";
import { startForeignClient, type ForeignClient, type Told } from "../support/clients/foreign-client";
import { nodeClients, pythonWithClients } from "../support/clients/installed-clients";
import { instanceId, projectId, withEmulator, type RunningEmulator } from "../support/emulator/calls";

type Engine = "kafka" | "rabbitmq" | "rocketmq";

const support = join(__dirname, "../support/clients");
const minuteMs = 60_000;

/** npm has no package for RabbitMQ. */
const sdks = {
  Python: {
    engines: ["kafka", "rabbitmq", "rocketmq"],
    start: async () => startForeignClient(await pythonWithClients(), [join(support, "python/vendor.py")]),
  },
  "Node.js": {
    engines: ["kafka", "rocketmq"],
    start: async () => startForeignClient(process.execPath, [join(support, "node/vendor.cjs"), await nodeClients()]),
  },
} as const;

const purgeWord: Readonly<Record<Engine, string>> = {
  kafka: "kafka",
  rabbitmq: "rabbitmq",
  rocketmq: "reliability",
};

interface Answered<Body> {
  readonly status: number;
  readonly body: Body;
}

interface Page {
  readonly instances: readonly { readonly instance_id: string; readonly name: string; readonly status: string }[];
  readonly instance_num: number;
}

interface Tasks {
  readonly task_count: string;
  readonly tasks: readonly { readonly id: string; readonly name: string; readonly status: string }[];
}

const refusal = (status: number, code: string): object => ({
  refused: { status, code, message: expect.any(String) as string },
});

describe.each(Object.entries(sdks))("the vendor's SDK for %s", (_, { engines, start }) => {
  let client: ForeignClient;
  beforeAll(async () => {
    client = await start();
  }, 240_000);
  afterAll(() => client.close());

  describe.each(engines)("of %s", (engine: Engine) => {
    const connect = (url: string, secret = "SK"): Promise<Told> =>
      client.call("connect", { engine, url, project: projectId, access: "AK", secret });

    /** `count` instances that run, with ids from 1, and two that could not be created. */
    async function withFleet(count: number, use: (running: RunningEmulator) => Promise<void>): Promise<void> {
      const running = Array.from({ length: count }, (__, index) => ({
        instance_id: instanceId(index + 1),
        name: `${engine}-${index + 1}`,
        engine,
      }));
      const failed = [98, 99].map((number) => ({ instance_id: instanceId(number), engine, status: "CREATEFAILED" }));
      const seed = { projects: { [projectId]: [...running, ...failed] }, keys: [{ access: "AK", secret: "SK" }] };
      await withEmulator({ auth: "aksk", seed: seed }, async (emulated) => {
        await connect(emulated.url);
        await use(emulated);
      });
    }

    const list = (query: object = {}): Promise<Answered<Page>> => client.ask("list", { engine, ...query });
    const statuses = async (query: object = {}): Promise<Record<string, string>> => {
      const { body } = await list({ include_failure: "true", limit: "50", ...query });
      return Object.fromEntries(body.instances.map((instance) => [instance.instance_id, instance.status]));
    };

    test("lists page by page, with failed creations on request", async () => {
      await withFleet(12, async () => {
        const pages: Page[] = [];
        for (const offset of ["0", "5", "10"]) pages.push((await list({ offset, limit: "5" })).body);
        expect(pages.map(({ instances, instance_num: total }) => [instances.length, total])).toEqual([
          [5, 12],
          [5, 12],
          [2, 12],
        ]);
        const names = pages.flatMap(({ instances }) => instances.map(({ name }) => name));
        expect(names).toEqual(Array.from({ length: 12 }, (__, index) => `${engine}-${index + 1}`));
        const all = (await list({ include_failure: "true", offset: "10", limit: "5" })).body;
        expect([all.instance_num, all.instances.map(({ status }) => status).slice(-2)]).toEqual([
          14,
          ["CREATEFAILED", "CREATEFAILED"],
        ]);
        expect(await client.call("list", { engine, offset: "14", limit: "5" })).toEqual(refusal(400, "DMS.40050010"));
      });
    });

    test("shows an instance, and reports one that does not exist", async () => {
      await withFleet(1, async () => {
        const { status, body } = await client.ask<Answered<object>>("show", { instance_id: instanceId(1) });
        expect([status, body]).toMatchObject([200, { name: `${engine}-1`, engine, status: "RUNNING" }]);
        expect(await client.call("show", { instance_id: instanceId(7) })).toEqual(refusal(404, "DMS.00404022"));
      });
    });

    test("deletes one instance and some", async () => {
      await withFleet(4, async () => {
        const one = await client.ask<Answered<object>>("delete", { instance_id: instanceId(1) });
        expect(one.status).toBe(204);
        const ids = [2, 3].map(instanceId);
        const some = await client.ask<Answered<object>>("act", { action: "delete", instances: ids });
        expect(some).toMatchObject({
          status: 200,
          body: { results: ids.map((instance) => ({ instance, result: "success" })) },
        });
        expect(Object.keys(await statuses())).toEqual([4, 98, 99].map(instanceId));
      });
    });

    test("purges the failed creations, answered without a body", async () => {
      await withFleet(1, async () => {
        const purged = await client.ask<Answered<object>>("act", { action: "delete", all_failure: purgeWord[engine] });
        expect(purged.status).toBe(204);
        expect(await statuses()).toEqual({ [instanceId(1)]: "RUNNING" });
      });
    });

    test("is refused 51 instances in one call, and nothing is deleted", async () => {
      await withFleet(51, async () => {
        const ids = Array.from({ length: 51 }, (__, index) => instanceId(index + 1));
        const told = await client.call("act", { action: "delete", instances: ids });
        expect(told).toEqual(refusal(400, "DMS.00400100"));
        expect((await list({ limit: "1" })).body.instance_num).toBe(51);
      });
    });

    test("is refused with a wrong key", async () => {
      await withFleet(1, async ({ url }) => {
        await connect(url, "another");
        expect(await client.call("list", { engine })).toEqual(refusal(401, "APIG.0301"));
        const told = await client.call("act", { action: "delete", instances: [instanceId(1)] });
        expect(told).toEqual(refusal(401, "APIG.0301"));
        await connect(url);
        expect(await statuses()).toHaveProperty(instanceId(1), "RUNNING");
      });
    });

    const restart = (): Promise<Answered<object>> =>
      engine === "rocketmq"
        ? client.ask("restartNodes", { engine: "rocketmq", instance_id: instanceId(1) })
        : client.ask("act", { action: "restart", instances: [instanceId(1)] });

    test("restarts an instance, and reads and deletes the record of it", async () => {
      await withFleet(2, async ({ emulator }) => {
        expect((await restart()).status).toBe(200);
        expect(await statuses({ status: "RESTARTING" })).toEqual({ [instanceId(1)]: "RESTARTING" });
        emulator.advance(15 * minuteMs);
        expect((await statuses())[instanceId(1)]).toBe("RUNNING");

        const of = { instance_id: instanceId(1) };
        const newest = (await client.ask<Answered<Tasks>>("tasks", { ...of, start: 1, limit: 1 })).body;
        expect(newest).toMatchObject({ task_count: "2", tasks: [{ name: "restartInstance", status: "SUCCESS" }] });
        const task = { ...of, task_id: newest.tasks[0]!.id };
        expect((await client.ask<Answered<Tasks>>("task", task)).body.tasks).toEqual(newest.tasks);
        expect((await client.ask<Answered<object>>("deleteTask", task)).status).toBe(204);
        expect((await client.ask<Answered<Tasks>>("tasks", of)).body.task_count).toBe("1");
      });
    });

    if (engine === "rocketmq") {
      test("lists the nodes, and is refused a restart by the batch call", async () => {
        await withFleet(1, async () => {
          const { body } = await client.ask<Answered<object>>("nodes", {
            engine: "rocketmq",
            instance_id: instanceId(1),
            limit: 3,
          });
          expect(body).toMatchObject({ total: 9, nodes: [{ broker_id: 0 }, { broker_id: 1 }, { broker_id: 2 }] });
          const told = await client.call("act", { action: "restart", instances: [instanceId(1)] });
          expect(told).toEqual(refusal(400, "DMS.00400007"));
          expect((await statuses())[instanceId(1)]).toBe("RUNNING");
        });
      });
    } else {
      test("restarts some, each with a result of its own", async () => {
        await withFleet(3, async (running) => {
          await running.call("PUT", "/_emulator/faults", [
            { on: { operation: "action", action: "restart", instance: instanceId(2) }, do: { item: "failed" } },
          ]);
          const instances = [1, 2].map(instanceId);
          const { body } = await client.ask<Answered<object>>("act", { action: "restart", instances });
          expect(body).toEqual({
            results: [
              { instance: instanceId(1), result: "success" },
              { instance: instanceId(2), result: "failed" },
            ],
          });
          expect(await statuses()).toMatchObject({ [instanceId(1)]: "RESTARTING", [instanceId(2)]: "RUNNING" });
        });
      });
    }
  });
});
