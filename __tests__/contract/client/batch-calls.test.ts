import type { DmsClient } from "../../../lib/client/dms-client";
import type { Engine } from "../../../lib/domain/instance";
import type { CannedAnswer } from "../../support/client/canned-server";
import { forever, rejectionOf } from "../../support/client/fixture-config";
import { type FixtureServer, startFixtureServer } from "../../support/client/fixture-server";

let server: FixtureServer;
beforeAll(async () => {
  server = await startFixtureServer();
});
afterEach(() => server.closeClients());
afterAll(() => server.close());

describe("calls that are not made", () => {
  test.each<[string, (made: DmsClient) => Promise<unknown>]>([
    [
      "51 ids",
      (made) =>
        made.act(
          "restart",
          Array.from({ length: 51 }, (_, n) => `i-${String(n)}`),
          { forceDelete: false },
          forever,
        ),
    ],
    ["no id", (made) => made.act("restart", [], { forceDelete: false }, forever)],
    ["an id twice", (made) => made.act("restart", ["i-1", "I-1"], { forceDelete: false }, forever)],
    ["an id that would leave its path", (made) => made.get("..", forever)],
    ["an empty id", (made) => made.get("", forever)],
    ["force_delete in v1.0", (made) => made.act("delete", ["i-1"], { forceDelete: true }, forever)],
    ["a purge of RocketMQ in v1.0", (made) => made.purgeFailed("rocketmq", forever)],
  ])("%s", async (_, call) => {
    const { client, received } = server.clientFor("v1-kafka-list");
    expect(await rejectionOf(call(client))).toMatchObject({ code: "invalid", fate: "not-sent" });
    expect(received()).toEqual([]);
  });
});

test("v2 sends force_delete only for a delete that asks for it", async () => {
  const { client, received } = server.clientFor("v2-kafka-batch-delete");
  await client.act("delete", ["i-1"], { forceDelete: true }, forever);
  await client.act("restart", ["i-1"], { forceDelete: true }, forever);
  await client.act("delete", ["i-1"], { forceDelete: false }, forever);
  expect(received().map(({ body }) => (JSON.parse(body) as Record<string, unknown>)["force_delete"])).toEqual([
    true,
    undefined,
    undefined,
  ]);
});

test("the abilities of each version", () => {
  const { client: v1 } = server.clientFor("v1-kafka-list");
  const { client } = server.clientFor("v2-kafka-list");
  const engines: readonly Engine[] = ["kafka", "rabbitmq", "rocketmq"];
  expect(
    engines.map((engine) => [v1.supports("restart", engine), v1.supports("delete", engine), v1.supportsPurge(engine)]),
  ).toEqual([
    [true, true, true],
    [true, true, true],
    [false, false, false],
  ]);
  expect(
    engines.map((engine) => [
      client.supports("restart", engine),
      client.supports("delete", engine),
      client.supportsPurge(engine),
    ]),
  ).toEqual([
    [true, true, true],
    [true, true, true],
    [false, true, true],
  ]);
  expect(engines.map((engine) => [v1.purgeNamesEngine(engine), client.purgeNamesEngine(engine)])).toEqual([
    [true, true],
    [false, true],
    [true, true],
  ]);
  expect([v1.supportsForceDelete, client.supportsForceDelete]).toEqual([false, true]);
  expect([v1.apiVersion, client.apiVersion]).toEqual(["v1.0", "v2"]);
});

describe("a batch call", () => {
  const ids = ["54602a9d-5e22-4239-9123-77e350df4a34", "7166cdea-dbad-4d79-9610-7163e6f8b640"];

  test.each([429, 500, 502, 503, 504])("is sent once even when the service answers %i", async (status) => {
    const { client, received, answerWith } = server.clientFor("v1-kafka-batch-restart", { maxRetries: 5 });
    answerWith({ status, headers: { "retry-after": "0" } });
    await rejectionOf(client.act("restart", ids, { forceDelete: false }, forever));
    expect(received()).toHaveLength(1);
  });

  test("keeps failed items, drops unreadable ones and ignores contradictory ones", async () => {
    const { client, answerWith } = server.clientFor("v1-kafka-batch-restart");
    const asked = ["i-1", "i-2", "i-3", "i-4", "i-5", "i-6"];
    answerWith({
      body: {
        results: [
          { instance: "I-2", result: "failed" },
          { result: "success", instance: "i-1" },
          { instance: "i-3", result: "Success" },
          { instance: "i-4", result: true },
          { instance: "i-5", result: "success" },
          { instance: "i-5", result: "failed" },
          { result: "success" },
          null,
          "i-6",
        ],
      },
    });
    expect((await client.act("delete", asked, { forceDelete: false }, forever)).items).toEqual([
      { id: "i-2", result: "failed" },
      { id: "i-1", result: "success" },
    ]);
  });

  test.each<[string, CannedAnswer]>([
    ["an empty 200", { status: 200 }],
    ["a sign-in page", { status: 200, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" }],
    ["broken JSON", { status: 200, body: '{"results":[' }],
    ["results that are no list", { status: 200, body: { results: "success" } }],
    ["an error with status 200", { status: 200, body: { error_code: "DMS.00400026", error_msg: "busy" } }],
  ])("answered with %s is of unknown fate", async (_, canned) => {
    const { client, answerWith } = server.clientFor("v1-kafka-batch-restart");
    answerWith(canned);
    expect(await rejectionOf(client.act("restart", ids, { forceDelete: false }, forever))).toMatchObject({
      code: "unexpected-answer",
      fate: "unknown",
    });
  });

  test("answered with 204 has no items, and no instance counts as accepted", async () => {
    const { client, answerWith } = server.clientFor("v1-kafka-batch-restart");
    answerWith({ status: 204, headers: { "x-request-id": "r-1" } });
    expect(await client.act("restart", ids, { forceDelete: false }, forever)).toMatchObject({
      items: [],
      requestId: "r-1",
    });
  });
});
