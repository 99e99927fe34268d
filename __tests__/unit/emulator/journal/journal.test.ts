import { Journal } from "../../../../lib/emulator/journal/journal";
import { JsonText } from "../../../../lib/emulator/json-value";
import type { CallRecord } from "../../../../lib/emulator/journal/entry";

const call = (
  changes: Partial<Omit<CallRecord, "request">> & { request?: Partial<CallRecord["request"]> } = {},
): CallRecord => ({
  at: "2026-01-01T00:00:00.000Z",
  operation: undefined,
  status: 200,
  response: { ok: true },
  note: undefined,
  ...changes,
  request: {
    method: "POST",
    path: "/v1.0/p/instances/action",
    rawQuery: "",
    headers: {},
    body: new Uint8Array(),
    baseUrl: "http://localhost",
    ...changes.request,
  },
});
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the journal", () => {
  test("keeps calls in order, with query and body as they were", () => {
    const journal = new Journal();
    journal.add(call({ request: { rawQuery: "a=1&b=x%20y&a=2", body: bytes('{"action":"restart"}') } }));
    journal.add(call({ request: { body: bytes("not json") }, status: null, note: "cut" }));
    expect(journal.entries()).toEqual([
      expect.objectContaining({ seq: 1, query: { a: ["1", "2"], b: "x y" }, body: { action: "restart" }, status: 200 }),
      expect.objectContaining({ seq: 2, query: {}, body: "not json", status: null, note: "cut" }),
    ]);
    expect(journal.entries(1).map(({ seq }) => seq)).toEqual([2]);
  });

  test("starts at 1 again after it was cleared", () => {
    const journal = new Journal();
    journal.add(call());
    journal.clear();
    journal.add(call());
    expect(journal.entries().map(({ seq }) => seq)).toEqual([1]);
  });

  test("holds no secret of headers, login bodies or login answers", () => {
    const journal = new Journal();
    const authorization = "SDK-HMAC-SHA256 Access=AK1-5ec2e7, SignedHeaders=host;x-sdk-date, Signature=5ec2e7";
    journal.add(
      call({
        request: { headers: { authorization, "x-auth-token": "5ec2e7", "x-security-token": "5ec2e7", host: "h" } },
      }),
    );
    journal.add(call({ request: { headers: { authorization: "Bearer 5ec2e7" } } }));
    const login = {
      auth: { identity: { methods: ["password"], password: { user: { name: "u", password: "5ec2e7" } } } },
    };
    journal.add(
      call({
        operation: "token",
        status: 201,
        response: { token: {} },
        request: { path: "/v3/auth/tokens", body: bytes(JSON.stringify(login)) },
      }),
    );
    const path = "/v3/auth/token";
    journal.add(call({ status: 404, request: { path, body: bytes('{"password":"5ec2e7"') } }));
    const scoped = "SDK-HMAC-SHA256 Credential=AK1-5ec2e7/20201021///sdk_request, SignedHeaders=host, Signature=5ec2e7";
    journal.add(call({ request: { headers: { authorization: scoped } } }));
    const entries = journal.entries();
    expect(JSON.stringify(entries)).not.toContain("5ec2e7");
    expect(entries[0]!.headers).toEqual({
      authorization: "SDK-HMAC-SHA256 Access=AK1-***, SignedHeaders=host;x-sdk-date, Signature=***",
      "x-auth-token": "***",
      "x-security-token": "***",
    });
    expect(entries[2]!.body).toMatchObject({
      auth: { identity: { password: { user: { name: "u", password: "***" } } } },
    });
    expect(entries[3]!.body).toBe("***");
    expect(entries[4]!.headers["authorization"]).toContain("Credential=AK1-***/20201021///sdk_request");
  });

  const identity = { methods: ["password"], password: { user: { name: "u", password: "5ec2e7" } } };
  const login = JSON.stringify({ auth: { identity } });

  test.each([
    ...["/auth/tokens", "/identity/v3/auth/tokens", "//v3/auth/tokens", "/V3/auth/tokens", "/%763/auth/tokens"],
    ...["/v1.0/p/instances/action", "/v2.0/tokens", "/"],
  ])("holds no secret of a login that is sent to %s, whole or broken off", (path) => {
    const journal = new Journal();
    journal.add(call({ status: 404, request: { path, body: bytes(login) } }));
    journal.add(call({ status: 404, request: { path, body: bytes(login.slice(0, -3)) } }));
    journal.add(call({ status: 404, request: { path, body: bytes(JSON.stringify(login)) } }));
    const [whole, broken, quoted] = journal.entries();
    expect(whole!.body).toEqual({
      auth: { identity: { methods: ["password"], password: { user: { name: "u", password: "***" } } } },
    });
    expect([broken!.body, quoted!.body]).toEqual(["***", "***"]);
  });

  test.each<[string, unknown]>([
    ["a token as proof", { auth: { identity: { methods: ["token"], token: { id: "5ec2e7" } } } }],
    ["a password that is an object", { auth: { identity: { methods: ["password"], password: { x: "5ec2e7" } } } }],
    ["an object where a name belongs", { auth: { identity: { password: { user: { name: { x: "5ec2e7" } } } } } }],
    ["a list where an object belongs", { auth: { identity: ["5ec2e7"] } }],
    ["a passcode", { auth: { identity: { totp: { user: { id: "u", passcode: "5ec2e7" } } } } }],
    ["an older Keystone's login", { auth: { passwordCredentials: { username: "u", password: "5ec2e7" } } }],
    ["application credentials", { auth: { identity: { application_credential: { id: "a", secret: "5ec2e7" } } } }],
    ["an identity without its envelope", { identity: { password: { user: { password: "5ec2e7" } } } }],
    ["a seed", { keys: [{ access: "a", secret: "5ec2e7", security_token: "5ec2e7" }] }],
    ["a login in a list", [{ Auth: { Identity: { Password: "5ec2e7" } } }]],
  ])("holds no secret of %s, wherever it is sent", (_, body) => {
    const journal = new Journal();
    for (const path of ["/v3/auth/tokens", "/elsewhere", "/v1.0/p/instances/action"]) {
      journal.add(call({ request: { path, body: bytes(JSON.stringify(body)) } }));
    }
    expect(JSON.stringify(journal.entries())).not.toContain("5ec2e7");
  });

  test("holds no secret of a query", () => {
    const journal = new Journal();
    journal.add(
      call({ request: { rawQuery: "X-Auth-Token=5ec2e7&x%2Dsecurity%2Dtoken=5ec2e7&name=a&password=5ec2e7" } }),
    );
    journal.add(call({ request: { rawQuery: "Signature=5ec2e7&Signature=5ec2e7" } }));
    expect(journal.entries().map(({ query }) => query)).toEqual([
      { "X-Auth-Token": "***", "x-security-token": "***", name: "a", password: "***" },
      { Signature: ["***", "***"] },
    ]);
  });

  test.each([
    "Bearer 5ec2e7 Signature=1",
    "SDK-HMAC-SHA256 5ec2e7 Signature=1",
    "SDK-HMAC-SHA256 Access=AK, Signature=1, Other=5ec2e7",
    "V11-HMAC-SHA256 Credential=AK, SignedHeaders=host, Signature=5ec2e7",
    "Basic 5ec2e7",
  ])("masks the header %j as a whole: it is not a signature", (authorization) => {
    const journal = new Journal();
    journal.add(call({ request: { headers: { authorization } } }));
    expect(journal.entries()[0]!.headers).toEqual({ authorization: "***" });
  });

  test("keeps only the form of a signature", () => {
    const journal = new Journal();
    const authorization =
      "SDK-HMAC-SHA256 Access=AKLONG, SignedHeaders=Host;x-sdk-date, Signature=5ec2e7, Bearer 5ec2e7";
    journal.add(call({ request: { headers: { authorization } } }));
    expect(journal.entries()[0]!.headers["authorization"]).toBe(
      "SDK-HMAC-SHA256 Access=AKLO***, SignedHeaders=host;x-sdk-date, Signature=***",
    );
  });

  test.each([
    "x-subject-token",
    "cookie",
    "proxy-authorization",
    "x-api-key",
    "x-session-id",
    "x-amz-security-token",
    "x-secret-key",
  ])("shows that the header %s was there", (name) => {
    const journal = new Journal();
    journal.add(call({ request: { headers: { [name]: "a=5ec2e7", host: "h", connection: "close" } } }));
    expect(journal.entries()[0]!.headers).toEqual({ [name]: "***" });
  });

  test.each([
    ["/v3/auth/tokens/5ec2e7", "/v3/auth/tokens/***"],
    ["/v3/auth/%74okens/5ec2e7/roles", "/v3/auth/%74okens/***/roles"],
    ["/v3.0/OS-CREDENTIAL/credentials/5ec2e7", "/v3.0/OS-CREDENTIAL/***/***"],
    ["/v2/p/instances;token=5ec2e7", "/v2/p/instances;token=***"],
    ["/password=5ec2e7&x=1/a", "/password=***&x=1/a"],
    [`/v2/${"5ec2e7".repeat(11)}/instances`, "/v2/***/instances"],
    ["/http://anna:5ec2e7@dms/v2", "/http://***@dms/v2"],
    ["/v2/p/instances/7166cdea-dbad-4d79-9610-7163e6f8b640", "/v2/p/instances/7166cdea-dbad-4d79-9610-7163e6f8b640"],
  ])("keeps of the path %s only %s", (path, kept) => {
    const journal = new Journal();
    journal.add(call({ request: { path } }));
    expect(journal.entries()[0]!.path).toBe(kept);
  });

  const token = "tok/5ec2e7/5ec2e7";
  const encoded = encodeURIComponent(token);
  test.each<[string, Partial<CallRecord["request"]>]>([
    ["the path", { path: `/v2/${encoded}/instances` }],
    ["the path, encoded by another client", { path: `/v2/tok%2f5%65c2e7%2F5ec2e7/instances` }],
    ["the query", { rawQuery: `name=a${encoded}b` }],
    ["the name of a parameter", { rawQuery: encoded }],
    ["a header that is kept", { headers: { "user-agent": `client ${token}` } }],
    ["a body", { body: bytes(JSON.stringify({ instances: [`x${token}`], [token]: 1 })) }],
    ["a body that is not JSON", { body: bytes(`{"instances": "${token}`) }],
  ])("masks an earlier token in %s, too", (_, request) => {
    for (const known of [
      { headers: { "x-auth-token": token } },
      { headers: { authorization: `Bearer ${token}` } },
      { headers: { cookie: `a=1; id=${token}` } },
      { rawQuery: `token=${encoded}` },
      { body: bytes(JSON.stringify({ password: token })) },
    ]) {
      const journal = new Journal();
      journal.add(call({ request: known }));
      journal.add(call({ request }));
      expect(JSON.stringify(journal.entries())).not.toMatch(/5ec2e7|5%65c2e7/);
      expect(JSON.stringify(journal.entries()[1])).toContain("***");
    }
  });

  test("masks a secret in the call that brings it, and in the refusal that repeats it", () => {
    const journal = new Journal();
    const request = { path: `/v2/${encoded}/instances`, headers: { "x-auth-token": token } };
    journal.add(call({ request, status: 400, response: { error_msg: `no project ${token}` } }));
    expect(JSON.stringify(journal.entries())).not.toContain("5ec2e7");
    expect(journal.entries()[0]!.response).toEqual({ error_msg: "no project ***" });
  });

  test("masks a token that it knows only from the answer to a login", () => {
    const journal = new Journal();
    const answerHeaders = { "X-Subject-Token": token };
    journal.add(call({ operation: "token", status: 201, response: { token: {} }, answerHeaders }));
    journal.add(call({ request: { path: `/v2/${encoded}/instances` } }));
    expect(journal.entries()[1]!.path).toBe("/v2/***/instances");
  });

  test("keeps words that are too short to be recognized", () => {
    const journal = new Journal();
    journal.add(call({ request: { headers: { "x-auth-token": "kafka" }, rawQuery: "engine=kafka" } }));
    expect(journal.entries()[0]!.query).toEqual({ engine: "kafka" });
  });

  test("takes a body that is nested too deeply to be written again", () => {
    const journal = new Journal();
    journal.add(call({ operation: "token", request: { body: bytes("[".repeat(100_000) + "]".repeat(100_000)) } }));
    expect(journal.entries()).toHaveLength(1);
  });
});

describe("a journal that takes too much memory", () => {
  const megabytes = (count: number): string => "x".repeat(count * 1024 * 1024);
  const read = (changes: Parameters<typeof call>[0] = {}): CallRecord =>
    call({ ...changes, request: { method: "GET" } });
  /** A list of one instance that is 25 MB long, and its short form. */
  const list = (): CallRecord => {
    const brief = '{"instances":[{"instance_id":"i","status":"RUNNING"}],"instance_num":1}';
    const whole = `{"instances":[{"instance_id":"i","status":"RUNNING","description":"${megabytes(25)}"}],"instance_num":1}`;
    return read({ operation: "list", response: new JsonText(whole, () => brief) });
  };
  const numbers = (journal: Journal): readonly number[] => journal.entries().map(({ seq }) => seq);
  const lengthOf = (value: unknown): number => JSON.stringify(value).length;

  test("shortens the answers of lists first, oldest first, and drops nothing", () => {
    const journal = new Journal();
    for (let index = 0; index < 5; index += 1) journal.add(list());
    const entries = journal.entries();
    expect(entries.map(({ seq, shortened }) => [seq, shortened])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, undefined],
      [5, undefined],
    ]);
    expect(entries[0]!.response).toEqual({ instances: [{ instance_id: "i", status: "RUNNING" }], instance_num: 1 });
    expect(lengthOf(entries[4]!.response)).toBeGreaterThan(25 * 1024 * 1024);
    expect(journal.dropped).toBe(0);
  });

  test("drops the oldest calls that only read then, and counts them", () => {
    const journal = new Journal();
    for (let index = 0; index < 5; index += 1) journal.add(read({ response: megabytes(25) }));
    expect([numbers(journal), journal.dropped]).toEqual([[4, 5], 3]);
    journal.clear();
    expect(journal.dropped).toBe(0);
  });

  test("never drops a call that changes something, with any answer", () => {
    const journal = new Journal();
    for (const method of ["POST", "DELETE", "PUT", "PATCH"]) {
      journal.add(read({ response: megabytes(25) }));
      journal.add(call({ response: megabytes(40), request: { method } }));
      journal.add(read({ response: megabytes(25) }));
    }
    const kept = journal.entries().map(({ method }) => method);
    expect(kept.filter((method) => method !== "GET")).toEqual(["POST", "DELETE", "PUT", "PATCH"]);
    expect(kept).toHaveLength(12 - journal.dropped);
    expect(journal.dropped).toBe(6);
  });

  test("keeps the newest call of any size", () => {
    const journal = new Journal();
    journal.add(read({ response: megabytes(1) }));
    journal.add(read({ response: megabytes(70) }));
    expect([numbers(journal), journal.dropped]).toEqual([[2], 1]);
  });

  test("keeps its entries in their order, beside the gaps", () => {
    const journal = new Journal();
    for (let index = 0; index < 400; index += 1) {
      journal.add(index % 3 === 0 ? call() : read({ response: megabytes(1) }));
    }
    const kept = numbers(journal);
    expect(kept).toEqual([...kept].sort((one, other) => one - other));
    expect(kept.length + journal.dropped).toBe(400);
    expect(journal.entries(kept.at(-3)).map(({ seq }) => seq)).toEqual(kept.slice(-2));
  });
});

describe("the journal as text", () => {
  const journal = new Journal();
  journal.add(call({ request: { method: "GET" }, response: new JsonText('{"a":[1,2]}', () => '{"a":2}') }));
  journal.add(call({ status: null, response: null, note: "cut" }));
  const everything = { since: 0, last: Number.MAX_SAFE_INTEGER, isBrief: false };

  test("says the same as its entries", () => {
    expect(JSON.parse(journal.text(everything))).toEqual(journal.entries());
  });

  test("has lists in short when it is asked to", () => {
    expect(JSON.parse(journal.text({ ...everything, isBrief: true }))).toMatchObject([{ response: { a: 2 } }, {}]);
  });

  test.each([
    [{ since: 1 }, [2]],
    [{ last: 1 }, [2]],
    [{ last: 0 }, []],
    [{ since: 2 }, []],
  ])("has of it the part %j", (part, expected) => {
    const entries = JSON.parse(journal.text({ ...everything, ...part })) as readonly { seq: number }[];
    expect(entries.map(({ seq }) => seq)).toEqual(expected);
  });
});
