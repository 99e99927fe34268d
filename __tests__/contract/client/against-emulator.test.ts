import type { InstanceApi } from "../../../lib/rollout/ports";
import { type EmulatedCloud, instanceIdOf, startCloud } from "../../support/client/emulated-cloud";
import { forever, projectId, rejectionOf } from "../../support/client/fixture-config";
import type { ApiVersion } from "../../../lib/client/client-config";

const [first, second, third] = [0, 1, 2].map((n) => instanceIdOf("kafka", n)) as [string, string, string];
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ instance_id: instanceIdOf("kafka", n), name: `kafka-${String(n)}` }));

let cloud: EmulatedCloud;
afterEach(() => cloud.close());

describe.each<ApiVersion>(["v1.0", "v2"])("API %s", (apiVersion) => {
  test("shows the whole project, failed creations included, over all pages", async () => {
    const stillborn = { instance_id: instanceIdOf("rabbitmq", 9), engine: "rabbitmq", status: "CREATEFAILED" };
    cloud = await startCloud({ seed: { projects: { [projectId]: [...many(120), stillborn] } } });
    const client = cloud.connect({ apiVersion });
    const api: InstanceApi = client;
    const listed = await api.list(forever);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(121);
    expect(listed.find(({ id }) => id === stillborn.instance_id)?.status).toBe("CREATEFAILED");
    expect(listed.every(({ createdAt }) => /^\d{4}-.*Z$/.test(createdAt))).toBe(true);
    const found = await client.listFiltered({ engine: "kafka", name: "kafka-7", exactName: true }, forever);
    expect(found.map(({ name }) => name)).toEqual(["kafka-7"]);
    // No page beyond the end is asked for: v2 answers that with an error.
    expect(cloud.calls().every(([, status]) => status === 200)).toBe(true);
  });

  test("a refusal has the fate refused, a cut connection unknown, and no call is sent twice", async () => {
    cloud = await startCloud();
    const client = cloud.connect({ apiVersion, maxRetries: 4 });
    const restart = () => client.act("restart", [first], { forceDelete: false }, forever);
    cloud.emulator.setFaults([
      { on: { operation: "action" }, do: { status: 400, error_code: "DMS.00400026", error_msg: "busy" } },
    ]);
    expect(await rejectionOf(restart())).toMatchObject({ code: "busy", fate: "refused", errorCode: "DMS.00400026" });
    cloud.emulator.setFaults([{ on: { operation: "action" }, do: { drop: "after" } }]);
    expect(await rejectionOf(restart())).toMatchObject({ code: "lost", fate: "unknown" });
    cloud.emulator.setFaults([{ on: { operation: "action" }, do: { truncate: true } }]);
    const cutShort = client.act("restart", [third], { forceDelete: false }, forever);
    expect(await rejectionOf(cutShort)).toMatchObject({ code: "lost", fate: "unknown" });
    expect(cloud.calls()).toHaveLength(3);
  });

  test("an instance that the list dropped is still there for a read", async () => {
    cloud = await startCloud();
    const client = cloud.connect({ apiVersion });
    await client.act("delete", [first], { forceDelete: false }, forever);
    expect((await client.list(forever)).map(({ id }) => id)).not.toContain(first);
    expect((await client.get(first, forever))?.status).toBe("DELETING");
  });
});

describe("the recycle bin", () => {
  const binned = async (forceDelete: boolean): Promise<string | undefined> => {
    cloud = await startCloud({ seed: { projects: { [projectId]: many(2) }, recycle_bin: true } });
    const client = cloud.connect({ apiVersion: "v2" });
    await client.act("delete", [second], { forceDelete }, forever);
    cloud.emulator.advance(60_000);
    expect(await client.list(forever)).toHaveLength(1);
    return (await client.get(second, forever))?.status;
  };

  test("keeps instances that v2 deletes, unless force_delete is set", async () => {
    expect(await binned(false)).toBe("RECYCLE");
    await cloud.close();
    expect(await binned(true)).toBeUndefined();
    expect(cloud.emulator.journal().find(({ method }) => method === "POST")?.body).toEqual({
      action: "delete",
      instances: [second],
      force_delete: true,
    });
  });
});
