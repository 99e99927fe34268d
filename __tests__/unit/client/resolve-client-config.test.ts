import { resolveClientConfig } from "../../../lib/client/config/resolve-client-config";
import type { ConfigResolution, ResolvedClientConfig } from "../../../lib/client/config/resolve-client-config";
import type { ConfigProblem } from "../../../lib/client/config/config-problem";
import type { Environment, ExplicitClientConfig } from "../../../lib/client/config/settings";

const noFiles: Readonly<Record<string, string>> = {};

const resolve = (
  explicit: ExplicitClientConfig,
  environment: Environment = {},
  files: Readonly<Record<string, string>> = noFiles,
): Promise<ConfigResolution> => resolveClientConfig(explicit, environment, { readFile: (path) => files[path] });

async function resolved(...given: Parameters<typeof resolve>): Promise<ResolvedClientConfig> {
  const resolution = await resolve(...given);
  if (resolution.kind === "problems") throw new Error(resolution.problems.map(({ message }) => message).join("\n"));
  return resolution.config;
}

async function problems(...given: Parameters<typeof resolve>): Promise<readonly ConfigProblem[]> {
  const resolution = await resolve(...given);
  return resolution.kind === "problems" ? resolution.problems : [];
}

const complete = { region: "eu-de", projectId: "p1", token: "tok-1" } as const;
const emulator = { endpoint: "http://127.0.0.1:8080", projectId: "p1" } as const;

describe("defaults", () => {
  test("are those of the documentation", async () => {
    expect(await resolved(complete)).toEqual({
      endpoint: "https://dms.eu-de.otc.t-systems.com",
      authUrl: "https://iam.eu-de.otc.t-systems.com/v3",
      apiVersion: "v1.0",
      project: { kind: "id", id: "p1" },
      credentials: { kind: "token", token: "tok-1" },
      caPem: undefined,
      insecure: false,
      proxy: { httpProxy: "", httpsProxy: "", noProxy: "localhost,127.0.0.1,[::1]" },
      requestTimeoutMs: 30_000,
      pollIntervalMs: 10_000,
      maxRetries: 4,
    });
  });

  test("a cloud domain changes both endpoints", async () => {
    const { endpoint, authUrl } = await resolved({
      ...complete,
      region: "ap-southeast-3",
      cloudDomain: "myhuaweicloud.com",
    });
    expect(endpoint).toBe("https://dms.ap-southeast-3.myhuaweicloud.com");
    expect(authUrl).toBe("https://iam.ap-southeast-3.myhuaweicloud.com/v3");
  });
});

describe("precedence", () => {
  test("an attribute wins over the environment, and the first variable set over the next", async () => {
    const environment = { OS_REGION_NAME: "", OS_REGION: "eu-nl", HW_REGION_NAME: "ap-southeast-1" };
    expect((await resolved({ projectId: "p", token: "t" }, environment)).endpoint).toContain("dms.eu-nl.");
    expect((await resolved({ projectId: "p", token: "t", region: "eu-de" }, environment)).endpoint).toContain(
      "dms.eu-de.",
    );
  });

  test.each([
    ["OS_PROJECT_ID", "HW_PROJECT_ID"],
    ["OS_TENANT_ID", "HW_PROJECT_ID"],
  ])("%s wins over %s", async (winner, loser) => {
    const { project } = await resolved({ region: "eu-de", token: "t" }, { [winner]: "won", [loser]: "lost" });
    expect(project).toEqual({ kind: "id", id: "won" });
  });

  test("an attribute project_name wins over a project id left in the environment", async () => {
    const { project } = await resolved(
      { region: "eu-de", token: "t", projectName: "eu-de_team" },
      { OS_PROJECT_ID: "other" },
    );
    expect(project).toEqual({ kind: "name", name: "eu-de_team" });
  });

  test("without a project the region's default project is meant, which has the region's name", async () => {
    expect((await resolved({ region: "eu-de", token: "t" })).project).toEqual({ kind: "name", name: "eu-de" });
  });

  test("empty attributes and variables count as not set", async () => {
    const { credentials } = await resolved({ ...emulator, token: "", accessKey: " " }, { OS_TOKEN: "" });
    expect(credentials).toEqual({ kind: "none" });
  });
});

describe("choice of credentials", () => {
  const keys = { OS_ACCESS_KEY: "AK-1", OS_SECRET_KEY: "SK-1" };
  const password = { OS_USERNAME: "anna", OS_PASSWORD: " pass word ", OS_USER_DOMAIN_NAME: "OTC-1" };
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

  test("attributes come before a token that happens to be in the environment", async () => {
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

  test("a domain is needed only where Keystone is told a name", async () => {
    const login = { OS_USER_ID: "u-1", OS_PASSWORD: "hunter22" };
    expect((await resolved(target, login)).credentials).toMatchObject({ domain: undefined });
    const [problem] = await problems({ region: "eu-de", projectName: "eu-de_team" }, login);
    expect(problem?.attributes).toEqual(["domain_name", "password"]);
    expect(problem?.variables).toEqual(expect.arrayContaining(["OS_USER_DOMAIN_NAME", "HW_DOMAIN_ID"]));
    expect(problem?.message).toContain("domain_name is missing, while OS_USER_ID and password is set");
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

  test("an emulator must be told the project, as nothing can be guessed", async () => {
    const [problem] = await problems({ endpoint: emulator.endpoint });
    expect(problem?.attributes).toEqual(["project_id", "project_name"]);
  });

  test("an emulator's Keystone is where the emulator is, unless a region says otherwise", async () => {
    expect((await resolved(emulator)).authUrl).toBe("http://127.0.0.1:8080/v3");
    expect((await resolved({ ...emulator, region: "eu-de" })).authUrl).toBe("https://iam.eu-de.otc.t-systems.com/v3");
  });
});

describe("values", () => {
  test.each([
    ["endpoint", { endpoint: "dms.eu-de.otc.t-systems.com" }],
    ["endpoint", { endpoint: "ftp://dms.example" }],
    ["endpoint", { endpoint: "https://" }],
    ["endpoint", { endpoint: "https://dms.example/v1.0" }],
    ["endpoint", { endpoint: "https://dms.example/v2/p1" }],
    ["endpoint", { endpoint: "https://dms.example?x=1" }],
    ["endpoint", { endpoint: "https://dms.example/%zz" }],
    ["auth_url", { authUrl: "https://iam.example/v2.0" }],
    ["region", { region: "eu de" }],
    ["region", { region: "evil.example/" }],
    ["cloud_domain", { cloudDomain: "otc.t-systems.com/x" }],
    ["api_version", { apiVersion: "v3" }],
    ["project_id", { projectId: "../other" }],
    ["request_timeout", { requestTimeout: "30" }],
    ["request_timeout", { requestTimeout: "0s" }],
    ["request_timeout", { requestTimeout: "9999h" }],
    ["poll_interval", { pollInterval: "soon" }],
    ["max_retries", { maxRetries: -1 }],
    ["max_retries", { maxRetries: 1.5 }],
  ])("%s: %j is refused by name, with the value received", async (attribute, explicit: ExplicitClientConfig) => {
    const [problem, ...others] = await problems({ ...complete, ...explicit });
    expect(others).toEqual([]);
    expect(problem?.attributes[0]).toBe(attribute);
    expect(problem?.message).toContain(JSON.stringify(String(Object.values(explicit)[0])));
    expect(problem?.message).toContain("it must");
  });

  test("an endpoint that holds a password is refused without being shown", async () => {
    const [problem] = await problems({ ...complete, endpoint: "https://anna:hunter22@dms.example" });
    expect(problem?.message).toContain("password");
    expect(problem?.message).not.toContain("hunter22");
  });

  test("a refused variable is named", async () => {
    const [problem] = await problems({ projectId: "p", token: "t" }, { OS_REGION: "eu de" });
    expect(problem?.message).toContain("from OS_REGION)");
  });

  test("all problems come at once", async () => {
    const found = await problems({ apiVersion: "v9", requestTimeout: "x", maxRetries: -2 });
    expect(found.map(({ attributes }) => attributes[0])).toEqual(
      expect.arrayContaining(["endpoint", "api_version", "request_timeout", "max_retries"]),
    );
  });

  test("durations, retries and versions are taken over", async () => {
    const explicit = { ...complete, requestTimeout: "1m30s", pollInterval: "50ms", maxRetries: 0, apiVersion: "v2" };
    expect(await resolved(explicit)).toMatchObject({
      requestTimeoutMs: 90_000,
      pollIntervalMs: 50,
      maxRetries: 0,
      apiVersion: "v2",
    });
  });

  test("URLs lose their last slashes, keep a base path, and auth_url gets its version", async () => {
    const { endpoint, authUrl } = await resolved({
      ...complete,
      endpoint: "https://gw.example/dms//",
      authUrl: "https://iam.example/",
    });
    expect(endpoint).toBe("https://gw.example/dms");
    expect(authUrl).toBe("https://iam.example/v3");
  });

  test("a password without any Keystone is a problem", async () => {
    const login = { userName: "anna", password: "hunter22", domainName: "OTC-1" };
    const [problem] = await problems({ endpoint: "https://dms.example", projectId: "p1", ...login });
    expect(problem?.attributes).toEqual(["auth_url", "region"]);
  });
});

describe("TLS and proxies", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  test("a CA file is read, and PEM text is taken as it is", async () => {
    expect((await resolved({ ...complete, caFile: "/ca.pem" }, {}, { "/ca.pem": pem })).caPem).toBe(pem);
    expect((await resolved(complete, { OS_CACERT: pem })).caPem).toBe(pem.trim());
  });

  test("a CA file that is missing or holds something else is a problem", async () => {
    expect((await problems({ ...complete, caFile: "/ca.pem" }))[0]?.message).toContain("cannot be read");
    expect((await problems({ ...complete, caFile: "/ca.pem" }, {}, { "/ca.pem": "hello" }))[0]?.message).toContain(
      "no certificate",
    );
  });

  test("insecure and ca_file of one place contradict each other; of two places the nearer one wins", async () => {
    const files = { "/ca.pem": pem };
    const [problem] = await problems({ ...complete, insecure: true, caFile: "/ca.pem" }, {}, files);
    expect(problem?.attributes).toEqual(["insecure", "ca_file"]);
    expect((await resolved({ ...complete, insecure: true }, { OS_CACERT: "/ca.pem" }, files)).insecure).toBe(true);
  });

  test.each([
    ["OS_INSECURE", "true", true],
    ["HW_INSECURE", "1", true],
    ["OS_INSECURE", "No", false],
  ])("%s=%s is understood", async (variable, text, expected) => {
    expect((await resolved(complete, { [variable]: text })).insecure).toBe(expected);
  });

  test("OS_INSECURE=maybe is refused", async () => {
    expect((await problems(complete, { OS_INSECURE: "maybe" }))[0]?.variables).toContain("OS_INSECURE");
  });

  test("proxies come from the environment, small letters first, and never stand before this machine", async () => {
    const environment = { https_proxy: "proxy.example:3128", HTTPS_PROXY: "http://other", NO_PROXY: ".internal" };
    expect((await resolved(complete, environment)).proxy).toEqual({
      httpProxy: "",
      httpsProxy: "http://proxy.example:3128",
      noProxy: ".internal,localhost,127.0.0.1,[::1]",
    });
    expect((await resolved(complete, { NO_PROXY: "*" })).proxy.noProxy).toBe("*");
  });

  test("a proxy that is no URL is refused without being shown", async () => {
    const [problem] = await problems(complete, { HTTPS_PROXY: "http://user:hunter22@:x" });
    expect(problem?.variables).toEqual(["https_proxy", "HTTPS_PROXY"]);
    expect(problem?.message).not.toContain("hunter22");
  });
});

describe("clouds.yaml", () => {
  const clouds = [
    "clouds:",
    "  team:",
    "    region_name: eu-nl",
    "    verify: false",
    "    auth:",
    "      auth_url: https://iam.eu-nl.otc.t-systems.com:443/v3",
    "      username: anna",
    "      user_domain_name: OTC-1",
    "      project_name: eu-nl_team",
    "      password: 12345678",
  ].join("\n");

  test("an entry gives region, login, project and trust", async () => {
    const config = await resolved({ cloud: "team" }, {}, { "clouds.yaml": clouds });
    expect(config).toMatchObject({
      endpoint: "https://dms.eu-nl.otc.t-systems.com",
      authUrl: "https://iam.eu-nl.otc.t-systems.com:443/v3",
      project: { kind: "name", name: "eu-nl_team" },
      credentials: {
        kind: "password",
        user: { kind: "name", name: "anna" },
        password: "12345678",
        domain: { kind: "name", name: "OTC-1" },
      },
      insecure: true,
    });
  });

  test("secure.yaml completes it", async () => {
    const files = {
      "clouds.yaml": clouds,
      "/home/a/.config/openstack/secure.yaml": "clouds: {team: {auth: {password: s3cret-x}}}",
    };
    const { credentials } = await resolved({ cloud: "team" }, { HOME: "/home/a" }, files);
    expect(credentials).toMatchObject({ user: { name: "anna" }, password: "s3cret-x" });
  });

  test("is searched in the working directory, then at home, then in /etc; OS_CLIENT_CONFIG_FILE overrides all", async () => {
    const entry = (region: string): string =>
      `clouds: {team: {region_name: ${region}, auth: {token: t, project_id: p}}}`;
    const files: Record<string, string> = {
      "/etc/openstack/clouds.yml": entry("in-etc"),
      "/home/a/.config/openstack/clouds.yaml": entry("at-home"),
      "/x/my.json": JSON.stringify({
        clouds: { team: { region_name: "overriding", auth: { token: "t", project_id: "p" } } },
      }),
    };
    const endpointWith = async (environment: Environment): Promise<string> =>
      (await resolved({ cloud: "team" }, environment, files)).endpoint;
    expect(await endpointWith({ HOME: "/home/b" })).toContain("in-etc");
    expect(await endpointWith({ HOME: "/home/a" })).toContain("at-home");
    expect(await endpointWith({ HOME: "/home/a", OS_CLIENT_CONFIG_FILE: "/x/my.json" })).toContain("overriding");
    files["clouds.yaml"] = entry("here");
    expect(await endpointWith({ HOME: "/home/a" })).toContain("here");
  });

  test("an entry named by the attribute comes before the environment, one named by OS_CLOUD after it", async () => {
    const files = { "clouds.yaml": clouds };
    expect((await resolved({ cloud: "team" }, { OS_REGION_NAME: "eu-de" }, files)).endpoint).toContain("eu-nl");
    expect((await resolved({}, { OS_CLOUD: "team", OS_REGION_NAME: "eu-de" }, files)).endpoint).toContain("eu-de");
    expect((await resolved({ region: "eu-de", cloud: "team" }, {}, files)).endpoint).toContain("eu-de");
  });

  test("values are taken as written, also those that YAML would read as numbers", async () => {
    const auth = "auth_url: https://iam.example/v3, project_id: 12345678901234567890123456789012, user_id: 1e9";
    const entry = `clouds: {team: {region_name: eu-de, verify: no, auth: {${auth}, password: 007}}}`;
    const config = await resolved({ cloud: "team" }, {}, { "clouds.yaml": entry });
    expect(config).toMatchObject({
      project: { kind: "id", id: "12345678901234567890123456789012" },
      credentials: { user: { kind: "id", id: "1e9" }, password: "007" },
      insecure: true,
    });
  });

  test("keys may be in an entry", async () => {
    const files = { "clouds.yaml": "clouds: {team: {region_name: eu-de, auth: {ak: A, sk: S}}}" };
    expect((await resolved({ cloud: "team" }, {}, files)).credentials).toMatchObject({
      kind: "keys",
      accessKey: "A",
      secretKey: "S",
    });
  });

  test("a missing file and a missing entry are problems that say what there is", async () => {
    const [noFile] = await problems({ ...complete, cloud: "team" });
    expect(noFile?.attributes).toEqual(["cloud"]);
    expect(noFile?.message).toContain("/etc/openstack/clouds.yaml");
    const [noEntry] = await problems({ ...complete }, { OS_CLOUD: "other" }, { "clouds.yaml": clouds });
    expect(noEntry?.message).toContain('"other"');
    expect(noEntry?.message).toContain('"team"');
  });

  test.each([
    "clouds: [unclosed\n  password: hunter22",
    "password: hunter22",
    "- hunter22",
    "a: *b\npassword: hunter22",
  ])("%j is refused without showing a line of it", async (text) => {
    const [problem] = await problems({ ...complete, cloud: "team" }, {}, { "clouds.yaml": text });
    expect(problem?.attributes).toEqual(["cloud"]);
    expect(problem?.message).not.toContain("hunter22");
  });
});
