import { projectId, withEmulator } from "../../support/emulator/calls";
import { batchV1, batchV2, instanceV1, instanceV2, listQueryV1 } from "../../support/emulator/documented-examples";

const seedWith = (...instances: Record<string, unknown>[]) => ({ projects: { [projectId]: instances } }) as never;
const withId = (id: string) => ({ instance_id: id });

describe("the documents' examples hold on the emulator", () => {
  test.each(["restart", "delete"] as const)("v1.0 batch %s: the request is accepted", async (action) => {
    const seed = seedWith(...batchV1[action].instances.map(withId));
    await withEmulator({ seed }, async ({ call }) => {
      const answered = await call("POST", `/v1.0/${projectId}/instances/action`, batchV1[action]);
      expect(answered.status).toBe(200);
      expect(answered.body).toEqual({
        results: batchV1[action].instances.map((instance) => ({ result: "success", instance })),
      });
    });
  });

  test("v1.0 batch restart: the answer", async () => {
    await withEmulator({ seed: seedWith(...batchV1.answerIds.map(withId)) }, async ({ call }) => {
      const body = { action: "restart", instances: batchV1.answerIds };
      const answered = await call("POST", `/v1.0/${projectId}/instances/action`, body);
      expect(answered.body).toEqual(batchV1.answer);
      expect(answered.headers.get("content-type")).toMatch(/^application\/json/);
      expect(answered.headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
    });
  });

  test("v2 batch restart: the answer", async () => {
    await withEmulator({ seed: seedWith(...batchV2.answerIds.map(withId)) }, async ({ call }) => {
      const body = { action: "restart", instances: batchV2.answerIds };
      expect((await call("POST", `/v2/${projectId}/instances/action`, body)).body).toEqual(batchV2.answer);
    });
  });

  test.each([
    ["v1.0", batchV1.deleteFailed],
    ["v2", batchV2.deleteFailed],
  ])("%s deletion of failed creations: 204 and an empty body", async (version, body) => {
    await withEmulator({ seed: seedWith({ status: "CREATEFAILED" }) }, async ({ call }) => {
      const answered = await call("POST", `/${version}/${projectId}/instances/action`, body);
      expect([answered.status, answered.text]).toEqual([204, ""]);
    });
  });

  test("v1.0 get: the instance", async () => {
    await withEmulator({ seed: seedWith(instanceV1) }, async ({ call }) => {
      const answered = await call("GET", `/v1.0/${projectId}/instances/${instanceV1.instance_id}`);
      expect(answered.status).toBe(200);
      expect(answered.body).toMatchObject(instanceV1);
    });
  });

  test("v1.0 list: the sample request finds the instance, without fields that only get answers", async () => {
    await withEmulator({ seed: seedWith(instanceV1) }, async ({ call }) => {
      const answered = await call("GET", `/v1.0/${projectId}/instances${listQueryV1}`);
      const { subnet_name, subnet_cidr, ...listed } = instanceV1;
      expect(answered.body).toMatchObject({ instances: [listed], instance_num: 1 });
      const [instance] = (answered.body as { instances: object[] }).instances;
      expect(instance).not.toHaveProperty("subnet_name", subnet_name);
      expect(instance).not.toHaveProperty("subnet_cidr", subnet_cidr);
      expect(instance).not.toHaveProperty("broker_num");
    });
  });

  test("v2 list: the instance, with the fields v2 added", async () => {
    await withEmulator({ seed: seedWith(instanceV2) }, async ({ call }) => {
      const answered = await call("GET", `/v2/${projectId}/instances`);
      expect(answered.status).toBe(200);
      expect(answered.body).toMatchObject({ instances: [{ ...instanceV2, broker_num: 3 }], instance_num: 1 });
    });
  });

  test.each(["v1.0", "v2"])("%s delete of one instance: 204 and an empty body", async (version) => {
    await withEmulator({ seed: seedWith(instanceV1) }, async ({ call }) => {
      const answered = await call("DELETE", `/${version}/${projectId}/instances/${instanceV1.instance_id}`);
      expect([answered.status, answered.text]).toEqual([204, ""]);
    });
  });
});
