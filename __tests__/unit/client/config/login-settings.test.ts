import type { ExplicitClientConfig } from "../../../../lib/client/config/sources/settings";
import { emulator, problems, resolve, resolved } from "../../../support/client/resolved-config";

const target = { region: "eu-de", projectId: "p1" };
const files = { "/run/id-token": "eyJ.one.two\n", "/run/empty": "\n" };
const oidc = { OS_IDENTITY_PROVIDER: "gitlab", DMS_ID_TOKEN_FILE: "/run/id-token" };
const keys = { OS_ACCESS_KEY: "AK-1", OS_SECRET_KEY: "SK-1" };
const password = { OS_USERNAME: "anna", OS_PASSWORD: "hunter22", OS_USER_DOMAIN_NAME: "OTC-1" };
const agency = { OS_AGENCY_NAME: "deploy", OS_AGENCY_DOMAIN_NAME: "CUSTOMER" };

describe("a login with an ID token", () => {
  test("comes after AK/SK and before a password", async () => {
    expect((await resolved(target, { ...oidc, ...password }, files)).credentials).toMatchObject({
      kind: "oidc",
      identityProvider: "gitlab",
      domain: { kind: "name", name: "OTC-1" },
    });
    expect((await resolved(target, { ...oidc, ...keys }, files)).credentials.kind).toBe("keys");
    const explicit = { ...target, identityProviderId: "gitlab", idTokenFile: "/run/id-token" };
    expect((await resolved(explicit, keys, files)).credentials.kind).toBe("oidc");
  });

  test("reads the file at each login, and DMS_ID_TOKEN if there is no file", async () => {
    const changing: Record<string, string> = { ...files };
    const { credentials } = await resolved(target, oidc, changing);
    if (credentials.kind !== "oidc") throw new Error("no ID token");
    expect(credentials.idToken.read()).toBe("eyJ.one.two");
    changing["/run/id-token"] = "eyJ.three.four";
    expect(credentials.idToken.read()).toBe("eyJ.three.four");
    expect(credentials.idToken.origin).toBe('"/run/id-token" (from DMS_ID_TOKEN_FILE)');
    const inline = await resolved(target, { OS_IDENTITY_PROVIDER: "gitlab", DMS_ID_TOKEN: "eyJ.five.six" });
    expect(inline.credentials).toMatchObject({ idToken: { origin: "DMS_ID_TOKEN" } });
  });

  test.each<[string, ExplicitClientConfig, string]>([
    [
      "no identity provider",
      { idTokenFile: "/run/id-token" },
      "oidc.identity_provider_id is missing, while oidc.id_token_file is set",
    ],
    [
      "no file",
      { identityProviderId: "gitlab" },
      "oidc.id_token_file is missing, while oidc.identity_provider_id is set",
    ],
    [
      "a file that is not there",
      { identityProviderId: "gitlab", idTokenFile: "/gone" },
      'The ID token file "/gone" (from attribute oidc.id_token_file) cannot be read.',
    ],
    ["an empty file", { identityProviderId: "gitlab", idTokenFile: "/run/empty" }, "is empty."],
    [
      "an id that no header carries",
      { identityProviderId: "gitl\u00e4b", idTokenFile: "/run/id-token" },
      "characters that an HTTP header may not contain",
    ],
  ])("is a problem with %s", async (_, explicit, message) => {
    const [problem, ...others] = await problems({ ...target, ...explicit }, password, files);
    expect(others).toEqual([]);
    expect(problem?.message).toContain(message);
    expect(problem?.attributes[0]).toMatch(/^oidc\./);
  });

  test("that the environment only begins gives way to a complete password", async () => {
    expect((await resolved(target, { OS_IDENTITY_PROVIDER: "idp", ...password })).credentials.kind).toBe("password");
  });

  test("of the environment is not sent to an endpoint of this machine, and says so", async () => {
    expect((await resolved(emulator, oidc, files)).credentials).toEqual({
      kind: "none",
      withheld: ["DMS_ID_TOKEN_FILE"],
    });
    const own = { ...oidc, OS_AUTH_URL: "http://127.0.0.1:8080/v3" };
    expect((await resolved(emulator, own, files)).credentials.kind).toBe("oidc");
  });

  test("over plain http is warned of, as a token is", async () => {
    const resolution = await resolve({ ...target, authUrl: "http://iam.example/v3" }, oidc, files);
    expect(resolution).toMatchObject({ kind: "resolved", warnings: [{ attributes: ["auth_url"] }] });
  });
});

describe("an agency", () => {
  test("is read from attributes, then from both clouds' variables, Huawei's first", async () => {
    const environment = { ...password, ...agency, HW_ASSUME_ROLE_AGENCY_NAME: "hw", HW_ASSUME_ROLE_DOMAIN_NAME: "HW" };
    expect((await resolved(target, { ...password, ...agency })).agency).toEqual({
      name: "deploy",
      domainName: "CUSTOMER",
    });
    expect((await resolved(target, environment)).agency).toEqual({ name: "hw", domainName: "HW" });
    expect((await resolved({ ...target, agencyName: "mine" }, environment)).agency?.name).toBe("mine");
    expect((await resolved(target, password)).agency).toBeUndefined();
  });

  test("acts in the delegated project, unless another one is set more explicitly", async () => {
    const delegated = { ...password, ...agency, OS_DELEGATED_PROJECT: "eu-de_customer", OS_PROJECT_ID: "own" };
    expect((await resolved({ region: "eu-de" }, delegated)).project).toEqual({ kind: "name", name: "eu-de_customer" });
    expect((await resolved(target, delegated)).project).toEqual({ kind: "id", id: "p1" });
    const both = { ...target, delegatedProject: "eu-de_other" };
    expect((await resolved(both, delegated)).project).toEqual({ kind: "name", name: "eu-de_other" });
    const own = { ...delegated, OS_DELEGATED_PROJECT: "" };
    expect((await resolved({ region: "eu-de" }, own)).project).toEqual({ kind: "id", id: "own" });
  });

  test("with AK/SK alone is one problem that names the combinations that work", async () => {
    const found = await problems(target, { ...keys, ...agency });
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(
      "an agency is assumed with a token, which AK/SK alone cannot give. Allowed beside assume_role: a token; user_name, password and domain_name; or oidc",
    );
    expect(found[0]?.message).toContain("HW_ASSUME_ROLE_AGENCY_NAME, OS_AGENCY_NAME");
    expect(found[0]?.message).not.toContain("SK-1");
  });

  test("prefers to keys only a login that was set as explicitly", async () => {
    expect((await resolved(target, { ...keys, ...password, ...agency })).credentials.kind).toBe("password");
    const explicit = { ...target, accessKey: "AK-2", secretKey: "SK-2" };
    expect((await problems(explicit, { ...password, ...agency }))[0]?.message).toContain("AK/SK alone cannot");
  });

  test.each<[ExplicitClientConfig, string]>([
    [{ agencyName: "deploy" }, "assume_role is incomplete: domain_name is missing, while agency_name is set."],
    [{ agencyDomainName: "CUSTOMER" }, "assume_role is incomplete: agency_name is missing, while domain_name is set."],
  ])("that is incomplete is a problem: %j", async (explicit, message) => {
    const [problem, ...others] = await problems({ ...target, ...explicit }, password);
    expect(others).toEqual([]);
    expect(problem?.message).toContain(message);
  });

  test("needs a login also on this machine, and one that only the environment names goes with its credentials", async () => {
    const [problem] = await problems({ ...emulator, agencyName: "deploy", agencyDomainName: "CUSTOMER" });
    expect(problem?.message).toContain("assume_role is set, and no credentials to log in with.");
    const withheld = await resolved(emulator, { ...password, ...agency });
    expect(withheld.agency).toBeUndefined();
    expect(withheld.credentials.kind).toBe("none");
    expect((await resolved({ ...emulator, token: "tok-1" }, agency)).agency).toBeUndefined();
    const meant = { ...emulator, token: "tok-1", agencyName: "deploy", agencyDomainName: "CUSTOMER" };
    expect((await resolved(meant)).agency?.name).toBe("deploy");
  });

  test("needs the domain of its user only where the user is given by name", async () => {
    const login = { OS_USER_ID: "u-1", OS_PASSWORD: "hunter22", ...agency, OS_DELEGATED_PROJECT: "eu-de_customer" };
    expect((await resolved({ region: "eu-de" }, login)).credentials).toMatchObject({ domain: undefined });
  });

  test("of clouds.yaml is read with the entry", async () => {
    const auth = {
      token: "tok-1",
      agency_name: "deploy",
      agency_domain_name: "CUSTOMER",
      delegated_project: "eu-de_c",
    };
    const clouds = { "clouds.yaml": JSON.stringify({ clouds: { team: { auth, region_name: "eu-de" } } }) };
    expect(await resolved({ cloud: "team" }, {}, clouds)).toMatchObject({
      agency: { name: "deploy", domainName: "CUSTOMER" },
      project: { kind: "name", name: "eu-de_c" },
    });
  });

  test("with a token over plain http is warned of at Keystone too", async () => {
    const explicit = { ...target, token: "tok-1", authUrl: "http://iam.example/v3" };
    expect(await resolve(explicit, agency)).toMatchObject({
      kind: "resolved",
      warnings: [{ attributes: ["auth_url"] }],
    });
    expect(await resolve(explicit)).toMatchObject({ kind: "resolved", warnings: [] });
  });
});
