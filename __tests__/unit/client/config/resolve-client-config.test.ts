import type { ExplicitClientConfig } from "../../../../lib/client/config/sources/settings";
import type { Environment } from "../../../../lib/domain/environment";
import { complete, emulator, problems, resolve, resolved } from "../../../support/client/resolved-config";

const ofOs = { name: "eu-de_team" };

describe("defaults", () => {
  test("are those of the documentation", async () => {
    expect(await resolved(complete)).toEqual({
      endpoint: "https://dms.eu-de.otc.t-systems.com",
      region: "eu-de",
      authUrl: "https://iam.eu-de.otc.t-systems.com/v3",
      urlSources: expect.any(Map) as unknown,
      apiVersion: "v1.0",
      project: { kind: "id", id: "p1" },
      credentials: { kind: "token", token: "tok-1" },
      caPem: undefined,
      addedCaPem: "",
      insecure: false,
      trusted: "those of Node.js",
      proxy: { httpProxy: "", httpsProxy: "", noProxy: "" },
      proxySources: {},
      requestTimeoutMs: 30_000,
      pollIntervalMs: 10_000,
      maxRetries: 4,
      readsTasks: true,
      journal: "file",
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

  test.each<[string, Environment, object]>([
    ["OS_TOKEN", { OS_TOKEN: "t" }, ofOs],
    ["HW_AUTH_TOKEN", { HW_AUTH_TOKEN: "t" }, { id: "p2" }],
    ["keys of HW_", { HW_ACCESS_KEY: "a", HW_SECRET_KEY: "s" }, { id: "p2" }],
    ["keys of OS_ beside those of HW_", { OS_AK: "a", OS_SK: "s", HW_ACCESS_KEY: "b", HW_SECRET_KEY: "s" }, ofOs],
    ["half a pair of OS_ and one of HW_", { OS_AK: "a", HW_ACCESS_KEY: "b", HW_SECRET_KEY: "s" }, { id: "p2" }],
    ["a token of HW_ before keys of OS_", { HW_AUTH_TOKEN: "t", OS_AK: "a", OS_SK: "s" }, { id: "p2" }],
    ["halves of both", { OS_AK: "a", HW_SECRET_KEY: "s" }, ofOs],
  ])("the project is that of the cloud whose variables log in: %s", async (_, login, expected) => {
    const both = { OS_PROJECT_NAME: "eu-de_team", HW_PROJECT_ID: "p2", ...login };
    expect((await resolved({ region: "eu-de" }, both)).project).toMatchObject(expected);
    const ids = { OS_PROJECT_ID: "p1", HW_PROJECT_ID: "p2", ...login };
    expect((await resolved({ region: "eu-de" }, ids)).project).toMatchObject(
      expected === ofOs ? { id: "p1" } : { id: "p2" },
    );
    const one = { HW_PROJECT_NAME: "other", ...login };
    expect((await resolved({ region: "eu-de" }, one)).project).toMatchObject({ name: "other" });
  });

  test("the project of attributes' credentials is that of the first cloud that names one", async () => {
    const both = { OS_PROJECT_NAME: "eu-de_team", HW_PROJECT_ID: "p2", HW_AUTH_TOKEN: "t" };
    expect((await resolved({ region: "eu-de", token: "t" }, both)).project).toMatchObject(ofOs);
  });

  test("the project of the entry that OS_CLOUD names gives way to a variable of its own cloud, and to none of another", async () => {
    const auth = { token: "t-9", project_name: "of-entry" };
    const files = { "clouds.yaml": JSON.stringify({ clouds: { team: { region_name: "eu-de", auth } } }) };
    const projectBeside = async (left: Environment) =>
      (await resolved({}, { OS_CLOUD: "team", ...left }, files)).project;
    expect(await projectBeside({ HW_PROJECT_ID: "p2" })).toMatchObject({ name: "of-entry" });
    expect(await projectBeside({ OS_PROJECT_ID: "p1" })).toMatchObject({ id: "p1" });
    expect(await projectBeside({ HW_PROJECT_ID: "p2", HW_AUTH_TOKEN: "t" })).toMatchObject({ id: "p2" });
  });

  test("without a project the region's default project is meant, which has the region's name", async () => {
    expect((await resolved({ region: "eu-de", token: "t" })).project).toEqual({ kind: "name", name: "eu-de" });
  });

  test("a line end after a variable, as a file of Windows leaves it, does not belong to its value", async () => {
    const login = { OS_USERNAME: "anna\r", OS_PASSWORD: " pass \r\n", OS_USER_DOMAIN_NAME: "OTC-1\r" };
    const files = { "/etc/c.yaml": JSON.stringify({ clouds: { team: { region_name: "eu-de" } } }), "/ca.pem": "text" };
    const variables = { OS_CLOUD: "team\r", OS_CLIENT_CONFIG_FILE: "/etc/c.yaml\r", OS_PROJECT_ID: "p1\r" };
    const environment = { ...login, ...variables, SSL_CERT_FILE: "/ca.pem\r", NODE_EXTRA_CA_CERTS: "\r" };
    const resolution = await resolve({}, environment, files);
    expect(resolution).toMatchObject({
      config: {
        region: "eu-de",
        credentials: { user: { name: "anna" }, password: " pass ", domain: { name: "OTC-1" } },
      },
      unreadAuthorities: [{ message: expect.stringMatching(/^"\/ca\.pem" holds no certificate/) as string }],
    });
  });

  test("empty attributes and variables count as not set", async () => {
    const { credentials } = await resolved({ ...emulator, token: "", accessKey: " " }, { OS_TOKEN: "" });
    expect(credentials).toEqual({ kind: "none" });
  });
});

describe("values", () => {
  test.each([
    ["endpoint", { endpoint: "dms.eu-de.otc.t-systems.com" }],
    ["endpoint", { endpoint: "ftp://dms.example" }],
    ["endpoint", { endpoint: "https://" }],
    ["endpoint", { endpoint: "https://dms.example/v1.0" }],
    ["endpoint", { endpoint: "https://dms.example/v2/p1" }],
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
    ["task_records", { taskRecords: "on" }],
    ["journal", { journal: "s3" }],
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

  test.each([
    ["endpoint", "http://127.0.0.1:1/?key=CANARY2"],
    ["endpoint", "https://dms.example#CANARY2"],
    ["authUrl", "https://iam.example/v3?token=CANARY2"],
  ])("%s: %s is refused without showing a possible key", async (key, url) => {
    const [problem] = await problems({ ...complete, [key]: url });
    expect(problem?.message).toContain("The URL (from attribute");
    expect(problem?.message).toContain("it must not have a query or a fragment");
    expect(problem?.message).not.toContain("CANARY2");
  });

  test.each([
    ["OS_REGION_NAME", "postgres://u:hunter2@h/db"],
    ["OS_PROJECT_ID", "hunter2".repeat(10)],
    ["DMS_ENDPOINT", "AK:hunter2"],
    ["OS_AUTH_URL", "https://u:hunter2@h"],
    ["DMS_API_VERSION", "key=hunter2"],
    ["DMS_SIGNATURE_FORM", "AK:hunter2"],
    ["OS_CACERT", "-----BEGIN PRIVATE KEY-----hunter2"],
    ["OS_CACERT", "https://u:hunter2@h/ca.pem"],
    ["OS_CLOUD", "https://u:hunter2@h"],
  ])("a possible secret in %s is not shown: %s", async (variable, value) => {
    const keys = { OS_ACCESS_KEY: "AK", OS_SECRET_KEY: "SK" };
    const found = await problems({}, { OS_REGION_NAME: "eu-de", OS_PROJECT_ID: "p1", ...keys, [variable]: value });
    const messages = found.map(({ message }) => message).join("\n");
    expect(messages).toContain(variable);
    expect(messages).not.toContain("hunter2");
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

  test("task records are read unless an attribute, or else the environment, says off", async () => {
    const environment = { DMS_TASK_RECORDS: "off" };
    expect((await resolved(complete, environment)).readsTasks).toBe(false);
    expect((await resolved({ ...complete, taskRecords: "auto" }, environment)).readsTasks).toBe(true);
    expect((await resolved({ ...complete, taskRecords: "off" })).readsTasks).toBe(false);
    const [problem] = await problems(complete, { DMS_TASK_RECORDS: "no" });
    expect(problem?.message).toContain('"no" (from DMS_TASK_RECORDS) is not allowed: it must be "auto" or "off".');
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

  test.each(["HTTPS://DMS.example", "https://dms.example:443/", "https://dms.example//"])(
    "%s is one endpoint with its usual spelling: journal and reservations are kept by it",
    async (endpoint) => {
      expect((await resolved({ ...complete, endpoint })).endpoint).toBe("https://dms.example");
    },
  );

  test("a password without any Keystone is a problem", async () => {
    const login = { userName: "anna", password: "hunter22", domainName: "OTC-1" };
    const [problem] = await problems({ endpoint: "https://dms.example", projectId: "p1", ...login });
    expect(problem?.attributes).toEqual(["auth_url", "region"]);
  });
});
