import {
  act,
  errorCode,
  fleet,
  instanceId,
  listedStatuses,
  projectId,
  withEmulator,
  type Answered,
} from "../../support/emulator/calls";

const unknownId = "99999999-9999-4999-8999-999999999999";
const path = `/v1.0/${projectId}/instances`;

describe("a batch call is refused as a whole", () => {
  const seed = fleet({}, { status: "ERROR" }, { status: "CREATING" }, { status: "EXTENDEDFAILED" });

  test.each<[string, unknown, number, string]>([
    ["with an empty body", "", 400, "DMS.00400004"],
    ["with a body that is no JSON", "restart", 400, "DMS.00400005"],
    ["with another verb", { action: "stop", instances: [instanceId(1)] }, 400, "DMS.00400064"],
    ["without ids", { action: "restart", instances: [] }, 400, "DMS.00400065"],
    [
      "with 51 ids",
      { action: "restart", instances: Array.from({ length: 51 }, (_, index) => instanceId(index)) },
      400,
      "DMS.00400100",
    ],
    ["with an id twice", { action: "restart", instances: [instanceId(1), instanceId(1)] }, 400, "DMS.00400082"],
    ["with a malformed id", { action: "restart", instances: [unknownId, "kafka-1"] }, 400, "DMS.00400061"],
    ["with an unknown id", { action: "restart", instances: [instanceId(1), unknownId] }, 404, "DMS.00404022"],
    [
      "for a restart of an instance that is CREATING",
      { action: "restart", instances: [instanceId(1), instanceId(3)] },
      400,
      "DMS.00400026",
    ],
    ["for a restart of what is EXTENDEDFAILED", { action: "restart", instances: [instanceId(4)] }, 400, "DMS.00400026"],
    [
      "for a deletion of an instance that is CREATING",
      { action: "delete", instances: [instanceId(1), instanceId(3)] },
      400,
      "DMS.00400099",
    ],
    ["for a deletion of what is EXTENDEDFAILED", { action: "delete", instances: [instanceId(4)] }, 400, "DMS.00400026"],
  ])("%s", async (_, body, status, code) => {
    await withEmulator({ seed }, async (running) => {
      const answered = await running.call("POST", `${path}/action`, body);
      expect([answered.status, errorCode(answered)]).toEqual([status, code]);
      expect(Object.keys(answered.body as object)).toEqual(["error_code", "error_msg"]);
      expect(await listedStatuses(running)).toEqual({
        [instanceId(1)]: "RUNNING",
        [instanceId(2)]: "ERROR",
        [instanceId(3)]: "CREATING",
        [instanceId(4)]: "EXTENDEDFAILED",
      });
    });
  });

  test("with the ids in question named in the text", async () => {
    await withEmulator({ seed }, async (running) => {
      const { body } = await act(running, "delete", [instanceId(1), instanceId(3)]);
      expect((body as { error_msg: string }).error_msg).toContain(`Instances: ${instanceId(3)}.`);
    });
  });
});

describe("permission by status", () => {
  const statuses = [
    ...["RUNNING", "ERROR", "CREATEFAILED", "FROZEN", "UPGRADINGFAILED", "ROLLBACKFAILED"],
    ...["CREATING", "STARTING", "CLOSING", "RESTARTING", "EXTENDEDFAILED", "DELETING"],
    ...[
      "EXTENDING",
      "SHRINKING",
      "CONFIGURING",
      "UPGRADING",
      "ROLLBACK",
      "VOLUMETYPECHANGING",
      "FREEZING",
      "NEVERHEARD",
    ],
  ];

  test.each([
    ["restart", { RUNNING: 200, ERROR: 200 }, "DMS.00400026"],
    [
      "delete",
      {
        ...{ RUNNING: 200, ERROR: 200, CREATEFAILED: 200, FROZEN: 200, UPGRADINGFAILED: 200, ROLLBACKFAILED: 200 },
        ...{ CREATING: "DMS.00400099", STARTING: "DMS.00400099", CLOSING: "DMS.00400099", RESTARTING: "DMS.00400099" },
        ...{ EXTENDING: "DMS.00400017", SHRINKING: "DMS.00400017", CONFIGURING: "DMS.00400017" },
        ...{ UPGRADING: "DMS.00400017", ROLLBACK: "DMS.00400017", FREEZING: "DMS.00400017" },
        VOLUMETYPECHANGING: "DMS.00400017",
      },
      "DMS.00400026",
    ],
  ] as const)("to %s", async (action, expected: Record<string, unknown>, otherwise) => {
    await withEmulator({ seed: fleet(...statuses.map((status) => ({ status }))) }, async (running) => {
      const answers: Record<string, unknown> = {};
      const singly: Record<string, unknown> = {};
      const outcome = (answered: Answered): unknown => (answered.status < 300 ? 200 : errorCode(answered));
      for (const [index, status] of statuses.entries()) {
        answers[status] = outcome(await act(running, action, [instanceId(index + 1)]));
        running.emulator.reset();
        singly[status] = outcome(await running.call("DELETE", `${path}/${instanceId(index + 1)}`));
        running.emulator.reset();
      }
      const all = Object.fromEntries(statuses.map((status) => [status, expected[status] ?? otherwise]));
      expect(answers).toEqual(all);
      if (action === "delete") expect(singly).toEqual(all);
    });
  });

  test("RocketMQ cannot be restarted by a batch call, RabbitMQ and Kafka can", async () => {
    const seed = fleet({ engine: "rocketmq" }, { engine: "rabbitmq" }, { engine: "kafka" });
    await withEmulator({ seed }, async (running) => {
      for (const version of ["v1.0", "v2"]) {
        expect(errorCode(await act(running, "restart", [instanceId(1), instanceId(3)], version))).toBe("DMS.00400007");
      }
      expect((await act(running, "restart", [instanceId(2), instanceId(3)], "v2")).status).toBe(200);
      expect((await act(running, "delete", [instanceId(1)], "v2")).status).toBe(200);
    });
  });
});

describe("a URL, method or project that the service does not know", () => {
  test.each<[string, string, number, string]>([
    ["GET", "/", 200, ""],
    ["GET", "/v3.1/x", 404, "DMS.00404001"],
    ["GET", "/v1.0", 404, "DMS.00404001"],
    ["GET", `/v1.0/${projectId}/queues`, 404, "DMS.00404001"],
    ["GET", `${path}/`, 404, "DMS.00404001"],
    ["GET", `${path}/${unknownId}/tasks`, 404, "DMS.00404001"],
    ["GET", `/v2/kafka/${projectId}/instances`, 404, "DMS.00404001"],
    ["PATCH", path, 405, "DMS.00405001"],
    ["POST", path, 405, "DMS.00405001"],
    ["GET", `${path}/action`, 405, "DMS.00405001"],
    ["PUT", `${path}/${unknownId}`, 405, "DMS.00405001"],
    ["GET", "/v1.0/eu%20de/instances", 400, "DMS.00400002"],
    ["GET", "/v1.0//instances", 400, "DMS.00400002"],
    ["GET", "/v1.0/%zz/instances", 400, "DMS.00400002"],
    ["GET", `/v2/${"a".repeat(65)}/instances`, 400, "DMS.00400002"],
    ["GET", `${path}/${unknownId}`, 404, "DMS.00404022"],
    ["GET", `${path}/kafka-1`, 400, "DMS.00400061"],
    ["DELETE", `${path}/${unknownId}`, 404, "DMS.00404022"],
  ])("%s %s → %d %s", async (method, url, status, code) => {
    await withEmulator({}, async (running) => {
      const response = await fetch(running.url + url, { method });
      expect(response.status).toBe(status);
      if (code !== "") expect(await response.json()).toMatchObject({ error_code: code });
    });
  });

  test("an instance of another project is unknown", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      const other = await running.call("GET", `/v1.0/${"0".repeat(32)}/instances/${instanceId(1)}`);
      expect([other.status, errorCode(other)]).toEqual([404, "DMS.00404022"]);
    });
  });

  test("any project can be listed, and is empty unless seeded", async () => {
    await withEmulator({ seed: fleet({}) }, async (running) => {
      for (const version of ["v1.0", "v2"]) {
        const { body } = await running.call("GET", `/${version}/${"f".repeat(32)}/instances`);
        expect(body).toEqual({ instances: [], instance_num: 0 });
      }
    });
  });

  test("a Keystone URL is refused in Keystone's shape", async () => {
    await withEmulator({}, async (running) => {
      expect((await running.call("GET", "/v3/auth/tokens")).body).toEqual({
        error: { code: 405, message: expect.any(String) as string, title: "Method Not Allowed" },
      });
      expect((await running.call("GET", "/v3/users")).body).toMatchObject({ error: { code: 404, title: "Not Found" } });
    });
  });
});

describe("the gateway's limits", () => {
  test("a body above 12 MB is refused with 413", async () => {
    await withEmulator({}, async (running) => {
      const answered = await running.call("POST", `${path}/action`, "x".repeat(12 * 1024 * 1024 + 1));
      expect([answered.status, answered.body]).toEqual([
        413,
        { error_code: "APIG.0201", error_msg: expect.any(String) as string, request_id: expect.any(String) as string },
      ]);
      const [entry] = running.emulator.journal();
      expect(entry).toMatchObject({ status: 413, body: null });
    });
  });

  test("an address above 32 KB is refused with 414, a header above 32 KB with 494", async () => {
    await withEmulator({}, async (running) => {
      const longUrl = await running.call("GET", `${path}?name=${"x".repeat(33 * 1024)}`);
      expect([longUrl.status, errorCode(longUrl)]).toEqual([414, "APIG.0201"]);
      const longHeader = await running.call("GET", path, undefined, { "x-long": "x".repeat(33 * 1024) });
      expect([longHeader.status, errorCode(longHeader)]).toEqual([494, "APIG.0201"]);
    });
  });
});
