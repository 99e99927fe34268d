import { randomUUID } from "node:crypto";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import type { CallFailure } from "../../../lib/domain/call-failure";
import { type CannedAnswer, type CannedServer, startCannedServer } from "../../support/client/canned-server";
import { documentedFixture } from "../../support/client/documented-fixture";
import { clientConfig, forever, rejectionOf } from "../../support/client/fixture-config";
import { startRawServer } from "../../support/client/raw-server";

type ApiVersion = "v1.0" | "v2";

const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const mebibyte = 1024 * 1024;
const patience = 60_000;

/** A listing of so many instances, each with an id and no other field. */
const ids = (count: number): string =>
  JSON.stringify({ instances: Array.from({ length: count }, (_, n) => ({ instance_id: `i-${String(n)}` })) });
const brackets = "[".repeat(15_000_000);
const pairs = (count: number): string => `{"instances":[${"[],".repeat(count)}[]]}`;

describe("an answer that is longer than documented", () => {
  let server: CannedServer;
  let answer: CannedAnswer = {};
  const clients: DmsClient[] = [];
  beforeAll(async () => {
    server = await startCannedServer(() => answer);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });
  afterAll(() => server.close());

  const connect = (apiVersion: ApiVersion): DmsClient => {
    const client = createDmsClient(clientConfig(server.url, { apiVersion, requestTimeoutMs: patience }));
    clients.push(client);
    return client;
  };
  const failureOf = async (call: Promise<unknown>): Promise<CallFailure> => (await rejectionOf(call)) as CallFailure;

  test.each<[string, ApiVersion, () => string, string]>([
    ["fifteen million brackets", "v1.0", () => brackets, "JSON nested deeper than 32 levels"],
    ["fifteen million brackets", "v2", () => brackets, "JSON nested deeper than 32 levels"],
    ["more values than 10,000 instances have", "v1.0", () => pairs(1_000_001), "JSON of more than 2000000 values"],
    ["more values than 50 instances have", "v2", () => pairs(50_001), "JSON of more than 100000 values"],
    ["150,000 ids", "v1.0", () => ids(150_000), "expected a list of 50000 instances at most"],
    ["150,000 ids", "v2", () => ids(150_000), "JSON of more than 100000 values"],
    ["51 instances where 50 were asked for", "v2", () => ids(51), "expected a list of 50 instances at most"],
    [
      "one name of five megabytes",
      "v2",
      () => ids(1).replace("i-0", "n".repeat(5 * mebibyte)),
      "more than 4194304 bytes",
    ],
  ])("is not taken for a list: %s (API %s)", async (_, apiVersion, body, said) => {
    answer = { body: body() };
    const failure = await failureOf(connect(apiVersion).listFiltered({ engine: "kafka" }, forever));
    expect(failure).toMatchObject({ code: "unexpected-answer", fate: "unknown", status: 200 });
    expect(failure.message).toContain(said);
    expect(failure.message.length).toBeLessThan(600);
  });

  test("leaves the fate of a call open: it was sent once and is looked up", async () => {
    const before = server.received.length;
    for (const body of [brackets, pairs(60_000), `{"results":[]${" ".repeat(4 * mebibyte)}}`]) {
      answer = { body };
      const client = connect("v1.0");
      for (const call of [
        () => client.act("restart", [id], { forceDelete: false }, forever),
        () => client.purgeFailed("kafka", forever),
      ]) {
        const failure = await failureOf(call());
        expect(failure).toMatchObject({ code: "unexpected-answer", fate: "unknown", status: 200 });
        expect(failure.message).toContain(
          "It is not known whether the service carried it out; it was sent once and is not repeated.",
        );
      }
    }
    expect(server.received.slice(before).map(({ method }) => method)).toEqual(Array(6).fill("POST"));
  });

  test.each([400, 404, 500])(
    "with HTTP %i does not prove that an instance is gone or that nothing was done",
    async (status) => {
      answer = { status, body: { error_code: "DMS.00404022", error_msg: "x".repeat(5 * mebibyte) } };
      const client = connect("v1.0");
      for (const call of [
        () => client.get(id, forever),
        () => client.list(forever),
        () => client.act("delete", [id], { forceDelete: false }, forever),
      ]) {
        expect(await failureOf(call())).toMatchObject({ code: "unexpected-answer", fate: "unknown", status });
      }
    },
  );
});

test(
  "ten thousand instances as the documents show them are one list of API v1.0",
  async () => {
    const { instances } = documentedFixture("v1-kafka-list").answer.body as { instances: readonly [object] };
    const tags = Array.from({ length: 20 }, (_, n) => ({ key: `key-${String(n)}`, value: randomUUID() }));
    const fleet = Array.from({ length: 10_000 }, () => ({ ...instances[0], instance_id: randomUUID(), tags }));
    const server = await startCannedServer(() => ({ body: { instances: fleet, instance_num: fleet.length } }));
    const client = createDmsClient(
      clientConfig(server.url, { requestTimeoutMs: patience, credentials: { kind: "token", token: randomUUID() } }),
    );
    try {
      const listed = await client.list(forever);
      expect(listed.map((instance) => instance.id)).toEqual(fleet.map(({ instance_id }) => instance_id));
    } finally {
      await client.close();
      await server.close();
    }
  },
  patience,
);

test("a stop ends a call while a long answer comes in", async () => {
  const stop = new AbortController();
  const server = await startRawServer({
    onData: (_, socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"instances":[{"name":"`);
      socket.write(Buffer.alloc(mebibyte, "n"), () => stop.abort());
    },
  });
  const client = createDmsClient(clientConfig(server.url, { requestTimeoutMs: patience }));
  try {
    const failure = await rejectionOf(client.list(stop.signal));
    expect(failure).toMatchObject({ code: "interrupted", fate: "unknown" });
  } finally {
    await client.close();
    await server.close();
  }
});
