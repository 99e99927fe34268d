import { InvalidInput } from "../../../lib/emulator/invalid-input";
import type { JsonObject } from "../../../lib/emulator/json-value";
import { parseSeed } from "../../../lib/emulator/seed/seed";
import { fleet, projectId, withEmulator, type Answered, type RunningEmulator } from "../../support/emulator/calls";
import { asymmetricIdToken, identityProvider, idTokenKey, signedIdToken } from "../../support/emulator/id-tokens";

const customerProject = "0123456789abcdef0123456789abcdef";
const seed = {
  ...fleet({}),
  project_names: { [customerProject]: "eu-de_customer" },
  users: [
    { name: "ada", password: "right", domain: "OTC-1" },
    { name: "bob", password: "right", domain: "OTC-1", agent_operator: false },
    { name: "eve", password: "right", domain: "OTC-2" },
  ],
  agencies: [{ name: "deploy", domain: "CUSTOMER", trusted_domain: "OTC-1", projects: [customerProject] }],
  identity_providers: [identityProvider],
};
const path = `/v1.0/${customerProject}/instances`;
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
const now = Math.floor(Date.now() / 1_000);

function withId(running: RunningEmulator, id: unknown, changes: { idp?: string; scope?: unknown } = {}) {
  const { idp = "gitlab", scope = { project: { id: projectId } } } = changes;
  const headers: Record<string, string> = idp === "" ? {} : { "X-Idp-Id": idp };
  return running.call("POST", "/v3.0/OS-AUTH/id-token/tokens", { auth: { id_token: { id }, scope } }, headers);
}

const tokenOf = (answered: Answered): string => answered.headers.get("x-subject-token") ?? "";

async function ownToken(running: RunningEmulator, name = "ada", domain = "OTC-1"): Promise<string> {
  const user = { name, password: "right", domain: { name: domain } };
  const scope = { domain: { name: domain } };
  const identity = { methods: ["password"], password: { user } };
  return tokenOf(await running.call("POST", "/v3/auth/tokens", { auth: { identity, scope } }));
}

async function assume(running: RunningEmulator, token: string, role: object = {}, scope?: unknown) {
  const assumed = { domain_name: "CUSTOMER", xrole_name: "deploy", ...role };
  const identity = { methods: ["assume_role"], assume_role: assumed };
  const body = { auth: { identity, scope: scope ?? { project: { id: customerProject } } } };
  return running.call("POST", "/v3/auth/tokens", body, token === "" ? {} : { "X-Auth-Token": token });
}

describe("a login with an ID token", () => {
  test("answers a token of the identity provider's account, scoped as asked", async () => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const answered = await withId(running, await signedIdToken());
      expect(answered.status).toBe(201);
      expect(answered.body).toMatchObject({
        token: {
          methods: ["mapped"],
          user: { name: "pipeline-7", domain: { name: "OTC-1" } },
          project: { id: projectId },
        },
      });
      const list = `/v1.0/${projectId}/instances`;
      expect((await running.call("GET", list, undefined, { "X-Auth-Token": tokenOf(answered) })).status).toBe(200);
      expect((await withId(running, await signedIdToken(), { scope: { project: { name: "eu-de" } } })).status).toBe(
        201,
      );
      expect((await withId(running, await signedIdToken(), { scope: { domain: { name: "OTC-1" } } })).status).toBe(201);
    });
  });

  test.each<[string, () => Promise<unknown>, { idp?: string; scope?: unknown }, number]>([
    ["a token that has expired", () => signedIdToken({ exp: now - 1 }), {}, 401],
    ["a token that is not valid yet", () => signedIdToken({ nbf: now + 600 }), {}, 401],
    ["a token without a time of expiry", () => signedIdToken({ exp: "tomorrow" }), {}, 401],
    ["a token for another audience", () => signedIdToken({ aud: "registry" }), {}, 401],
    ["a token of another issuer", () => signedIdToken({ iss: "https://elsewhere.example.com" }), {}, 401],
    ["a token signed with another key", () => signedIdToken({}, { k: "YW5vdGhlcg" }), {}, 401],
    ["a text that is not a token", () => Promise.resolve("no-token"), {}, 401],
    ["an unknown identity provider", () => signedIdToken(), { idp: "github" }, 404],
    ["no identity provider", () => signedIdToken(), { idp: "" }, 400],
    ["no token", () => Promise.resolve(undefined), {}, 400],
    ["a scope in another account", () => signedIdToken(), { scope: { domain: { name: "OTC-2" } } }, 401],
  ])("is refused for %s", async (_, idToken, changes, status) => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const answered = await withId(running, await idToken(), changes);
      expect(answered.status).toBe(status);
      expect(answered.body).toMatchObject({ error: { code: status, message: expect.any(String) as string } });
      expect(answered.headers.get("x-subject-token")).toBeNull();
    });
  });

  test.each(["RS256", "ES256"] as const)("takes a signature with the published key of %s", async (alg) => {
    const rsa = {
      name: "RSASSA-PKCS1-v1_5",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: "SHA-256",
    };
    const parameters = alg === "RS256" ? rsa : { name: "ECDSA", namedCurve: "P-256" };
    const pair = (await crypto.subtle.generateKey(parameters, true, ["sign", "verify"])) as {
      readonly publicKey: Key;
      readonly privateKey: Key;
    };
    const published = JSON.parse(JSON.stringify(await crypto.subtle.exportKey("jwk", pair.publicKey))) as JsonObject;
    const provider = { ...identityProvider, signing_key: { keys: [{ ...idTokenKey }, published] } };
    await withEmulator({ seed: { ...seed, identity_providers: [provider] }, auth: "token" }, async (running) => {
      const idToken = await asymmetricIdToken(alg, pair.privateKey);
      expect((await withId(running, idToken)).status).toBe(201);
      const [head, payload] = idToken.split(".");
      expect((await withId(running, `${head!}.${payload!}.AAAA`)).status).toBe(401);
    });
  });

  test("is accepted unchecked with --auth none, and unsigned if no key is published", async () => {
    await withEmulator({ auth: "none" }, async (running) => {
      expect((await withId(running, "anything", { idp: "any" })).status).toBe(201);
    });
    const unsigned = { ...identityProvider, signing_key: undefined };
    await withEmulator({ seed: { ...seed, identity_providers: [unsigned] }, auth: "token" }, async (running) => {
      expect((await withId(running, await signedIdToken({}, { k: "YW5vdGhlcg" }))).status).toBe(201);
      expect((await withId(running, await signedIdToken({ aud: "registry" }))).status).toBe(401);
    });
  });

  test("leaves no ID token and no token in the journal", async () => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const idToken = await signedIdToken();
      const answered = await withId(running, idToken);
      const journal = JSON.stringify(running.emulator.journal());
      expect(journal).not.toContain(idToken);
      expect(journal).not.toContain(tokenOf(answered));
      expect(running.emulator.journal()[0]).toMatchObject({
        headers: { "x-idp-id": "gitlab" },
        body: { auth: { id_token: "***", scope: { project: { id: projectId } } } },
      });
    });
  });
});

describe("an agency", () => {
  test("opens the projects of its account to users of the account that it trusts", async () => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const answered = await assume(running, await ownToken(running));
      expect(answered.status).toBe(201);
      expect(answered.body).toMatchObject({
        token: {
          methods: ["assume_role"],
          user: { name: "OTC-1/deploy", domain: { name: "CUSTOMER" } },
          assumed_by: { user: { name: "ada", domain: { name: "OTC-1" } } },
          project: { id: customerProject, name: "eu-de_customer" },
        },
      });
      const headers = { "X-Auth-Token": tokenOf(answered) };
      expect((await running.call("GET", path, undefined, headers)).status).toBe(200);
      const named = { project: { name: "eu-de_customer", domain: { name: "CUSTOMER" } } };
      const token = await ownToken(running);
      expect((await assume(running, token, { xrole_name: undefined, agency_name: "deploy" }, named)).status).toBe(201);
      expect(running.emulator.journal()[1]?.body).toMatchObject({
        auth: { identity: { assume_role: { domain_name: "CUSTOMER", xrole_name: "deploy" } } },
      });
    });
  });

  test("is assumed with the token of an ID token too", async () => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const own = await withId(running, await signedIdToken(), { scope: { domain: { name: "OTC-1" } } });
      expect((await assume(running, tokenOf(own))).status).toBe(201);
    });
  });

  test.each<[string, (running: RunningEmulator) => Promise<Answered>, number]>([
    ["an unknown agency", async (running) => assume(running, await ownToken(running), { xrole_name: "other" }), 404],
    [
      "an agency of another account",
      async (running) => assume(running, await ownToken(running), { domain_name: "X" }),
      404,
    ],
    [
      "a user of an account that it does not trust",
      async (running) => assume(running, await ownToken(running, "eve", "OTC-2")),
      403,
    ],
    [
      "a user without the right to assume agencies",
      async (running) => assume(running, await ownToken(running, "bob")),
      403,
    ],
    [
      "a project that it does not open",
      async (running) => assume(running, await ownToken(running), {}, { project: { id: projectId } }),
      403,
    ],
    ["a token that is not known", async (running) => assume(running, "forged"), 401],
    ["no token", async (running) => assume(running, ""), 401],
    ["no name", async (running) => assume(running, await ownToken(running), { xrole_name: "" }), 400],
    ["no account", async (running) => assume(running, await ownToken(running), { domain_name: undefined }), 400],
  ])("is refused for %s", async (_, call, status) => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const answered = await call(running);
      expect(answered.status).toBe(status);
      expect(answered.headers.get("x-subject-token")).toBeNull();
    });
  });

  test("cannot be assumed by the token of an agency", async () => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const first = await assume(running, await ownToken(running));
      expect((await assume(running, tokenOf(first))).status).toBe(403);
    });
  });

  test("keeps its projects to its account: a login of another cannot be scoped to them", async () => {
    await withEmulator({ seed, auth: "token" }, async (running) => {
      const scope = { project: { id: customerProject } };
      expect((await withId(running, await signedIdToken(), { scope })).status).toBe(401);
    });
  });
});

test.each<[object, string]>([
  [{ agencies: [{ name: "a", domain: "b" }] }, "agencies[0].trusted_domain"],
  [{ agencies: [{ name: "a", domain: "b", trusted_domain: "c", project: [] }] }, "agencies[0].project"],
  [{ identity_providers: [{ id: "a", issuer: "b" }] }, "identity_providers[0].audience"],
  [{ identity_providers: [{ ...identityProvider, signing_key: { kty: "OKP" } }] }, "identity_providers[0].signing_key"],
  [{ identity_providers: [{ ...identityProvider, signing_key: { keys: [] } }] }, "identity_providers[0].signing_key"],
  [{ users: [{ name: "a", password: "b", agent_operator: "no" }] }, "users[0].agent_operator"],
])("a seed with a mistake in it is refused with the place (%j)", (mistaken, place) => {
  expect(() => parseSeed(mistaken)).toThrow(InvalidInput);
  expect(() => parseSeed(mistaken)).toThrow(place);
});
