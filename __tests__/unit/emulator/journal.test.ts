import { Journal, type CallRecord } from "../../../lib/emulator/journal";

const call = (changes: Partial<Omit<CallRecord, "request">> & { request?: Partial<CallRecord["request"]> } = {}) => ({
  at: "2026-01-01T00:00:00.000Z",
  isTokenCall: false,
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
        isTokenCall: true,
        status: 201,
        response: { token: {} },
        request: { path: "/v3/auth/tokens", body: bytes(JSON.stringify(login)) },
      }),
    );
    const path = "/v3/auth/token";
    journal.add(call({ isTokenCall: false, status: 404, request: { path, body: bytes('{"password":"5ec2e7"') } }));
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

  test("drops the oldest calls rather than fill the memory", () => {
    const journal = new Journal();
    const response = "x".repeat(30 * 1024 * 1024);
    for (let index = 0; index < 3; index += 1) journal.add(call({ response }));
    expect(journal.entries().map(({ seq }) => seq)).toEqual([2, 3]);
  });

  test("takes a body that is nested too deeply to be written again", () => {
    const journal = new Journal();
    journal.add(call({ isTokenCall: true, request: { body: bytes("[".repeat(100_000) + "]".repeat(100_000)) } }));
    expect(journal.entries()).toHaveLength(1);
  });
});
