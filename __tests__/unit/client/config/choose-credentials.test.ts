import type { ExplicitClientConfig } from "../../../../lib/client/config/sources/settings";
import type { Environment } from "../../../../lib/domain/environment";
import { emulator, problems, resolve, resolved } from "../../../support/client/resolved-config";

const keys = { OS_ACCESS_KEY: "AK-1", OS_SECRET_KEY: "SK-1" };
const password = { OS_USERNAME: "anna", OS_PASSWORD: " pass word ", OS_USER_DOMAIN_NAME: "OTC-1" };

describe("choice of credentials", () => {
  const target = { region: "eu-de", projectId: "p1" };

  test("is token, then keys, then password", async () => {
    const all = { ...keys, ...password, OS_TOKEN: "T-1" };
    expect((await resolved(target, all)).credentials).toEqual({ kind: "token", token: "T-1" });
    expect((await resolved(target, { ...keys, ...password })).credentials).toMatchObject({
      kind: "keys",
      accessKey: "AK-1",
    });
    expect((await resolved(target, password)).credentials).toEqual({
      kind: "password",
      user: { kind: "name", name: "anna" },
      password: " pass word ",
      domain: { kind: "name", name: "OTC-1" },
    });
  });

  test("attributes come before a token in the environment", async () => {
    const explicit = { ...target, accessKey: "AK-2", secretKey: "SK-2" };
    expect((await resolved(explicit, { OS_TOKEN: "T-1" })).credentials).toMatchObject({
      kind: "keys",
      accessKey: "AK-2",
    });
  });

  test("keys begun with attributes and left incomplete are a problem even when the environment has a token", async () => {
    const [problem, ...others] = await problems({ ...target, accessKey: "AK-2" }, { OS_TOKEN: "T-1" });
    expect(others).toEqual([]);
    expect(problem?.attributes).toEqual(["secret_key", "access_key"]);
    expect(problem?.variables).toContain("HW_SECRET_KEY");
    expect(problem?.message).toContain("secret_key is missing, while access_key is set");
    expect(problem?.message).not.toContain("AK-2");
  });

  test("a key without its secret in the environment gives way to a complete password", async () => {
    expect((await resolved(target, { OS_ACCESS_KEY: "AK-1", ...password })).credentials.kind).toBe("password");
  });

  test("a password without its domain is a problem that names domain_name and its variables", async () => {
    const [problem] = await problems({ ...target, userName: "anna", password: "hunter22" });
    expect(problem?.attributes[0]).toBe("domain_name");
    expect(problem?.variables).toContain("OS_USER_DOMAIN_NAME");
    expect(problem?.message).not.toContain("hunter22");
  });

  describe("that are left in the environment by another cloud", () => {
    const ofHuawei = { HW_ACCESS_KEY: "AK-2", HW_SECRET_KEY: "SK-2", HW_SECURITY_TOKEN: "ST-2" };

    test("do not complete a key: the cloud that has the whole pair is used, with its own security token", async () => {
      expect((await resolved(target, { OS_ACCESS_KEY: "AK-1", ...ofHuawei })).credentials).toMatchObject({
        accessKey: "AK-2",
        secretKey: "SK-2",
        securityToken: "ST-2",
      });
      expect((await resolved(target, { ...keys, ...ofHuawei })).credentials).toMatchObject({
        accessKey: "AK-1",
        secretKey: "SK-1",
        securityToken: undefined,
      });
    });

    test("do not complete a password, nor its domain", async () => {
      const huawei = { HW_USER_NAME: "bert", HW_USER_PASSWORD: "hunter33", HW_DOMAIN_ID: "d-2" };
      for (const left of [{ OS_USER_ID: "u-1" }, { OS_USERNAME: "anna", OS_PASSWORD: "" }, { OS_PASSWORD: "x" }]) {
        const environment = { ...huawei, ...left, OS_USER_DOMAIN_NAME: "OTC-1" };
        expect((await resolved(target, environment)).credentials).toEqual({
          kind: "password",
          user: { kind: "name", name: "bert" },
          password: "hunter33",
          domain: { kind: "id", id: "d-2" },
        });
      }
    });

    describe("do not complete a login that is begun elsewhere", () => {
      const huawei = { HW_USER_NAME: "bert", HW_USER_PASSWORD: "hunter33", HW_DOMAIN_NAME: "HW-1" };
      const entry = { region_name: "eu-de", auth: { username: "anna", user_domain_name: "OTC-1", project_id: "p1" } };
      const files = { "clouds.yaml": JSON.stringify({ clouds: { team: entry } }) };
      const login = { user: { kind: "name", name: "anna" }, domain: { kind: "name", name: "OTC-1" } };
      const anna = { ...target, userName: "anna", domainName: "OTC-1" };

      test.each<[string, ExplicitClientConfig, Environment, object]>([
        ["by user_name", anna, { OS_PASSWORD: "hunter22" }, { ...login, password: "hunter22" }],
        ["by cloud", { cloud: "team" }, { OS_PASSWORD: "hunter22" }, { ...login, password: "hunter22" }],
        ["by OS_CLOUD", {}, { OS_CLOUD: "team", OS_PASSWORD: "hunter22" }, { ...login, password: "hunter22" }],
        [
          "by access_key",
          { ...target, accessKey: "AK-1" },
          { ...ofHuawei, OS_SECRET_KEY: "SK-1" },
          { accessKey: "AK-1", secretKey: "SK-1", securityToken: undefined },
        ],
        [
          "by secret_key",
          { ...target, secretKey: "SK-1" },
          { ...ofHuawei, OS_ACCESS_KEY: "AK-1" },
          { accessKey: "AK-1", secretKey: "SK-1", securityToken: undefined },
        ],
        ["by user_name, which only they complete", anna, {}, { ...login, password: "hunter33" }],
      ])("%s", async (_, explicit, environment, expected) => {
        const config = await resolved(explicit, { ...huawei, ...environment }, files);
        expect(config.credentials).toMatchObject(expected);
      });
    });

    describe("do not mix with a whole login of the entry that OS_CLOUD names", () => {
      const ofKeys = { ak: "AK-9", sk: "SK-9", project_id: "p9" };
      const ofUser = { username: "cleo", password: "hunter99", user_domain_name: "OTC-9", project_id: "p9" };
      const files = {
        "clouds.yaml": JSON.stringify({
          clouds: { keys: { region_name: "eu-de", auth: ofKeys }, user: { region_name: "eu-de", auth: ofUser } },
        }),
      };
      const cleo = { user: { name: "cleo" }, password: "hunter99", domain: { name: "OTC-9" } };

      test.each<[string, Environment, object]>([
        ["a key alone", { OS_ACCESS_KEY: "AK-1" }, { accessKey: "AK-9", secretKey: "SK-9" }],
        ["a secret alone", { HW_SECRET_KEY: "SK-2" }, { accessKey: "AK-9", secretKey: "SK-9" }],
        ["halves of two pairs", { OS_AK: "AK-1", HW_SECRET_KEY: "SK-2" }, { accessKey: "AK-9", secretKey: "SK-9" }],
        ["a whole pair, which wins", keys, { accessKey: "AK-1", secretKey: "SK-1" }],
      ])("%s", async (_, left, expected) => {
        const { credentials } = await resolved({}, { OS_CLOUD: "keys", OS_SECURITY_TOKEN: "ST-1", ...left }, files);
        const isPair = left === keys;
        expect(credentials).toMatchObject({ ...expected, securityToken: isPair ? "ST-1" : undefined });
      });

      test.each<[string, Environment, object]>([
        ["a user alone", { OS_USERNAME: "anna", OS_USER_DOMAIN_NAME: "OTC-1" }, cleo],
        ["a user's id alone", { OS_USER_ID: "u-1" }, cleo],
        ["halves of two logins", { HW_USER_NAME: "bert", OS_PASSWORD: "hunter22" }, cleo],
        ["a password of another cloud", { HW_USER_PASSWORD: "hunter33" }, cleo],
        ["a password, which replaces that of the entry", { OS_PASSWORD: "new" }, { ...cleo, password: "new" }],
        ["a whole login, which wins", password, { user: { name: "anna" }, domain: { name: "OTC-1" } }],
      ])("%s", async (_, left, expected) => {
        expect((await resolved({}, { OS_CLOUD: "user", ...left }, files)).credentials).toMatchObject(expected);
      });
    });

    test("complete a login where neither cloud has a whole one", async () => {
      expect((await resolved(target, { OS_ACCESS_KEY: "AK-1", HW_SECRET_KEY: "SK-2" })).credentials).toMatchObject({
        accessKey: "AK-1",
        secretKey: "SK-2",
      });
    });
  });

  test("ids of user and domain serve where the environment has no names, and names win over them", async () => {
    const ids = { OS_USER_ID: "u-1", OS_PASSWORD: "hunter22", HW_DOMAIN_ID: "d-1" };
    expect((await resolved(target, ids)).credentials).toEqual({
      kind: "password",
      user: { kind: "id", id: "u-1" },
      password: "hunter22",
      domain: { kind: "id", id: "d-1" },
    });
    const both = { ...ids, OS_DOMAIN_NAME: "OTC-1", OS_USERNAME: "anna" };
    expect((await resolved(target, both)).credentials).toMatchObject({
      user: { kind: "id", id: "u-1" },
      domain: { kind: "name", name: "OTC-1" },
    });
    expect((await resolved({ ...target, userName: "anna" }, ids)).credentials).toMatchObject({
      user: { kind: "name", name: "anna" },
    });
  });

  test("a domain is needed only where Keystone gets a name", async () => {
    const login = { OS_USER_ID: "u-1", OS_PASSWORD: "hunter22" };
    expect((await resolved(target, login)).credentials).toMatchObject({ domain: undefined });
    const [problem] = await problems({ region: "eu-de", projectName: "eu-de_team" }, login);
    expect(problem?.attributes).toEqual(["domain_name", "password"]);
    expect(problem?.variables).toEqual(expect.arrayContaining(["OS_USER_DOMAIN_NAME", "HW_DOMAIN_ID"]));
    expect(problem?.message).toContain("domain_name is missing, while OS_USER_ID and password are set");
  });

  test("a security token goes with the key of its place, not with another", async () => {
    const environment = { ...keys, OS_SECURITY_TOKEN: "ST-1" };
    expect((await resolved(target, environment)).credentials).toMatchObject({ securityToken: "ST-1" });
    const other = { ...target, accessKey: "AK-2", secretKey: "SK-2" };
    expect((await resolved(other, environment)).credentials).toMatchObject({ securityToken: undefined });
  });

  test("the form of signatures can be changed by the environment", async () => {
    expect((await resolved(target, keys)).credentials).toMatchObject({ form: "access" });
    const changed = await resolved(target, { ...keys, DMS_SIGNATURE_FORM: "credential" });
    expect(changed.credentials).toMatchObject({ form: "credential" });
    const [problem] = await problems(target, { ...keys, DMS_SIGNATURE_FORM: "v4" });
    expect(problem?.message).toContain('"v4"');
  });

  test("a token that no header may carry is refused without being shown", async () => {
    const [problem] = await problems({ ...target, token: "abc\ndef" });
    expect(problem?.attributes).toEqual(["token"]);
    expect(problem?.message).not.toContain("abc");
  });
});

describe("an endpoint on this machine", () => {
  const target = { endpoint: "http://127.0.0.1:8080", projectId: "p1" };
  const here = "http://localhost:8080/v3";
  const all = { ...keys, ...password, OS_TOKEN: "T-1" };
  const cloudsFile = (authUrl?: string) => ({
    "clouds.yaml": JSON.stringify({ clouds: { team: { auth: { ak: "AK-1", sk: "SK-1", auth_url: authUrl } } } }),
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["nothing of a cloud beside them", {}],
    ["the cloud's auth_url", { OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3" }],
    ["the cloud's region", { OS_REGION_NAME: "eu-de" }],
  ])("gets no credentials of the environment with %s", async (_, more) => {
    expect((await resolved(target, { ...all, ...more })).credentials).toEqual({
      kind: "none",
      withheld: ["OS_TOKEN", "OS_SECRET_KEY", "OS_PASSWORD"],
    });
  });

  test("gets them with an auth_url of the environment that is on this machine too", async () => {
    for (const variable of ["OS_AUTH_URL", "HW_AUTH_URL"]) {
      expect((await resolved(target, { ...all, [variable]: here })).credentials).toEqual({
        kind: "token",
        token: "T-1",
      });
    }
  });

  test("does not get them for an auth_url that is an attribute: they are for the one beside them", async () => {
    const explicit = { ...target, authUrl: here };
    expect((await resolved(explicit, all)).credentials).toMatchObject({ kind: "none" });
    const cloud = { ...all, OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3" };
    expect((await resolved(explicit, cloud)).credentials).toMatchObject({ kind: "none" });
    expect((await resolved(explicit, { ...all, OS_AUTH_URL: here })).credentials).toMatchObject({ kind: "token" });
  });

  test("gets those that are attributes, also where a part of them is in the environment", async () => {
    expect((await resolved({ ...target, token: "T-2" }, all)).credentials).toEqual({ kind: "token", token: "T-2" });
    const split = { ...target, userName: "ci", domainName: "OTC-1" };
    expect((await resolved(split, password)).credentials).toMatchObject({ kind: "password", password: " pass word " });
  });

  test("gets those of an entry of clouds.yaml that the attribute names, and not those that OS_CLOUD names", async () => {
    const cloud = "https://iam.eu-de.otc.t-systems.com/v3";
    expect((await resolved({ ...target, cloud: "team" }, {}, cloudsFile(cloud))).credentials).toMatchObject({
      kind: "keys",
    });
    const named = { OS_CLOUD: "team" };
    expect((await resolved(target, named, cloudsFile(cloud))).credentials).toEqual({
      kind: "none",
      withheld: ["auth.sk in clouds.yaml"],
    });
    expect((await resolved(target, named, cloudsFile())).credentials).toMatchObject({ kind: "none" });
    expect((await resolved(target, named, cloudsFile(here))).credentials).toMatchObject({ kind: "keys" });
  });

  test("does not take an entry of clouds.yaml that the attribute names for the environment's", async () => {
    const clouds = JSON.stringify({ clouds: { team: { auth: { auth_url: here } } } });
    const { credentials } = await resolved(
      { ...target, cloud: "team" },
      { OS_TOKEN: "T-1" },
      { "clouds.yaml": clouds },
    );
    expect(credentials).toEqual({ kind: "none", withheld: ["OS_TOKEN"] });
  });
});

describe("credentials over plain http to another machine", () => {
  const endpoint = "http://dms.example.com:8080/base";
  const authUrl = "http://iam.example.com/v3";
  const base = { endpoint, projectId: "p1", region: "eu-de" };
  const token = { token: "T-1" };
  const pair = { accessKey: "AK-1", secretKey: "SK-1" };
  const login = { userName: "anna", password: "hunter22", domainName: "OTC-1" };
  const byName = { projectId: "", projectName: "team" };
  const secure = "https://dms.example.com";
  const unencrypted = "is called without encryption: an attacker on the network";

  test.each<[string, ExplicitClientConfig, string]>([
    ["a token", { ...base, ...token }, `http://dms.example.com:8080 (from attribute endpoint) ${unencrypted} can read`],
    [
      "a token of a login",
      { ...base, ...login },
      `http://dms.example.com:8080 (from attribute endpoint) ${unencrypted}`,
    ],
    [
      "a token for the lookup of the project",
      { ...base, ...token, ...byName, endpoint: secure, authUrl },
      `http://iam.example.com (from attribute auth_url) ${unencrypted} can read`,
    ],
  ])("%s: is warned of", async (_, explicit, expected) => {
    const resolution = await resolve(explicit);
    expect(resolution.kind === "resolved" && resolution.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining(expected),
    ]);
  });

  test.each<[string, ExplicitClientConfig, readonly string[], string]>([
    [
      "signatures",
      { ...base, ...pair },
      ["endpoint", "access_key", "secret_key"],
      `http://dms.example.com:8080 (from attribute endpoint) ${unencrypted} could read the signed calls of access_key and secret_key`,
    ],
    [
      "signatures of the lookup of the project",
      { ...base, ...pair, ...byName, endpoint: secure, authUrl },
      ["auth_url", "access_key", "secret_key"],
      `http://iam.example.com (from attribute auth_url) ${unencrypted}`,
    ],
    [
      "a password",
      { ...base, ...login, endpoint: secure, authUrl },
      ["auth_url", "password"],
      `http://iam.example.com (from attribute auth_url) ${unencrypted} could read the password`,
    ],
  ])("%s: is refused", async (_, explicit, attributes, expected) => {
    const [problem, ...others] = await problems(explicit);
    expect(others).toEqual([]);
    expect(problem?.attributes).toEqual(attributes);
    expect(problem?.message).toContain(expected);
    expect(problem?.message).toContain("Allowed: an https URL, or one of this machine.");
    expect(problem?.message).not.toMatch(/SK-1|hunter22/);
  });

  test.each<[string, ExplicitClientConfig]>([
    ["https", { ...base, ...pair, endpoint: secure }],
    ["this machine", { ...base, ...pair, endpoint: "http://dms.localhost:8080" }],
    ["an auth_url that is not asked", { ...base, ...pair, endpoint: secure, authUrl }],
  ])("is not in question with %s", async (_, explicit) => {
    expect(await resolve(explicit)).toMatchObject({ kind: "resolved", warnings: [] });
  });
});

describe("no credentials", () => {
  test.each(["http://127.0.0.1:1", "http://127.9.8.7:1", "http://localhost:8080", "http://[::1]:9/"])(
    "are allowed for %s",
    async (endpoint) => {
      expect((await resolved({ endpoint, projectId: "p1" })).credentials).toEqual({ kind: "none" });
    },
  );

  test.each([
    "https://dms.eu-de.otc.t-systems.com",
    "http://localhost.example.com",
    "http://10.0.0.1",
    "http://127.example.com",
  ])("are a problem for %s", async (endpoint) => {
    const [problem] = await problems({ endpoint, projectId: "p1" });
    expect(problem?.attributes).toEqual([
      "token",
      "access_key",
      "secret_key",
      "oidc.identity_provider_id",
      "oidc.id_token_file",
      "user_name",
      "password",
      "domain_name",
      "cloud",
    ]);
    expect(problem?.variables).toEqual(
      expect.arrayContaining(["OS_TOKEN", "OS_ACCESS_KEY", "OS_PASSWORD", "OS_CLOUD"]),
    );
    expect(problem?.message).toContain(endpoint);
  });

  test("are named at once with all missing settings if none is set, with the ones that a region supplies", async () => {
    const found = await problems({});
    expect(found.map(({ attributes }) => attributes)).toEqual([
      ["endpoint", "region"],
      [
        "token",
        "access_key",
        "secret_key",
        "oidc.identity_provider_id",
        "oidc.id_token_file",
        "user_name",
        "password",
        "domain_name",
        "cloud",
      ],
      ["project_id", "project_name"],
    ]);
    expect(found[0]?.message).toContain("A region gives the endpoint, and the project if one has the region");
    expect(found[1]?.message).toContain("No credentials are set, and only an endpoint on this machine needs none.");
    expect(found[1]?.variables).toEqual(expect.arrayContaining(["OS_TOKEN", "HW_ACCESS_KEY", "OS_PASSWORD"]));
  });

  test("may be any token for an emulator elsewhere, which the error says with its page; not so for a cloud", async () => {
    const [emulator] = await problems({ endpoint: "http://dms:8080", projectId: "p1" });
    expect(emulator?.message).toContain("http://dms:8080 is not on this machine.");
    expect(emulator?.message).toMatch(/use any text as a token\. See docs\/guides\/in-containers\.md in the package/);
    const [cloud] = await problems({ endpoint: "https://dms.example.com", projectId: "p1" });
    expect(cloud?.message).toContain("https://dms.example.com is not on this machine.");
    expect(cloud?.message).not.toContain("emulator");
  });

  test("are not asked for where the endpoint itself is wrong", async () => {
    const found = await problems({ endpoint: "localhost", projectId: "p1" });
    expect(found.map(({ attributes }) => attributes)).toEqual([["endpoint"]]);
  });

  test("an emulator needs the project, because nothing can be guessed", async () => {
    const [problem] = await problems({ endpoint: emulator.endpoint });
    expect(problem?.attributes).toEqual(["project_id", "project_name"]);
  });

  test("an emulator's Keystone is where the emulator is, unless a region says otherwise", async () => {
    expect((await resolved(emulator)).authUrl).toBe("http://127.0.0.1:8080/v3");
    expect((await resolved({ ...emulator, region: "eu-de" })).authUrl).toBe("https://iam.eu-de.otc.t-systems.com/v3");
  });
});
