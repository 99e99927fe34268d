import { errorCode, fleet, instanceId, listedStatuses, projectId, withEmulator } from "../../support/emulator/calls";

const path = (version: string): string => `/${version}/${projectId}/instances`;

describe("paging in v2", () => {
  const seed = fleet(...Array.from({ length: 23 }, (_, index) => ({ name: `kafka-${index + 1}` })));

  async function page(query: string): Promise<{ names: string[]; total: number }> {
    let found = { names: [] as string[], total: 0 };
    await withEmulator({ seed }, async ({ call }) => {
      const { body } = await call("GET", path("v2") + query);
      const { instances, instance_num } = body as { instances: { name: string }[]; instance_num: number };
      found = { names: instances.map(({ name }) => name), total: instance_num };
    });
    return found;
  }

  test("gives ten instances unless told otherwise, and the number of all", async () => {
    const { names, total } = await page("");
    expect(names).toHaveLength(10);
    expect(total).toBe(23);
  });

  test("gives the rest on the last page", async () => {
    expect(await page("?offset=20&limit=10")).toEqual({ names: ["kafka-21", "kafka-22", "kafka-23"], total: 23 });
  });

  test("takes a limit from 1 to 50", async () => {
    expect((await page("?limit=1")).names).toEqual(["kafka-1"]);
    expect((await page("?limit=50")).names).toHaveLength(23);
  });

  test.each([
    ["?limit=0", "DMS.00400062"],
    ["?limit=51", "DMS.00400062"],
    ["?limit=ten", "DMS.00400062"],
    ["?limit=-1", "DMS.00400062"],
    ["?offset=23", "DMS.40050010"],
    ["?offset=-1", "DMS.40050010"],
    ["?offset=1.5", "DMS.40050010"],
    ["?offset=1&name=kafka-23", "DMS.40050010"],
  ])("refuses %s with %s", async (query, code) => {
    await withEmulator({ seed }, async ({ call }) => {
      const answered = await call("GET", path("v2") + query);
      expect([answered.status, errorCode(answered)]).toEqual([400, code]);
    });
  });

  test("does not exist in v1.0: everything comes at once", async () => {
    await withEmulator({ seed }, async (running) => {
      expect(Object.keys(await listedStatuses(running, "?start=1&limit=10&offset=99"))).toHaveLength(23);
    });
  });
});

describe("filters", () => {
  const seed = fleet(
    { name: "orders" },
    { name: "orders-eu", engine: "rabbitmq", status: "ERROR" },
    { name: "audit", engine: "rocketmq", enterprise_project_id: "team" },
    { name: "broken", status: "CREATEFAILED" },
  );

  test.each<[string, string, readonly number[]]>([
    ["v1.0", "", [1, 2, 3]],
    ["v1.0", "?includeFailure=true", [1, 2, 3, 4]],
    ["v1.0", "?includeFailure=false", [1, 2, 3]],
    ["v1.0", "?include_failure=true", [1, 2, 3]],
    ["v2", "?include_failure=true", [1, 2, 3, 4]],
    ["v2", "?includeFailure=true", [1, 2, 3]],
    ["v1.0", "?status=CREATEFAILED", []],
    ["v1.0", "?status=CREATEFAILED&includeFailure=true", [4]],
    ["v1.0", "?name=order", [1, 2]],
    ["v1.0", "?name=orders&exactMatchName=true", [1]],
    ["v2", "?name=orders&exact_match_name=true", [1]],
    ["v2", "?name=orders&exactMatchName=true", [1, 2]],
    ["v1.0", "?engine=kafka", [1]],
    ["v2", "?engine=rabbitmq", [2]],
    ["v2", "?engine=rocketmq", [3]],
    ["v2", "?engine=reliability", [3]],
    ["v1.0", "?status=ERROR", [2]],
    ["v1.0", `?id=${instanceId(2)}`, [2]],
    ["v2", `?instance_id=${instanceId(2)}`, [2]],
    ["v2", "?enterprise_project_id=team", [3]],
    ["v1.0", "?name=&status=&id=&engine=", [1, 2, 3]],
  ])("%s list%s finds %j", async (version, query, expected) => {
    await withEmulator({ seed }, async (running) => {
      expect(Object.keys(await listedStatuses(running, query, version))).toEqual(expected.map(instanceId));
    });
  });
});
