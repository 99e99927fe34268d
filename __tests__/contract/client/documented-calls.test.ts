import { type Engine, parseEngine } from "../../../lib/domain/instance";
import type { CannedAnswer } from "../../support/client/canned-server";
import {
  documentedFixture,
  type DocumentedFixture,
  documentedFixtureNames,
} from "../../support/client/documented-fixture";
import { forever, projectId, rejectionOf } from "../../support/client/fixture-config";
import { type FixtureServer, startFixtureServer } from "../../support/client/fixture-server";

let server: FixtureServer;
beforeAll(async () => {
  server = await startFixtureServer();
});
afterEach(() => server.closeClients());
afterAll(() => server.close());

const pathOf = ({ request }: DocumentedFixture): string => request.path.replace("{project_id}", projectId);

test("every fixture names its document and date", () => {
  for (const name of documentedFixtureNames()) {
    const { page, dated } = documentedFixture(name).document;
    expect(page.length).toBeGreaterThan(20);
    expect(dated).toMatch(/\d{4}/);
  }
});

describe.each([
  "v1-kafka-batch-restart",
  "v1-kafka-batch-delete",
  "v2-kafka-batch-restart",
  "v2-kafka-batch-delete",
  "v2-rocketmq-batch-delete",
])("%s", (name) => {
  const { request, answer: documented } = documentedFixture(name);
  const action = request.body?.["action"] as "restart" | "delete";

  test("is sent letter for letter as documented, once", async () => {
    const { fixture, client, received } = server.clientFor(name);
    await client.act(action, fixture.request.body?.["instances"] as string[], { forceDelete: false }, forever);
    expect(received()).toHaveLength(1);
    expect(received()[0]).toMatchObject({ method: "POST", path: pathOf(fixture) });
    expect(received()[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(received()[0]?.body ?? "")).toEqual(fixture.request.body);
  });

  test("its answer is read instance by instance, in order", async () => {
    const { client } = server.clientFor(name);
    const { results } = documented.body as { results: { instance: string; result: string }[] };
    const ids = results.map(({ instance }) => instance);
    const { items } = await client.act(action, ids, { forceDelete: false }, forever);
    expect(items).toEqual(results.map(({ instance, result }) => ({ id: instance, result })));
  });

  test("an answer about other instances is not a success", async () => {
    const { fixture, client } = server.clientFor(name);
    const ids = fixture.request.body?.["instances"] as string[];
    expect((await client.act(action, ids, { forceDelete: false }, forever)).items).toEqual([]);
  });
});

describe.each<[string, Engine]>([
  ["v1-kafka-purge", "kafka"],
  ["v1-rabbitmq-purge", "rabbitmq"],
  ["v2-kafka-purge", "kafka"],
  ["v2-rabbitmq-purge", "rabbitmq"],
  ["v2-rocketmq-purge", "rocketmq"],
])("%s", (name, engine) => {
  test("is sent letter for letter as documented, and 204 is success", async () => {
    const { fixture, client, received } = server.clientFor(name);
    expect(client.supportsPurge(engine)).toBe(true);
    expect((await client.purgeFailed(engine, forever)).items).toEqual([]);
    expect(received().map(({ method, path, body }) => [method, path, JSON.parse(body) as unknown])).toEqual([
      ["POST", pathOf(fixture), fixture.request.body],
    ]);
  });

  test("200 with an empty body is success too, and so is 200 with results", async () => {
    const { client, answerWith } = server.clientFor(name);
    answerWith({ status: 200 });
    expect((await client.purgeFailed(engine, forever)).items).toEqual([]);
    answerWith({
      status: 200,
      headers: { "x-request-id": "r-9" },
      body: { results: [{ instance: "i-1", result: "failed" }] },
    });
    expect(await client.purgeFailed(engine, forever)).toEqual({
      items: [{ id: "i-1", result: "failed" }],
      requestId: "r-9",
    });
  });
});

describe("v1-kafka-list", () => {
  test("is read, times as RFC 3339", async () => {
    const { client, received } = server.clientFor("v1-kafka-list");
    expect(await client.list(forever)).toEqual([
      {
        id: "8354dde6-8229-4ff4-844d-ab7121be9745",
        name: "kafka-lxy-test",
        engine: "kafka",
        engineVersion: "2.3.0",
        status: "RUNNING",
        createdAt: "2019-11-04T11:15:20.990Z",
        maintainBegin: "22:00:00",
        maintainEnd: "02:00:00",
      },
    ]);
    expect(received().map(({ path }) => path)).toEqual([`/v1.0/${projectId}/instances?includeFailure=true`]);
  });

  test("filters use documented names only", async () => {
    const { fixture, client, received } = server.clientFor("v1-kafka-list");
    const filters = {
      engine: "kafka",
      name: "a b/c",
      exactName: true,
      status: "RUNNING",
      includeFailed: false,
      enterpriseProjectId: "0",
    } as const;
    await client.listFiltered(filters, forever);
    const query = new URL(received()[0]?.path ?? "", server.url).searchParams;
    expect([...query.keys()].every((key) => fixture.request.documentedQuery?.includes(key))).toBe(true);
    expect(Object.fromEntries(query)).toEqual({
      engine: "kafka",
      name: "a b/c",
      exactMatchName: "true",
      status: "RUNNING",
      includeFailure: "false",
      enterprise_project_id: "0",
    });
    expect(received()[0]?.path).toContain("name=a%20b%2Fc");
  });
});

describe("v2-kafka-list", () => {
  test("is asked for engine by engine, as the engine is mandatory, and read", async () => {
    const { fixture, client, received } = server.clientFor("v2-kafka-list");
    expect((await client.list(forever)).map(({ name, createdAt }) => [name, createdAt])).toEqual([
      ["kafka-2085975099", "2020-03-31T01:36:27.087Z"],
    ]);
    const queries = received().map(({ path }) => new URL(path, server.url).searchParams);
    expect(queries.map((query) => query.get("engine"))).toEqual(["kafka", "rabbitmq", "rocketmq"]);
    for (const query of queries) {
      expect([...query.keys()].every((key) => fixture.request.documentedQuery?.includes(key))).toBe(true);
      expect(fixture.request.mandatoryQuery?.every((key) => query.has(key))).toBe(true);
      expect(query.get("include_failure")).toBe("true");
    }
  });
});

describe("v2-rocketmq-list", () => {
  test("is asked for by the engine's name and read, though the answer uses its alias", async () => {
    const { fixture, client, received } = server.clientFor("v2-rocketmq-list");
    const listed = await client.listFiltered({ engine: "rocketmq" }, forever);
    expect(listed.map(({ name, engine }) => [name, engine])).toEqual([["reliability-ztest", "reliability"]]);
    expect(parseEngine(listed[0]?.engine ?? "")).toBe("rocketmq");
    const query = new URL(received()[0]?.path ?? "", server.url).searchParams;
    expect([...query.keys()].every((key) => fixture.request.documentedQuery?.includes(key))).toBe(true);
  });
});

describe.each(["v2-kafka-get", "v2-rocketmq-get"])("%s", (name) => {
  test("is sent as documented and read", async () => {
    const { fixture, client, received } = server.clientFor(name);
    const documented = fixture.answer.body as Readonly<Record<string, string>>;
    const { instance_id: id = "", engine_version: engineVersion } = documented;
    const { status, engine } = documented;
    expect(await client.get(id, forever)).toMatchObject({
      id,
      name: documented["name"],
      engine,
      engineVersion,
      status,
    });
    expect(received().map(({ method, path }) => [method, path])).toEqual([["GET", pathOf(fixture)]]);
  });
});

describe.each(documentedFixtureNames().filter((name) => name.startsWith("gateway-")))("%s", (name) => {
  test("is a refusal that is not tried again, with the gateway's code, words and request id", async () => {
    const { fixture, client, received } = server.clientFor(name, { maxRetries: 5 });
    const { error_code: errorCode, error_msg: errorMessage } = fixture.answer.body as Record<string, string>;
    const failure = await rejectionOf(client.list(forever));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "refused", errorCode, errorMessage });
    expect(failure).toHaveProperty("requestId", "******");
    expect(received()).toHaveLength(1);
  });
});

describe("v1-kafka-get", () => {
  test("is sent as documented and read", async () => {
    const { fixture, client, received } = server.clientFor("v1-kafka-get");
    const instance = await client.get("8354dde6-8229-4ff4-844d-ab7121be9745", forever);
    expect(instance).toMatchObject({ name: "kafka-test", status: "RUNNING" });
    expect(received().map(({ method, path }) => [method, path])).toEqual([["GET", pathOf(fixture)]]);
  });

  test.each([
    [404, "DMS.00404022"],
    [400, "DMS.00404022"],
    [404, "DMS.111400022"],
    [400, "DMS.111400022"],
    [404, "DMS.00404029"],
  ])("HTTP %i with %s means that the instance does not exist", async (status, errorCode) => {
    const { client, answerWith } = server.clientFor("v1-kafka-get");
    answerWith({ status, body: { error_code: errorCode, error_msg: "This DMS instance does not exist." } });
    expect(await client.get("8354dde6-8229-4ff4-844d-ab7121be9745", forever)).toBeUndefined();
  });

  test.each<[string, CannedAnswer]>([
    ["an empty 404", { status: 404 }],
    ["a proxy's 404", { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not Found</h1>" }],
    ["the gateway's 404 for a wrong URL", { status: 404, body: { error_code: "APIG.0101", error_msg: "no API" } }],
    ["the service's 404 for a wrong URL", { status: 404, body: { error_code: "DMS.00404001", error_msg: "URL" } }],
    [
      "flow control, documented as 404",
      { status: 404, body: { error_code: "DMS.10240407", error_msg: "too frequent" } },
    ],
    ["200 about another instance", { status: 200, body: { instance_id: "other", status: "RUNNING" } }],
    ["200 with an error inside", { status: 200, body: { error_code: "DMS.00404022", error_msg: "gone" } }],
  ])("%s is an error, not a proof that the instance is gone", async (_, canned) => {
    const { client, answerWith } = server.clientFor("v1-kafka-get");
    answerWith(canned);
    expect(await rejectionOf(client.get("8354dde6-8229-4ff4-844d-ab7121be9745", forever))).toHaveProperty("fate");
  });
});
