import type { CallRecord } from "../../../lib/client/calls/call-log";
import type { Credentials, DmsClientConfig } from "../../../lib/client/client-config";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import {
  type CannedAnswer,
  type CannedServer,
  type ReceivedRequest,
  startCannedServer,
} from "../../support/client/canned-server";
import { documentedFixture } from "../../support/client/documented-fixture";
import { clientConfig, fakePacing, forever, projectId, rejectionOf } from "../../support/client/fixture-config";

const ids = ["54602a9d-5e22-4239-9123-77e350df4a34"];
const accepted: CannedAnswer = { body: { results: [{ instance: ids[0], result: "success" }] } };
const emptyList: CannedAnswer = { body: { instances: [], instance_num: 0 } };
const password: Credentials = {
  kind: "password",
  user: { kind: "name", name: "user A" },
  password: "correct-horse",
  domain: { kind: "name", name: "domain A" },
};

let server: CannedServer;
let client: DmsClient;
let records: CallRecord[];
let answer: (request: ReceivedRequest, index: number) => CannedAnswer;

beforeEach(async () => {
  server = await startCannedServer((request, index) => answer(request, index));
  records = [];
});
afterEach(async () => {
  await client.close();
  await server.close();
});

function connect(changes: Partial<DmsClientConfig>): void {
  const config = clientConfig(server.url, { authUrl: `${server.url}/v3`, maxRetries: 4, ...changes });
  client = createDmsClient(config, { pacing: fakePacing(), log: (record) => records.push(record) });
}

const act = () => client.act("restart", ids, { forceDelete: false }, forever);
const calls = () =>
  server.received.map(({ method, path }) => `${method} ${path.split("?")[0]?.split("/").slice(-2).join("/") ?? ""}`);
const isLogin = ({ path }: ReceivedRequest): boolean => path.startsWith("/v3/auth/tokens");
const token = (text: string, boundTo?: string): CannedAnswer => ({
  status: 201,
  headers: { "X-Subject-Token": text },
  body: {
    token: { expires_at: "2026-04-02T00:00:00Z", ...(boundTo === undefined ? {} : { project: { id: boundTo } }) },
  },
});

describe("a password", () => {
  test("logs in as documented and sends the token", async () => {
    connect({ credentials: password, project: { kind: "id", id: "p-1" } });
    const documented = documentedFixture("keystone-login");
    answer = (request) => (isLogin(request) ? { ...documented.answer } : accepted);
    await act();
    const [login, batch] = server.received;
    expect(login?.path).toBe("/v3/auth/tokens?nocatalog=true");
    expect(login?.headers["content-type"]).toBe("application/json;charset=utf8");
    const { auth } = documented.request.body as { auth: Record<string, unknown> };
    const user = { name: "user A", password: "correct-horse", domain: { name: "domain A" } };
    expect(JSON.parse(login?.body ?? "")).toEqual({
      auth: { ...auth, identity: { methods: ["password"], password: { user } }, scope: { project: { id: "p-1" } } },
    });
    expect(batch?.headers["x-auth-token"]).toBe(documented.answer.headers?.["X-Subject-Token"]);
  });

  test("scoped by a project's name finds the id in the login's answer", async () => {
    connect({ credentials: password, project: { kind: "name", name: "eu-de_team" } });
    answer = (request) => (isLogin(request) ? token("tok-1", "p-77") : emptyList);
    await client.list(forever);
    expect((JSON.parse(server.received[0]?.body ?? "") as { auth: { scope: unknown } }).auth.scope).toEqual({
      project: { name: "eu-de_team", domain: { name: "domain A" } },
    });
    expect(server.received[1]?.path).toBe("/v1.0/p-77/instances?includeFailure=true");
  });

  test("logs in once for many requests at once", async () => {
    connect({ credentials: password });
    answer = (request) => (isLogin(request) ? token("tok-1") : emptyList);
    await Promise.all([client.list(forever), client.list(forever), client.list(forever)]);
    expect(server.received.filter(isLogin)).toHaveLength(1);
  });

  test("after a 401 logs in exactly once more and repeats the batch call exactly once", async () => {
    connect({ credentials: password });
    let logins = 0;
    answer = (request) => {
      if (isLogin(request)) return token(`tok-${String(++logins)}`);
      return request.headers["x-auth-token"] === "tok-1" ? { status: 401 } : accepted;
    };
    expect((await act()).items).toEqual([{ id: ids[0], result: "success" }]);
    expect(calls()).toEqual(["POST auth/tokens", "POST instances/action", "POST auth/tokens", "POST instances/action"]);
    expect(server.received[3]?.headers["x-auth-token"]).toBe("tok-2");
    await act();
    expect(server.received).toHaveLength(5);
  });

  test("many requests that meet a 401 at once share one new login", async () => {
    connect({ credentials: password });
    let logins = 0;
    answer = (request) => {
      if (isLogin(request)) return token(`tok-${String(++logins)}`);
      return request.headers["x-auth-token"] === "tok-1" ? { status: 401 } : emptyList;
    };
    await Promise.all([client.list(forever), client.list(forever), client.list(forever)]);
    expect(logins).toBe(2);
  });

  test("a second 401 is the end", async () => {
    connect({ credentials: password });
    answer = (request) => (isLogin(request) ? token("tok-1") : { status: 401, body: { error_code: "APIG.0307" } });
    expect(await rejectionOf(act())).toMatchObject({
      code: "unauthenticated",
      fate: "refused",
      errorCode: "APIG.0307",
    });
    expect(server.received).toHaveLength(4);
  });

  test("whose tokens are refused as soon as they are issued is not logged in with again and again", async () => {
    connect({ credentials: password });
    answer = (request) => (isLogin(request) ? token("tok-1") : { status: 401, body: { error_code: "APIG.0307" } });
    for (let call = 0; call < 6; call += 1) await rejectionOf(client.list(forever));
    expect(server.received.filter(isLogin)).toHaveLength(3);
    expect(server.received).toHaveLength(6);
    const failure = await rejectionOf(act());
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    expect(String(failure)).toContain(`several new tokens in a row that ${server.url}/v3 had just issued`);
    expect(server.received).toHaveLength(6);
  });

  test("whose tokens are refused by many requests at once counts each token once", async () => {
    connect({ credentials: password });
    let logins = 0;
    answer = (request) => {
      if (isLogin(request)) return token(`tok-${String(++logins)}`);
      return request.headers["x-auth-token"] === "tok-3" ? emptyList : { status: 401 };
    };
    const lists = (): Promise<unknown> => Promise.allSettled(Array.from({ length: 5 }, () => client.list(forever)));
    await lists();
    await lists();
    expect(await client.list(forever)).toEqual([]);
    expect(logins).toBe(3);
  });

  test("whose tokens were refused twice and then accepted is logged in with again when that one ends", async () => {
    connect({ credentials: password });
    let logins = 0;
    let accepted = 3;
    answer = (request) => {
      if (isLogin(request)) return token(`tok-${String(++logins)}`);
      return request.headers["x-auth-token"] === `tok-${String(accepted)}` ? emptyList : { status: 401 };
    };
    await rejectionOf(client.list(forever));
    for (accepted = 3; accepted < 10; accepted += 1) expect(await client.list(forever)).toEqual([]);
    expect(logins).toBe(9);
  });

  test("that is refused is never tried again, not by reads and not by later calls", async () => {
    connect({ credentials: password });
    answer = () => ({ status: 401, body: { error: { code: 401, message: "wrong", title: "Unauthorized" } } });
    expect(await rejectionOf(client.list(forever))).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    const failure = await rejectionOf(act());
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    expect(String(failure)).toContain("not sent, because the login failed");
    expect(server.received).toHaveLength(1);
  });

  test("whose login fails with a 503 leaves a batch call not sent, though the fate of the login itself is unknown", async () => {
    connect({ credentials: password });
    let logins = 0;
    answer = (request) => (isLogin(request) ? (++logins < 3 ? { status: 503 } : token("tok-1")) : accepted);
    expect(await rejectionOf(act())).toMatchObject({ code: "server-error", fate: "not-sent", status: 503 });
    // A read may try the login again, and a later batch call too.
    answer = (request) => (isLogin(request) ? (++logins < 3 ? { status: 503 } : token("tok-1")) : emptyList);
    await client.list(forever);
    expect(calls()).toEqual(["POST auth/tokens", "POST auth/tokens", "POST auth/tokens", `GET ${projectId}/instances`]);
  });

  test("whose answer has no token is an unexpected answer", async () => {
    connect({ credentials: password });
    answer = () => ({ status: 201, body: { token: {} } });
    expect(await rejectionOf(act())).toMatchObject({ code: "unexpected-answer", fate: "not-sent" });
  });

  test("is not logged or quoted, even when Keystone echoes it", async () => {
    connect({ credentials: password });
    answer = (request) => ({
      status: 500,
      body: (JSON.parse(request.body) as { auth: { identity: unknown } }).auth.identity,
    });
    const failure = await rejectionOf(act());
    const texts = `${String(failure)} ${JSON.stringify(failure)} ${JSON.stringify(records)}`;
    expect(texts).toContain('"name":"user A"');
    expect(texts).not.toContain("correct-horse");
  });
});

describe("a project's name", () => {
  const documented = documentedFixture("keystone-projects");
  const keys: Credentials = {
    kind: "keys",
    accessKey: "AK",
    secretKey: "a-secret-key",
    securityToken: undefined,
    form: "access",
  };

  test("is looked up with the same credentials, once", async () => {
    connect({ credentials: keys, project: { kind: "name", name: "region_name" } });
    answer = (request) => (request.path.startsWith("/v3/projects") ? { ...documented.answer } : emptyList);
    await client.list(forever);
    await client.list(forever);
    expect(server.received.map(({ path }) => path)).toEqual([
      "/v3/projects?name=region_name",
      "/v1.0/e86737682ab64b2490c48f08bcc41914/instances?includeFailure=true",
      "/v1.0/e86737682ab64b2490c48f08bcc41914/instances?includeFailure=true",
    ]);
    for (const { headers } of server.received) expect(headers["authorization"]).toMatch(/^SDK-HMAC-SHA256 Access=AK, /);
    expect(server.received[1]?.headers["x-project-id"]).toBe("e86737682ab64b2490c48f08bcc41914");
    expect(server.received[0]?.headers["x-project-id"]).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ["nothing", []],
    ["only a similar name", [{ id: "p", name: "region_name_2" }]],
    [
      "two of that name",
      [
        { id: "p", name: "region_name" },
        { id: "q", name: "region_name" },
      ],
    ],
  ])("that finds %s fails before anything is sent to the service", async (_, projects) => {
    connect({ credentials: keys, project: { kind: "name", name: "region_name" } });
    answer = () => ({ body: { projects } });
    const failure = await rejectionOf(act());
    expect(failure).toMatchObject({ code: "invalid", fate: "not-sent" });
    expect(String(failure)).toContain('"region_name"');
    expect(server.received).toHaveLength(1);
  });

  describe.each(["..", "a/b", "p?x=1", "p".repeat(65)])("whose id is said to be %j is never asked for", (id) => {
    const byName = { kind: "name", name: "region_name" } as const;

    test.each<[string, Credentials, (request: ReceivedRequest) => CannedAnswer]>([
      ["the lookup", keys, () => ({ body: { projects: [{ id, name: "region_name" }] } })],
      ["the login", password, () => token("tok-1", id)],
    ])("by %s", async (_, credentials, ofKeystone) => {
      connect({ credentials, project: byName });
      answer = (request) => (request.path.startsWith("/v3/") ? ofKeystone(request) : emptyList);
      const failure = await rejectionOf(client.list(forever));
      expect(failure).toMatchObject({ code: "invalid", fate: "not-sent" });
      expect(server.received).toHaveLength(1);
      expect(String(failure)).toContain(`answered "${id.slice(0, 64)}`);
      expect(server.received.filter(({ path }) => !path.startsWith("/v3/"))).toEqual([]);
    });
  });

  test.each([
    ["/tok-secret!/correct-horse", "/***/***"],
    ["correct-horse", "***"],
    ["p-correct-horse-1", "p-***-1"],
  ])("whose id echoes a secret is neither shown nor asked for: %s", async (id, shown) => {
    connect({ credentials: password, project: { kind: "name", name: "region_name" } });
    answer = (request) => (isLogin(request) ? token("tok-secret!", id) : emptyList);
    const failure = String(await rejectionOf(client.list(forever)));
    expect(failure).toContain(`answered "${shown}"`);
    expect(server.received.filter(({ path }) => !path.startsWith("/v3/"))).toEqual([]);
  });

  test("whose lookup fails leaves a batch call not sent, and a missing project is never a missing instance", async () => {
    connect({ credentials: keys, project: { kind: "name", name: "region_name" }, maxRetries: 0 });
    answer = () => ({ status: 404, body: { error_code: "DMS.00404022", error_msg: "confused" } });
    expect(await rejectionOf(act())).toMatchObject({ fate: "not-sent" });
    expect(await rejectionOf(client.get("i-1", forever))).toMatchObject({ fate: "not-sent" });
    answer = () => ({ status: 503 });
    expect(await rejectionOf(act())).toMatchObject({ code: "server-error", fate: "not-sent" });
  });
});

describe("reads", () => {
  test("are repeated with Retry-After and then answer", async () => {
    connect({});
    const statuses = [429, 503, 200];
    answer = (_, index) => {
      const status = statuses[index] ?? 200;
      return status === 200 ? emptyList : { status, headers: { "retry-after": "1" } };
    };
    expect(await client.list(forever)).toEqual([]);
    expect(records.map(({ status }) => status)).toEqual([429, 503, 200]);
  });

  test("give up after max_retries with the last failure", async () => {
    connect({ maxRetries: 2 });
    answer = () => ({ status: 503, headers: { "x-request-id": "r-5" } });
    expect(await rejectionOf(client.get("i-1", forever))).toMatchObject({ code: "server-error", requestId: "r-5" });
    expect(server.received).toHaveLength(3);
  });

  test("share one budget of retries", async () => {
    connect({});
    answer = () => ({ status: 503 });
    for (let n = 0; n < 200; n += 1) await rejectionOf(client.get("i-1", forever));
    expect(server.received).toHaveLength(200 + 100);
  });

  test("that are asked to wait for long fail at once and say how long", async () => {
    connect({});
    answer = () => ({ status: 429, headers: { "retry-after": "400" } });
    const failure = await rejectionOf(client.list(forever));
    expect(failure).toMatchObject({ code: "throttled", retryAfterMs: 400_000 });
    expect(String(failure)).toContain("The service asked to wait 6m40s before the next call");
    expect(server.received).toHaveLength(1);
  });

  test("are not repeated for a refused signature, which is documented to lock the key", async () => {
    connect({
      credentials: {
        kind: "keys",
        accessKey: "AK",
        secretKey: "a-secret-key",
        securityToken: undefined,
        form: "access",
      },
    });
    answer = () => ({ ...documentedFixture("gateway-signature-refused").answer });
    expect(await rejectionOf(client.list(forever))).toMatchObject({ code: "unauthenticated", errorCode: "APIG.0301" });
    expect(server.received).toHaveLength(1);
  });
});

describe("the log", () => {
  test("has method, path, status, request id and duration of every exchange", async () => {
    connect({ credentials: { kind: "token", token: "tok-secret-1" } });
    answer = () => ({ ...accepted, headers: { "x-request-id": "r-1" } });
    await act();
    expect(records).toEqual([
      {
        method: "POST",
        host: new URL(server.url).host,
        path: "/v1.0/77b6a44cba5143ab91d13ab9a8ff44fd/instances/action",
        status: 200,
        durationMs: 0,
        requestId: "r-1",
        failure: undefined,
      },
    ]);
  });

  test("reports an exchange that got no answer", async () => {
    connect({ credentials: { kind: "none" }, endpoint: "http://dms.nowhere.invalid", maxRetries: 0 });
    await rejectionOf(client.list(forever));
    expect(records).toMatchObject([{ status: undefined, failure: "unreachable" }]);
  });
});
