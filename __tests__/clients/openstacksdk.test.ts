import { join } from "node:path";
import { startForeignClient, type ForeignClient, type Told } from "../support/clients/foreign-client";
import { pythonWithClients } from "../support/clients/installed-clients";
import { fleet, instanceId, projectId, withEmulator, type RunningEmulator } from "../support/emulator/calls";

const driver = join(__dirname, "../support/clients/python/openstack_client.py");
const failed = { status: "CREATEFAILED" };
const path = `/v1.0/${projectId}/instances`;

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

describe("openstacksdk with the extensions of the Open Telekom Cloud", () => {
  let client: ForeignClient;
  beforeAll(async () => {
    client = startForeignClient(await pythonWithClients(), [driver]);
  }, 240_000);
  afterAll(() => client.close());

  const connect = (url: string, password = "right"): Promise<Told> => {
    const who = { user: "ada", password, domain: "OTC-1" };
    return client.call("connect", { url, project: projectId, region: "eu-de", ...who });
  };

  async function withFleet(
    instances: readonly Record<string, unknown>[],
    use: (running: RunningEmulator) => Promise<void>,
  ): Promise<void> {
    const seed = { ...fleet(...instances), users: [{ name: "ada", password: "right", domain: "OTC-1" }] };
    await withEmulator({ auth: "token", seed }, async (running) => {
      expect(await connect(running.url)).toEqual({ answer: null });
      await use(running);
    });
  }

  const list = (query: object = {}): Promise<readonly Shown[]> => client.ask("list", query);
  const statuses = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await list({ include_failure: "true" })).map(({ id, status }) => [id, status]));

  test("asks Keystone's version, logs in once and finds the service in the catalog", async () => {
    await withFleet([{ name: "orders" }], async ({ emulator }) => {
      await list();
      expect(await client.ask("projects")).toEqual(["eu-de"]);
      expect(emulator.journal().map((call) => `${call.method} ${call.path} ${call.status}`)).toEqual([
        "GET /v3 200",
        "POST /v3/auth/tokens 201",
        `GET ${path} 200`,
        "GET /v3/projects 200",
      ]);
    });
  });

  test("lists all, with failed creations on request", async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ name: `kafka-${index}` }));
    await withFleet([...many, failed], async () => {
      expect((await list()).map(({ name }) => name)).toEqual(many.map(({ name }) => name));
      expect(await list({ include_failure: "true" })).toHaveLength(61);
      expect(await list({ name: "kafka-7", exact_match_name: "true" })).toMatchObject([{ name: "kafka-7" }]);
    });
  });

  test("shows an instance by id and by name, and reports one that does not exist", async () => {
    await withFleet([{ name: "audit" }, { name: "orders" }], async () => {
      const orders = {
        id: instanceId(2),
        name: "orders",
        engine_name: "kafka",
        status: "RUNNING",
        max_partitions: 300,
      };
      expect(await client.ask("show", { id: instanceId(2) })).toEqual(orders);
      expect(await client.ask("find", { name: "orders" })).toEqual(orders);
      const told = await client.call("show", { id: instanceId(7) });
      expect(told).toMatchObject({ refused: { status: 404, code: "DMS.00404022" } });
    });
  });

  test("restarts one and some, and reads the record of it in API v2", async () => {
    await withFleet([{}, {}, {}], async ({ emulator }) => {
      await client.ask("restart", { id: instanceId(1) });
      await client.ask("restartMany", { ids: [instanceId(2)] });
      expect(Object.values(await statuses())).toEqual(["RESTARTING", "RESTARTING", "RUNNING"]);
      emulator.advance(15 * 60_000);
      expect(Object.values(await statuses())).toEqual(["RUNNING", "RUNNING", "RUNNING"]);
      expect(await client.ask("tasks", { id: instanceId(1) })).toMatchObject({
        task_count: "2",
        tasks: [{ name: "restartInstance", status: "SUCCESS", user_name: "ada" }, {}],
      });
    });
  });

  test("deletes one and some, and purges the failed creations", async () => {
    await withFleet([{}, {}, {}, failed], async ({ emulator }) => {
      await client.ask("delete", { id: instanceId(1) });
      await client.ask("deleteMany", { ids: [instanceId(2)] });
      await client.ask("deleteFailed");
      expect(await statuses()).toEqual({ [instanceId(3)]: "RUNNING" });
      const gone = await client.call("delete", { id: instanceId(9) });
      expect(gone).toMatchObject({ refused: { status: 404, code: "DMS.00404022" } });
      expect(emulator.journal().filter(({ method }) => method === "POST")[2]).toMatchObject({
        path: `${path}/action`,
        body: { action: "delete", allFailure: "kafka" },
        status: 204,
      });
    });
  });

  test("is refused 51 instances in one call, and nothing is restarted", async () => {
    await withFleet(
      Array.from({ length: 51 }, () => ({})),
      async () => {
        const ids = Array.from({ length: 51 }, (_, index) => instanceId(index + 1));
        const told = await client.call("restartMany", { ids });
        expect(told).toMatchObject({ refused: { status: 400, code: "DMS.00400100" } });
        expect(new Set(Object.values(await statuses()))).toEqual(new Set(["RUNNING"]));
      },
    );
  });

  test("is refused with a wrong password", async () => {
    await withFleet([{}], async ({ url }) => {
      expect(await connect(url, "wrong")).toMatchObject({ refused: { status: 401 } });
    });
  });
});
