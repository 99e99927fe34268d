import {
  errorCode,
  fleet,
  projectId,
  withEmulator,
  type Answered,
  type RunningEmulator,
} from "../../support/emulator/calls";
import { signedHeaders, type Signing } from "../../support/emulator/signing";

const wallMs = Date.UTC(2026, 10, 24, 12);
const minuteMs = 60_000;
const now = () => wallMs;
const path = `/v1.0/${projectId}/instances`;
const seed = {
  ...fleet({}),
  users: [{ name: "ada", password: "right", domain: "OTC-1" }],
  keys: [
    { access: "AK1", secret: "SK1" },
    { access: "AK2", secret: "SK2", security_token: "temporary" },
  ],
};

function login(changes: { password?: string; scope?: unknown; domain?: unknown } = {}): unknown {
  const { password = "right", domain = { name: "OTC-1" }, scope = { project: { id: projectId } } } = changes;
  const user = { name: "ada", password, domain };
  return { auth: { identity: { methods: ["password"], password: { user } }, ...(scope === null ? {} : { scope }) } };
}

async function tokenFor(running: RunningEmulator, body = login()): Promise<string> {
  const answered = await running.call("POST", "/v3/auth/tokens", body);
  expect(answered.status).toBe(201);
  return answered.headers.get("x-subject-token")!;
}

function listSigned(running: RunningEmulator, changes: Partial<Signing> = {}, more: Record<string, string> = {}) {
  const url = new URL(`${running.url}${path}?name=a%20b&engine=kafka`);
  const signing: Signing = { method: "GET", url, accessKey: "AK1", secretKey: "SK1", atMs: wallMs, ...changes };
  return running.call("GET", url.pathname + url.search, undefined, { ...signedHeaders(signing), ...more });
}

const messageOf = (answered: Answered): string => (answered.body as { error_msg: string }).error_msg;

test("Keystone answers its version without a login, because OpenStack's clients ask for it first", async () => {
  await withEmulator({ auth: "any" }, async ({ url, call, emulator }) => {
    for (const path of ["/v3", "/v3/"]) {
      const answered = await call("GET", path);
      expect([answered.status, answered.body]).toMatchObject([
        200,
        {
          version: {
            id: expect.stringMatching(/^v3\.\d+$/) as string,
            status: "stable",
            links: [{ rel: "self", href: `${url}/v3/` }],
          },
        },
      ]);
    }
    expect((await call("POST", "/v3")).body).toMatchObject({ error: { code: 405 } });
    expect(emulator.journal()[0]).toMatchObject({ path: "/v3", response: { version: { links: [{ href: "/v3/" }] } } });
  });
});

describe("a token", () => {
  test("is issued for user, password and project, as Keystone does", async () => {
    await withEmulator({ seed, now, auth: "token" }, async (running) => {
      const answered = await running.call("POST", "/v3/auth/tokens", login());
      expect(answered.status).toBe(201);
      expect(answered.body).toMatchObject({
        token: {
          methods: ["password"],
          issued_at: "2026-11-24T12:00:00.000000Z",
          expires_at: "2026-11-25T12:00:00.000000Z",
          user: { name: "ada", domain: { name: "OTC-1" } },
          project: { id: projectId, name: "eu-de" },
        },
      });
      const { catalog } = (answered.body as { token: { catalog: { type: string; endpoints: { url: string }[] }[] } })
        .token;
      expect(catalog.map(({ type, endpoints }) => [type, endpoints[0]!.url.replace(running.url, "")])).toEqual([
        ["identity", "/v3"],
        ["dms", `/v1.0/${projectId}`],
        ["dmsv1", `/v1.0/${projectId}`],
        ["dmsv2", `/v2/${projectId}`],
      ]);
    });
  });

  test("opens the project it is for, for 24 hours", async () => {
    await withEmulator({ seed, now, auth: "token" }, async (running) => {
      const headers = { "X-Auth-Token": await tokenFor(running) };
      expect((await running.call("GET", path, undefined, headers)).status).toBe(200);
      const other = await running.call("GET", `/v1.0/${"0".repeat(32)}/instances`, undefined, headers);
      expect([other.status, errorCode(other)]).toEqual([401, "DMS.10240104"]);
      running.emulator.advance(24 * 60 * minuteMs);
      const expired = await running.call("GET", path, undefined, headers);
      expect([expired.status, errorCode(expired)]).toEqual([401, "APIG.0307"]);
    });
  });

  test("can be scoped by the project's name; without scope it opens no project", async () => {
    await withEmulator({ seed, now, auth: "token" }, async (running) => {
      const named = await tokenFor(
        running,
        login({ scope: { project: { name: "eu-de", domain: { name: "OTC-1" } } } }),
      );
      expect((await running.call("GET", path, undefined, { "X-Auth-Token": named })).status).toBe(200);
      const unscoped = await tokenFor(running, login({ scope: null }));
      const answered = await running.call("GET", path, undefined, { "X-Auth-Token": unscoped });
      expect(errorCode(answered)).toBe("DMS.10240104");
      const ofDomain = await tokenFor(running, login({ scope: { domain: { name: "OTC-1" } } }));
      expect(errorCode(await running.call("GET", path, undefined, { "X-Auth-Token": ofDomain }))).toBe("DMS.10240104");
      const both = { domain: { name: "OTC-1" }, project: { id: projectId } };
      const ofProject = await tokenFor(running, login({ scope: both }));
      expect((await running.call("GET", path, undefined, { "X-Auth-Token": ofProject })).status).toBe(200);
    });
  });

  test("is demanded in the gateway's shape", async () => {
    await withEmulator({ seed, now, auth: "token" }, async (running) => {
      const missing = await running.call("GET", path);
      expect(missing.status).toBe(401);
      expect(missing.body).toEqual({
        error_code: "APIG.0301",
        error_msg: "Incorrect IAM authentication information: x-auth-token not found",
        request_id: missing.headers.get("x-request-id"),
      });
      const forged = await running.call("GET", path, undefined, { "X-Auth-Token": "forged" });
      expect([forged.status, messageOf(forged)]).toEqual([
        401,
        "Incorrect IAM authentication information: decrypt token fail",
      ]);
      expect((await listSigned(running)).status).toBe(401);
    });
  });

  test.each<[string, unknown, number]>([
    ["a wrong password", login({ password: "wrong" }), 401],
    ["another domain", login({ domain: { name: "OTC-2" } }), 401],
    ["no domain", login({ domain: {} }), 401],
    ["another domain as the scope", login({ scope: { domain: { name: "OTC-2" } } }), 401],
    ["an empty domain as the scope", login({ scope: { domain: {} } }), 400],
    ["an unknown project name", login({ scope: { project: { name: "eu-nl", domain: { name: "OTC-1" } } } }), 401],
    ["a project name without its domain", login({ scope: { project: { name: "eu-de" } } }), 400],
    ["a project name with an empty domain", login({ scope: { project: { name: "eu-de", domain: {} } } }), 400],
    [
      "a project name with an unknown domain",
      login({ scope: { project: { name: "eu-de", domain: { name: "x" } } } }),
      401,
    ],
    [
      "a project name with an unknown domain id",
      login({ scope: { project: { name: "eu-de", domain: { id: "x" } } } }),
      401,
    ],
    ["a malformed project id", login({ scope: { project: { id: "../etc/passwd" } } }), 401],
    ["a project id that is not a text", login({ scope: { project: { id: 7 } } }), 400],
    ["a project without id and name", login({ scope: { project: {} } }), 400],
    ["a project that is a text", login({ scope: { project: projectId } }), 400],
    ["a scope that is a text", login({ scope: "eu-de" }), 400],
    ["no method", { auth: { identity: { password: {} } } }, 400],
    ["an empty body", {}, 400],
    ["no JSON", "{", 400],
  ])("is refused for %s", async (_, body, status) => {
    await withEmulator({ seed, now, auth: "token" }, async (running) => {
      const answered = await running.call("POST", "/v3/auth/tokens", body);
      expect(answered.status).toBe(status);
      expect(answered.body).toMatchObject({ error: { code: status, message: expect.any(String) as string } });
      expect(answered.headers.get("x-subject-token")).toBeNull();
    });
  });

  test("is issued for any well-formed project id, and for the domain's id or name", async () => {
    await withEmulator({ seed, now, auth: "token" }, async (running) => {
      await tokenFor(running, login({ scope: { project: { id: "0123456789abcdef0123456789abcdef" } } }));
      const answered = await running.call("POST", "/v3/auth/tokens", login());
      const { id } = (answered.body as { token: { project: { domain: { id: string } } } }).token.project.domain;
      await tokenFor(running, login({ domain: { id }, scope: { project: { name: "eu-de", domain: { id } } } }));
    });
  });

  test("asked for without proof still names a project as Keystone wants it named", async () => {
    await withEmulator({ seed: fleet({}), now, auth: "none" }, async (running) => {
      const scoped = async (scope: unknown, domain: unknown = { name: "any" }): Promise<number> =>
        (await running.call("POST", "/v3/auth/tokens", login({ domain, scope }))).status;
      expect(await scoped({ project: { name: "eu-de" } })).toBe(400);
      expect(await scoped({ project: { name: "eu-de", domain: { name: "any" } } })).toBe(201);
      expect(await scoped({ project: { name: "eu-de", domain: { name: "other" } } })).toBe(401);
      expect(await scoped({ project: { name: "eu-de", domain: { id: "d-1" } } }, { id: "d-1" })).toBe(201);
      expect(await scoped({ project: { name: "eu-de", domain: { id: "d-1" } } }, null)).toBe(201);
      expect(await scoped({ project: { id: "a b" } })).toBe(401);
    });
  });

  test("is issued for any password with --auth none", async () => {
    await withEmulator({ now, auth: "none" }, async (running) => {
      const token = await tokenFor(running, login({ password: "whatever" }));
      expect((await running.call("GET", path, undefined, { "X-Auth-Token": token })).status).toBe(200);
      expect((await running.call("GET", path)).status).toBe(200);
    });
  });

  test("finds the projects by name", async () => {
    await withEmulator({ seed, now, auth: "token" }, async (running) => {
      const headers = { "X-Auth-Token": await tokenFor(running, login({ scope: null })) };
      const found = await running.call("GET", "/v3/projects?name=eu-de", undefined, headers);
      const self = `/v3/projects/${projectId}`;
      const project = { id: projectId, name: "eu-de" };
      expect(found.body).toMatchObject({ projects: [{ ...project, links: { self: running.url + self } }] });
      expect(running.emulator.journal().at(-1)!.response).toMatchObject({
        projects: [{ ...project, links: { self } }],
      });
      const none = await running.call("GET", "/v3/auth/projects?name=eu-nl", undefined, headers);
      expect(none.body).toMatchObject({ projects: [] });
      expect((await running.call("GET", "/v3/projects")).body).toMatchObject({ error: { code: 401 } });
    });
  });
});

describe("a signature", () => {
  test.each(["Access", "Credential"] as const)("is accepted in the %s form", async (form) => {
    await withEmulator({ seed, now, auth: "aksk" }, async (running) => {
      expect((await listSigned(running, { form })).status).toBe(200);
      const url = new URL(`${running.url}${path}/action`);
      const body = JSON.stringify({ action: "delete", allFailure: "kafka" });
      const signing = { method: "POST", url, body, accessKey: "AK1", secretKey: "SK1", atMs: wallMs, form } as const;
      expect((await running.call("POST", url.pathname, body, signedHeaders(signing))).status).toBe(204);
      const tampered = await running.call("POST", url.pathname, `${body} `, signedHeaders(signing));
      expect([tampered.status, errorCode(tampered)]).toEqual([401, "APIG.0301"]);
    });
  });

  test.each<[string, Partial<Signing>, string]>([
    ["a wrong secret", { secretKey: "SK" }, "signature mismatch"],
    ["a wrong secret in the Credential form", { secretKey: "SK", form: "Credential" }, "signature mismatch"],
    ["an unknown key", { accessKey: "AK9" }, "Get secretKey failed,ak:AK9,err:ak not exist"],
    ["a date 16 minutes ago", { atMs: wallMs - 16 * minuteMs }, "more than 15 minutes off"],
    ["a date 16 minutes ahead", { atMs: wallMs + 16 * minuteMs }, "more than 15 minutes off"],
  ])("is refused for %s", async (_, changes, complaint) => {
    await withEmulator({ seed, now, auth: "aksk" }, async (running) => {
      const answered = await listSigned(running, changes);
      expect([answered.status, errorCode(answered)]).toEqual([401, "APIG.0301"]);
      expect(messageOf(answered)).toMatch(/^Incorrect IAM authentication information: /);
      expect(messageOf(answered)).toContain(complaint);
      expect(messageOf(answered)).not.toContain("SK1");
    });
  });

  test.each(["decoded", "encoded"] as const)("may have sorted the parameters as they are %s", async (queryOrder) => {
    await withEmulator({ seed, now, auth: "aksk" }, async (running) => {
      // "/" is behind "-" as it is and before it as "%2F".
      const url = new URL(`${running.url}${path}?name%2Fx=1&name-x=1&id=a%2Fb&id=a-b&id=ab`);
      const signing = { method: "GET", url, accessKey: "AK1", secretKey: "SK1", atMs: wallMs, queryOrder } as const;
      const target = url.pathname + url.search;
      expect((await running.call("GET", target, undefined, signedHeaders(signing))).status).toBe(200);
      const other = await running.call("GET", `${target}c`, undefined, signedHeaders(signing));
      expect(messageOf(other)).toContain("signature mismatch");
    });
  });

  test("may be up to 15 minutes old by the machine's clock, also with a manual clock", async () => {
    await withEmulator({ seed, now, auth: "aksk" }, async (running) => {
      running.emulator.advance(24 * 60 * minuteMs);
      expect((await listSigned(running, { atMs: wallMs - 15 * minuteMs })).status).toBe(200);
    });
  });

  test("of a temporary key needs its security token", async () => {
    await withEmulator({ seed, now, auth: "aksk" }, async (running) => {
      const temporary = { accessKey: "AK2", secretKey: "SK2" };
      expect((await listSigned(running, temporary)).status).toBe(401);
      expect((await listSigned(running, temporary, { "X-Security-Token": "temporary" })).status).toBe(200);
    });
  });

  test("may exclude the body with UNSIGNED-PAYLOAD, but not sign another one", async () => {
    await withEmulator({ seed, now, auth: "aksk" }, async (running) => {
      const lied = await listSigned(running, {}, { "X-Sdk-Content-Sha256": "0".repeat(64) });
      expect(messageOf(lied)).toContain("x-sdk-content-sha256 does not fit the body");
    });
  });

  test("that fails six times in a row locks the key for five minutes, for the right secret too", async () => {
    await withEmulator({ seed, now, auth: "aksk" }, async (running) => {
      for (let failure = 1; failure <= 5; failure += 1) await listSigned(running, { secretKey: "wrong" });
      expect((await listSigned(running)).status).toBe(200);
      for (let failure = 1; failure <= 6; failure += 1) {
        expect(messageOf(await listSigned(running, { secretKey: "wrong" }))).toContain("signature mismatch");
      }
      const locked = await listSigned(running);
      expect([locked.status, messageOf(locked)]).toEqual([
        401,
        "Incorrect IAM authentication information: AK access failed to reach the limit,forbidden.",
      ]);
      running.emulator.advance(5 * minuteMs - 1);
      expect((await listSigned(running)).status).toBe(401);
      running.emulator.advance(1);
      expect((await listSigned(running)).status).toBe(200);
    });
  });
});

describe("with auth any", () => {
  test("a token or a signature is accepted, and a call without either is refused", async () => {
    await withEmulator({ seed, now, auth: "any" }, async (running) => {
      const headers = { "X-Auth-Token": await tokenFor(running) };
      expect((await running.call("GET", path, undefined, headers)).status).toBe(200);
      expect((await listSigned(running)).status).toBe(200);
      expect((await listSigned(running, { secretKey: "wrong" })).status).toBe(401);
      expect((await running.call("GET", path)).status).toBe(401);
    });
  });
});
