import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import { startCannedServer, type CannedAnswer, type CannedServer } from "../../support/client/canned-server";
import { documentedFixture } from "../../support/client/documented-fixture";
import { clientConfig, fakePacing, forever, projectId, rejectionOf } from "../../support/client/fixture-config";

const { request, answer: documented } = documentedFixture("v2-kafka-tasks");
const id = "0a1b2c3d-1111-4222-8333-444455556666";
const sinceMs = Date.parse("2020-05-15T03:17:09.876Z");

let server: CannedServer;
let answers: CannedAnswer[];
let client: DmsClient;

/** A client that reads the server's answers; the last answer is repeated. */
async function connect(apiVersion: "v1.0" | "v2", ...canned: readonly CannedAnswer[]): Promise<void> {
  answers = [...canned];
  server = await startCannedServer(() => (answers.length > 1 ? answers.shift() : answers[0]) ?? {});
  client = createDmsClient(clientConfig(server.url, { apiVersion, maxRetries: 2 }), { pacing: fakePacing() });
}

afterEach(async () => {
  await client.close();
  await server.close();
});

const tasks = () => client.tasks(id, sinceMs, forever);
const answering = async (...entries: readonly unknown[]) => {
  await connect("v2", { body: { task_count: String(entries.length), tasks: entries } });
  return tasks();
};

describe.each(["v1.0", "v2"] as const)("a list of tasks, from a client of API %s", (version) => {
  test("is one GET of v2, as documented, from the second that is meant in UTC", async () => {
    await connect(version, documented);
    await tasks();
    expect(server.received).toHaveLength(1);
    const { method, path } = server.received[0]!;
    const url = new URL(path, server.url);
    expect([method, url.pathname]).toEqual([request.method, request.path.replace("{project_id}", projectId)]);
    expect([...url.searchParams.keys()].every((key) => request.documentedQuery?.includes(key))).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toEqual({ start: "1", limit: "100", begin_time: "20200515031709" });
  });

  test("is read as documented", async () => {
    await connect(version, documented);
    expect(await tasks()).toEqual([
      {
        id: "8abfa7b372160bfd0172165864064079",
        name: "modifyAutoTopic",
        userName: "paas_dms",
        status: "EXECUTING",
        createdAt: "2020-05-15T03:19:51.046Z",
        updatedAt: "2020-05-15T03:19:51.065Z",
      },
      expect.objectContaining({ name: "changeRetentionPolicy", status: "SUCCESS" }),
    ]);
  });
});

describe("other forms of a list of tasks", () => {
  test.each([
    ["2020-05-15T03:19:51Z", "2020-05-15T03:19:51.000Z"],
    ["2020-05-15T03:19:51.046", "2020-05-15T03:19:51.046Z"],
    ["2020-05-15T11:19:51+08:00", "2020-05-15T03:19:51.000Z"],
    ["1589512791046", "2020-05-15T03:19:51.046Z"],
    ["yesterday", ""],
    ["2020-05-15", ""],
    ["99999999999999999999", ""],
  ])("with the time %s", async (text, expected) => {
    expect(await answering({ id: "t", created_at: text })).toMatchObject([{ createdAt: expected, updatedAt: "" }]);
  });

  test("with records that lack fields: they count, and other values do not", async () => {
    const empty = { id: "", name: "", userName: "", status: "", createdAt: "", updatedAt: "" };
    expect(await answering({}, null, "task", { id: 7 })).toEqual([empty, { ...empty, id: "7" }]);
  });

  test("empty, and without a count", async () => {
    await connect("v1.0", { body: { tasks: [] } });
    expect(await tasks()).toEqual([]);
  });

  test("with hidden texts: they are visible, and bounded", async () => {
    const [task] = await answering({ id: "t", name: `restart\u001b[31m\u202e${"x".repeat(9_000)}`, user_name: "a\nb" });
    expect(task!.name).toMatch(/^restart\uFFFD\[31m\uFFFDx+…$/);
    expect(task!.name.length).toBeLessThanOrEqual(256);
    expect(task!.userName).toBe("a b");
  });

  test.each<[string, CannedAnswer]>([
    ["a page", { headers: { "content-type": "text/html" }, body: "<h1>Welcome</h1>" }],
    ["no list", { body: { task_count: "0" } }],
  ])("%s cannot be read", async (_, canned) => {
    await connect("v2", canned);
    expect(await rejectionOf(tasks())).toMatchObject({ code: "unexpected-answer" });
  });
});

describe("a list of tasks that is refused", () => {
  test.each<[number, object | undefined, string]>([
    [403, { error_code: "DMS.00403003", error_msg: "no right" }, "forbidden"],
    [404, { error_code: "DMS.00404022", error_msg: "no such instance" }, "not-found"],
    [404, { error_code: "APIG.0101", error_msg: "The API does not exist" }, "invalid"],
    [404, undefined, "unexpected-answer"],
  ])("HTTP %i %j is reported, and not asked for again", async (status, body, code) => {
    await connect("v1.0", { status, body });
    expect(await rejectionOf(tasks())).toMatchObject({ code, status });
    expect(server.received).toHaveLength(1);
  });

  test("temporarily is requested again, as every read is", async () => {
    await connect("v1.0", { status: 503 }, documented);
    expect(await tasks()).toHaveLength(2);
    expect(server.received).toHaveLength(2);
  });

  test("of an impossible instance id is refused here", async () => {
    await connect("v1.0", documented);
    expect(await rejectionOf(client.tasks("../action", sinceMs, forever))).toMatchObject({
      code: "invalid",
      fate: "not-sent",
    });
    expect(server.received).toEqual([]);
  });
});

describe("the service's clock", () => {
  const date = "Wed, 01 Apr 2026 09:30:07 GMT";

  test("is not known before the first answer, and not from an answer without a date", async () => {
    await connect("v1.0", { headers: { date: "soon" }, body: { instances: [] } });
    expect(client.serviceNow()).toBeUndefined();
    await client.list(forever);
    expect(client.serviceNow()).toBeUndefined();
  });

  test("goes on from the last date of an answer, failures included, to the second", async () => {
    const pacing = fakePacing();
    answers = [{ status: 400, headers: { date } }];
    server = await startCannedServer(() => answers[0]!);
    client = createDmsClient(clientConfig(server.url), { pacing });
    await rejectionOf(client.list(forever));
    expect(client.serviceNow()).toBe(Date.parse(date));
    await pacing.sleep(90_900, forever);
    expect(client.serviceNow()).toBe(Date.parse(date) + 90_000);
    answers = [{ headers: { date: "Wed, 01 Apr 2026 09:31:00 GMT" }, body: { instances: [] } }];
    await client.list(forever);
    expect(client.serviceNow()).toBe(Date.parse("2026-04-01T09:31:00Z"));
  });

  test("is not known any more once an answer is more than a minute behind those before it, nor the time of a call", async () => {
    const results = { body: { results: [{ instance: id, result: "success" }] } };
    await connect("v1.0", { headers: { date }, body: { instances: [] } });
    await client.list(forever);
    answers = [{ headers: { date: "Wed, 01 Apr 2026 09:20:07 GMT" }, ...results }];
    expect(await client.act("restart", [id], { forceDelete: false }, forever)).not.toHaveProperty("answeredAtMs");
    expect(client.serviceNow()).toBeUndefined();
    answers = [{ headers: { date }, ...results }];
    expect(await client.act("restart", [id], { forceDelete: false }, forever)).not.toHaveProperty("answeredAtMs");
    expect(client.serviceNow()).toBeUndefined();
  });

  test("is not known from a text that is not the date of an answer", async () => {
    await connect("v1.0", { body: { instances: [] } });
    for (const text of [
      "1",
      "0",
      "2026-04-01",
      "Wed, 01 Apr 2026 09:30:07",
      "Wed Apr  1 09:30:07 2026",
      "1775035807",
    ]) {
      answers = [{ headers: { date: text }, body: { instances: [] } }];
      await client.list(forever);
      expect(client.serviceNow()).toBeUndefined();
    }
  });

  test.each(["Wed, 01 Apr 2026 11:30:07 +0200", "Wednesday, 01-Apr-26 09:30:07 GMT"])(
    "is read from %s",
    async (text) => {
      await connect("v1.0", { headers: { date: text }, body: { results: [] } });
      const { answeredAtMs } = await client.act("restart", [id], { forceDelete: false }, forever);
      expect(answeredAtMs).toBe(Date.parse(date));
    },
  );

  test("is in the answer to a batch call, if that has a date", async () => {
    await connect("v1.0", { headers: { date }, body: { results: [{ instance: id, result: "success" }] } });
    const { answeredAtMs } = await client.act("restart", [id], { forceDelete: false }, forever);
    expect(answeredAtMs).toBe(Date.parse(date));
    answers = [{ headers: { date: "" }, body: { results: [] } }];
    expect(await client.act("restart", [id], { forceDelete: false }, forever)).not.toHaveProperty("answeredAtMs");
  });
});
