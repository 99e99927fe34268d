import type { CallRecord } from "../../../lib/client/calls/call-log";
import type { Credentials, DmsClientConfig } from "../../../lib/client/client-config";
import { createDmsClient } from "../../../lib/client/dms-client";
import {
  type CannedAnswer,
  type CannedServer,
  type ReceivedRequest,
  startCannedServer,
} from "../../support/client/canned-server";
import { clientConfig, fakePacing, forever, rejectionOf } from "../../support/client/fixture-config";

const ways: Readonly<Record<string, Credentials>> = {
  "a token": { kind: "token", token: "tok-secret-1" },
  "temporary keys": {
    kind: "keys",
    accessKey: "AK-secret-1",
    secretKey: "SK-secret-1",
    securityToken: "ST-secret-1",
    form: "access",
  },
  "a password's token": {
    kind: "password",
    user: { kind: "name", name: "anna" },
    password: "correct-horse",
    domain: { kind: "name", name: "OTC-1" },
  },
};

const echoes: Readonly<Record<string, (shown: string) => CannedAnswer>> = {
  "an error's text": (shown) => ({ status: 400, body: { error_code: "DMS.00400062", error_msg: shown } }),
  "an error's code": (shown) => ({ status: 503, body: { error_code: shown } }),
  "a gateway's 401": (shown) => ({ status: 401, body: { error_code: "APIG.0301", error_msg: shown } }),
  "a request id": (shown) => ({ status: 500, body: { error_code: "DMS.00500000", request_id: shown } }),
  "a page": (shown) => ({ status: 502, headers: { "content-type": "text/html" }, body: `<pre>${shown}</pre>` }),
  "a content type": (shown) => ({
    status: 502,
    headers: { "content-type": `text/plain; t="${shown}"` },
    body: "You sent ***",
  }),
  "a broken answer": (shown) => ({ status: 200, body: `{"results": "${shown}` }),
  "JSON within JSON": (shown) => ({ status: 500, body: { error_msg: JSON.stringify(JSON.stringify(shown)) } }),
};

describe("credentials are not quoted or logged if the service echoes them", () => {
  let server: CannedServer;
  let answer: (request: ReceivedRequest) => CannedAnswer;
  beforeAll(async () => {
    server = await startCannedServer((request) => answer(request));
  });
  afterAll(() => server.close());

  /** Everything that can be read of one failed batch call. */
  async function textOf(changes: Partial<DmsClientConfig>): Promise<string> {
    const records: CallRecord[] = [];
    const config = clientConfig(server.url, { authUrl: `${server.url}/v3`, ...changes });
    const client = createDmsClient(config, { pacing: fakePacing(), log: (record) => records.push(record) });
    const failure = await rejectionOf(client.act("restart", ["i-1"], { forceDelete: false }, forever));
    await client.close();
    return `${String(failure)} ${JSON.stringify(failure)} ${JSON.stringify(records)}`;
  }

  describe.each(Object.keys(echoes))("in %s", (place) => {
    test.each(Object.keys(ways))("(%s)", async (way) => {
      answer = (request) => {
        if (request.path.startsWith("/v3/auth/tokens")) {
          return { status: 201, headers: { "X-Subject-Token": "tok-secret-1" }, body: { token: {} } };
        }
        const proofs = ["x-auth-token", "authorization", "x-security-token"];
        return echoes[place]!(`You sent ${proofs.flatMap((name) => request.headers[name] ?? []).join(" ")}.`);
      };
      const credentials = ways[way]!;
      for (const project of [
        { kind: "id", id: "p-1" },
        { kind: "name", name: "eu-de" },
      ] as const) {
        const text = await textOf({ credentials, project });
        expect(text).toContain("You sent ***");
        expect(text).not.toContain("-secret-1");
        expect(text).not.toMatch(/[0-9a-f]{64}/);
      }
    });
  });

  test("(a password and a token of before, in a word, an error and a login of later)", async () => {
    let logins = 0;
    const token = (): string => `token-${"abcdefgh"[logins] ?? ""}-of-a-secret-login`;
    const shown = "correct-horse and token-b-of-a-secret-login";
    const session = (): CannedAnswer =>
      logins > 2
        ? { status: 500, body: { error: { code: 500, message: `You sent ${shown}.` } } }
        : { status: 201, headers: { "X-Subject-Token": token() }, body: { token: {} } };
    answer = ({ path, headers }) => {
      if (path.startsWith("/v3/auth/tokens")) {
        logins += 1;
        return session();
      }
      if (headers["x-auth-token"] === "token-b-of-a-secret-login") return { status: 401 };
      return path.endsWith("/i-1")
        ? { body: { instance_id: "i-1", name: shown, status: "RUNNING" } }
        : { status: path.endsWith("/i-2") ? 401 : 400, body: { error_code: "DMS.00400062", error_msg: shown } };
    };
    const credentials = ways["a password's token"]!;
    const client = createDmsClient(clientConfig(server.url, { authUrl: `${server.url}/v3`, credentials }));
    expect(await client.get("i-1", forever)).toMatchObject({ name: "*** and ***" });
    expect(String(await rejectionOf(client.get("i-3", forever)))).toContain("DMS.00400062: *** and ***");
    expect(String(await rejectionOf(client.get("i-2", forever)))).toContain("You sent *** and ***.");
    await client.close();
  });
});
