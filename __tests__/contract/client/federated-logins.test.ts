import type { Credentials, DmsClientConfig } from "../../../lib/client/client-config";
import {
  cloudSeed,
  type EmulatedCloud,
  instanceIdOf,
  password,
  plainLogin,
  projectName,
  startCloud,
} from "../../support/client/emulated-cloud";
import { forever, projectId, rejectionOf } from "../../support/client/fixture-config";
import { identityProvider, signedIdToken } from "../../support/emulator/id-tokens";

const id = instanceIdOf("kafka", 0);
const dayMs = 24 * 60 * 60_000;
const customerProject = "0123456789abcdef0123456789abcdef";
const customerName = "eu-de_customer";
const now = Math.floor(Date.now() / 1_000);
const seed = {
  ...cloudSeed,
  projects: { ...cloudSeed.projects, [customerProject]: [{ instance_id: instanceIdOf("kafka", 7), name: "theirs" }] },
  project_names: { ...cloudSeed.project_names, [customerProject]: customerName },
  users: [
    ...(cloudSeed.users ?? []),
    { name: "bob", password: "bob-password", domain: "OTC-1", agent_operator: false },
  ],
  agencies: [{ name: "deploy", domain: "CUSTOMER", trusted_domain: "OTC-1", projects: [customerProject] }],
  identity_providers: [identityProvider],
};
const agency = { name: "deploy", domainName: "CUSTOMER" };
const customer = { kind: "id", id: customerProject } as const;

let cloud: EmulatedCloud;
/** The content of the token file. */
let file: string | undefined;
beforeEach(async () => {
  cloud = await startCloud({ auth: "token", seed });
  file = await signedIdToken();
});
afterEach(() => cloud.close());

function oidc(changes: Partial<Extract<Credentials, { kind: "oidc" }>> = {}): Credentials {
  const idToken = { origin: '"/run/id-token" (from DMS_ID_TOKEN_FILE)', read: () => file };
  return { kind: "oidc", identityProvider: "gitlab", idToken, domain: undefined, ...changes };
}
const connect = (changes: Partial<DmsClientConfig>) => cloud.connect({ maxRetries: 4, ...changes });
const act = (client: ReturnType<typeof connect>, ids = [id]) =>
  client.act("restart", ids, { forceDelete: false }, forever);
const logins = (): readonly (number | null)[] =>
  cloud.calls().flatMap(([call, status]) => (call.startsWith("POST ") && call.endsWith("/tokens") ? [status] : []));
/** Ten reads at once and a write after them: how often is a credential sent that is refused? */
async function failureAfterMany(client: ReturnType<typeof connect>): Promise<unknown> {
  await Promise.allSettled(Array.from({ length: 10 }, () => client.list(forever)));
  return rejectionOf(act(client));
}

describe("a login with an ID token", () => {
  test("is made once for many calls, for a project by id and by name", async () => {
    const client = connect({ credentials: oidc() });
    await Promise.all([client.list(forever), client.get(id, forever), act(client)]);
    expect(logins()).toEqual([201]);
    expect(cloud.emulator.journal()[0]).toMatchObject({
      path: "/v3.0/OS-AUTH/id-token/tokens",
      headers: { "x-idp-id": "gitlab" },
      body: { auth: { scope: { project: { id: projectId } } } },
    });
    await connect({ credentials: oidc(), project: { kind: "name", name: projectName } }).list(forever);
    expect(cloud.calls().at(-1)).toEqual([`GET ${projectId}/instances`, 200]);
  });

  test("that ends in the middle of a rollout is renewed with the token that the file holds then", async () => {
    const client = connect({ credentials: oidc() });
    await act(client);
    cloud.emulator.advance(dayMs);
    file = await signedIdToken({ jti: "second" });
    expect((await act(client, [instanceIdOf("kafka", 1)])).items).toHaveLength(1);
    expect(logins()).toEqual([201, 201]);
    expect(cloud.calls().filter(([call]) => call === "POST instances/action")).toEqual([
      ["POST instances/action", 200],
      ["POST instances/action", 401],
      ["POST instances/action", 200],
    ]);
  });

  test.each<[string, () => Promise<string>, string, string]>([
    ["an expired token", () => signedIdToken({ exp: now - 1 }), "gitlab", "HTTP 401 (401: The ID token has expired.)"],
    [
      "another audience",
      () => signedIdToken({ aud: "registry" }),
      "gitlab",
      "HTTP 401 (401: The ID token is for another audience.)",
    ],
    [
      "an unknown identity provider",
      () => signedIdToken(),
      "github",
      "HTTP 404 (404: Could not find the identity provider",
    ],
  ])("is refused once for %s, for any number of calls", async (_, idToken, identityProvider, words) => {
    file = await idToken();
    const failure = await failureAfterMany(connect({ credentials: oidc({ identityProvider }) }));
    expect(failure).toMatchObject({ fate: "not-sent", call: "login" });
    expect(String(failure)).toContain("not sent, because the login failed");
    expect(String(failure)).toContain(words);
    expect(String(failure)).not.toContain(file);
    expect(cloud.calls()).toHaveLength(1);
  });

  test("that was refused is tried again as soon as the file holds another token", async () => {
    file = await signedIdToken({ exp: now - 1 });
    const client = connect({ credentials: oidc() });
    await rejectionOf(client.list(forever));
    await rejectionOf(client.list(forever));
    file = await signedIdToken();
    await client.list(forever);
    expect(logins()).toEqual([401, 201]);
  });

  test("fails if the file no longer exists, names it, and sends nothing", async () => {
    const client = connect({ credentials: oidc() });
    file = undefined;
    const failure = await rejectionOf(act(client));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "not-sent", call: "login" });
    expect(String(failure)).toContain('The ID token file "/run/id-token" (from DMS_ID_TOKEN_FILE) cannot be read');
    expect(cloud.calls()).toEqual([]);
  });
});

describe("an agency", () => {
  const brought = async (): Promise<Credentials> => {
    const { token } = await plainLogin(cloud.url);
    return { kind: "token", token };
  };

  test.each<[string, () => Promise<Credentials>]>([
    ["a password", () => Promise.resolve(password)],
    ["an ID token", () => Promise.resolve(oidc({ domain: { kind: "name", name: "OTC-1" } }))],
    ["an ID token of an account that is not named", () => Promise.resolve(oidc())],
    ["a token", brought],
  ])("is assumed after a login with %s", async (_, login) => {
    const client = connect({ credentials: await login(), agency, project: customer });
    expect((await client.list(forever)).map(({ name }) => name)).toEqual(["theirs"]);
    expect((await act(client, [instanceIdOf("kafka", 7)])).items).toHaveLength(1);
    expect(logins()).toEqual([201, 201]);
  });

  test("finds the project that is delegated by its name, in the answer to the login", async () => {
    const client = connect({ credentials: password, agency, project: { kind: "name", name: customerName } });
    expect((await client.list(forever)).map(({ name }) => name)).toEqual(["theirs"]);
    expect(cloud.emulator.journal()[0]?.body).toMatchObject({ auth: { scope: { domain: { name: "OTC-1" } } } });
    expect(cloud.calls().map(([call]) => call)).toEqual([
      "POST auth/tokens",
      "POST auth/tokens",
      `GET ${customerProject}/instances`,
    ]);
  });

  test("is assumed again, after a new login, when its token has ended", async () => {
    const client = connect({ credentials: oidc(), agency, project: customer });
    await client.list(forever);
    cloud.emulator.advance(dayMs);
    expect((await act(client, [instanceIdOf("kafka", 7)])).items).toHaveLength(1);
    expect(logins()).toEqual([201, 201, 201, 201]);
  });

  test.each<[string, Partial<DmsClientConfig>, string]>([
    ["is not there", { agency: { ...agency, name: "other" } }, "HTTP 404 (404: Could not find the agency.)"],
    [
      "is another account's",
      { agency: { ...agency, domainName: "OTC-9" } },
      "HTTP 404 (404: Could not find the agency.)",
    ],
    [
      "the user has no right to",
      { credentials: { ...password, user: { kind: "name", name: "bob" }, password: "bob-password" } as Credentials },
      "HTTP 403 (403: You are not authorized",
    ],
    ["does not open the project", { project: { kind: "id", id: projectId } }, "HTTP 403 (403: You are not authorized"],
  ])("that %s costs one refusal, for any number of calls", async (_, changes, words) => {
    const failure = await failureAfterMany(connect({ credentials: password, agency, project: customer, ...changes }));
    expect(failure).toMatchObject({ fate: "not-sent", call: "agency" });
    expect(String(failure)).toContain("not sent, because assuming the agency failed");
    expect(String(failure)).toContain(words);
    expect(cloud.calls()).toHaveLength(2);
  });

  test("is not asked for again with a token that was refused", async () => {
    const failure = await failureAfterMany(
      connect({ credentials: { kind: "token", token: "forged-token" }, agency, project: customer }),
    );
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "not-sent", call: "agency" });
    expect(String(failure)).not.toContain("forged-token");
    expect(cloud.calls()).toEqual([["POST auth/tokens", 401]]);
  });
});
