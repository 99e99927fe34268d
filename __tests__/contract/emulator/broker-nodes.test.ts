import {
  errorCode,
  fleet,
  instanceId,
  listedStatuses,
  projectId,
  withEmulator,
  type Answered,
  type RunningEmulator,
} from "../../support/emulator/calls";

const id = instanceId(1);
const minuteMs = 60_000;
const below = (call: string, instance = id, engine = "rocketmq"): string =>
  `/v2/${projectId}/${engine}/instances/${instance}/${call}`;

interface Node {
  readonly id: string;
  readonly broker_name: string;
  readonly broker_id: number;
  readonly address: string;
}

async function nodesOf({ call }: RunningEmulator, query = ""): Promise<readonly Node[]> {
  const answered = await call("GET", below("nodes") + query);
  expect(answered.status).toBe(200);
  return (answered.body as { nodes: Node[] }).nodes;
}

const restart = ({ call }: RunningEmulator, body?: unknown): Promise<Answered> => call("POST", below("restart"), body);
const status = async (running: RunningEmulator): Promise<unknown> => (await listedStatuses(running, "", "v2"))[id];

describe("the nodes of a RocketMQ instance", () => {
  test("are a master and two slaves for each broker", async () => {
    await withEmulator({ seed: fleet({ engine: "rocketmq", broker_num: 2 }) }, async (running) => {
      const nodes = await nodesOf(running);
      expect(nodes.map((node) => [node.broker_name, node.broker_id])).toEqual([
        ["broker-0", 0],
        ["broker-0", 1],
        ["broker-0", 2],
        ["broker-1", 0],
        ["broker-1", 1],
        ["broker-1", 2],
      ]);
      expect(new Set(nodes.map((node) => node.id)).size).toBe(6);
      const got = await running.call("GET", `/v2/${projectId}/instances/${id}`);
      const { connect_address: hosts } = got.body as { connect_address: string };
      expect(nodes.slice(0, 3).map(({ address }) => address)).toEqual(hosts.split(","));
    });
  });

  test("come in pages, with the count of all", async () => {
    await withEmulator({ seed: fleet({ engine: "reliability", broker_num: 4 }) }, async (running) => {
      const all = await nodesOf(running, "?limit=50");
      expect(all).toHaveLength(12);
      expect(await nodesOf(running)).toEqual(all.slice(0, 10));
      expect(await nodesOf(running, "?limit=4&offset=10")).toEqual(all.slice(10));
      expect((await running.call("GET", below("nodes", id, "reliability"))).body).toMatchObject({ total: 12 });
      expect(await nodesOf(running, "?offset=12")).toEqual([]);
      for (const query of ["?limit=0", "?offset=-1", "?limit=all"]) {
        const refused = await running.call("GET", below("nodes") + query);
        expect([refused.status, errorCode(refused)]).toEqual([400, "DMS.00400062"]);
      }
    });
  });

  test("are limited in number for any seed", async () => {
    await withEmulator({ seed: fleet({ engine: "rocketmq", broker_num: 1e9 }) }, async ({ call }) => {
      expect((await call("GET", below("nodes"))).body).toMatchObject({ total: 300 });
    });
  });
});

describe("a restart of nodes", () => {
  test("restarts those that are named, and leaves the record of a restart", async () => {
    await withEmulator({ seed: fleet({ engine: "rocketmq" }) }, async (running) => {
      const [first, second] = await nodesOf(running);
      const answered = await restart(running, { nodes: [second!.id, first!.id] });
      expect([answered.status, answered.body]).toEqual([
        200,
        { instance_id: id, nodes: [second!.id, first!.id], result: "success" },
      ]);
      expect(await status(running)).toBe("RESTARTING");
      running.emulator.advance(15 * minuteMs);
      expect(await status(running)).toBe("RUNNING");
      const { body } = await running.call("GET", `/v2/${projectId}/instances/${id}/tasks?limit=1`);
      expect(body).toMatchObject({ task_count: "2", tasks: [{ name: "restartInstance", status: "SUCCESS" }] });
    });
  });

  test.each([
    ["no body", undefined],
    ["an empty object", {}],
  ])("with %s restarts all", async (_, body) => {
    await withEmulator({ seed: fleet({ engine: "rocketmq" }) }, async (running) => {
      const all = (await nodesOf(running)).map((node) => node.id);
      expect((await restart(running, body)).body).toEqual({ instance_id: id, nodes: all, result: "success" });
    });
  });

  test("obeys the rules for a batch restart of its instance", async () => {
    await withEmulator({ seed: fleet({ engine: "rocketmq" }) }, async (running) => {
      const on = { operation: "action", action: "restart", instance: id };
      await running.call("PUT", "/_emulator/faults", [
        { on: { ...on, times: 1 }, do: { status: 503 } },
        { on: { ...on, times: 1 }, do: { item: "failed" } },
      ]);
      expect((await restart(running)).status).toBe(503);
      expect((await restart(running)).body).toMatchObject({ result: "failed" });
      expect(await status(running)).toBe("RUNNING");
    });
  });

  test.each<[string, Record<string, unknown>, unknown, string]>([
    ["another version", { engine_version: "5.x" }, undefined, "DMS.00400007"],
    ["another status", { status: "ERROR" }, undefined, "DMS.00400026"],
    ["another engine", { engine: "kafka" }, undefined, "DMS.00400007"],
    ["a node of another instance", {}, { nodes: ["node-1"] }, "DMS.00400062"],
    ["a node that is an object", {}, { nodes: [{ name: "broker-0" }] }, "DMS.00400062"],
    ["no node", {}, { nodes: [] }, "DMS.00400062"],
    ["nodes as a text", {}, { nodes: "all" }, "DMS.00400085"],
    ["another key", {}, { instances: [id] }, "DMS.00400062"],
    ["no JSON", {}, "{", "DMS.00400005"],
  ])("is refused for %s", async (_, changes, body, code) => {
    await withEmulator({ seed: fleet({ engine: "rocketmq", ...changes }) }, async (running) => {
      const answered = await restart(running, body);
      expect([answered.status, errorCode(answered)]).toEqual([400, code]);
      expect(await status(running)).toBe(changes.status ?? "RUNNING");
    });
  });

  test("is refused for a node that is named twice, a type that is not JSON and an instance that is not there", async () => {
    await withEmulator({ seed: fleet({ engine: "rocketmq" }) }, async (running) => {
      const [first] = await nodesOf(running);
      expect(errorCode(await restart(running, { nodes: [first!.id, first!.id] }))).toBe("DMS.00400062");
      const plain = await running.call("POST", below("restart"), "{}", { "Content-Type": "text/plain" });
      expect(errorCode(plain)).toBe("DMS.00400005");
      const gone = await running.call("POST", below("restart", instanceId(9)));
      expect([gone.status, errorCode(gone)]).toEqual([404, "DMS.00404022"]);
      expect(await status(running)).toBe("RUNNING");
    });
  });

  test.each<[string, string, number, string]>([
    ["GET", below("restart"), 405, "DMS.00405001"],
    ["POST", below("nodes"), 405, "DMS.00405001"],
    ["GET", below("nodes", id, "kafka"), 404, "DMS.00404001"],
    ["GET", `${below("nodes")}/1`, 404, "DMS.00404001"],
    ["GET", below("brokers"), 404, "DMS.00404001"],
    ["GET", below("nodes").replace("/v2/", "/v1.0/"), 404, "DMS.00404001"],
  ])("%s %s is answered with %i %s", async (method, path, code, error) => {
    await withEmulator({ seed: fleet({ engine: "rocketmq" }) }, async ({ call }) => {
      const answered = await call(method, path);
      expect([answered.status, errorCode(answered)]).toEqual([code, error]);
    });
  });
});
