import type { ExplicitClientConfig } from "../../../../lib/client/config/sources/settings";
import type { Environment } from "../../../../lib/domain/environment";
import { problems, resolve, resolved } from "../../../support/client/resolved-config";

const osKeys = { OS_ACCESS_KEY: "AK-1", OS_SECRET_KEY: "SK-1" };
const hwKeys = { HW_ACCESS_KEY: "AK-2", HW_SECRET_KEY: "SK-2" };
const osUser = { OS_USERNAME: "anna", OS_PASSWORD: "hunter22" };
const osLogin = { ...osUser, OS_USER_DOMAIN_NAME: "OTC-1" };
const hwLogin = { HW_USER_NAME: "bert", HW_USER_PASSWORD: "hunter33", HW_DOMAIN_NAME: "HW-1" };
const osPlace = { OS_PROJECT_ID: "p1", OS_AUTH_URL: "https://iam.os.example/v3", OS_REGION_NAME: "eu-de" };
const hwPlace = { HW_PROJECT_ID: "p2", HW_AUTH_URL: "https://iam.hw.example/v3", HW_REGION_NAME: "cn-north-4" };
const anna = { kind: "password", user: { name: "anna" }, password: "hunter22", domain: { name: "OTC-1" } };
const bert = { kind: "password", user: { name: "bert" }, password: "hunter33", domain: { name: "HW-1" } };
const ofOs = { project: { id: "p1" }, authUrl: osPlace.OS_AUTH_URL, region: "eu-de" };
const ofHw = { project: { id: "p2" }, authUrl: hwPlace.HW_AUTH_URL, region: "cn-north-4" };
const role = { agencyName: "ops", agencyDomainName: "OTHER" };
const idToken = { OS_IDENTITY_PROVIDER: "ci", DMS_ID_TOKEN: "ey.J.x" };

type Row = readonly [string, ExplicitClientConfig, Environment, object];

describe("project, auth_url and region are those of the cloud whose credentials are chosen", () => {
  test.each<Row>([
    ["a token of OS_", {}, { OS_TOKEN: "t", ...hwLogin }, { ...ofOs, credentials: { token: "t" } }],
    [
      "a token of HW_ before keys of OS_",
      {},
      { HW_AUTH_TOKEN: "t", ...osKeys },
      { ...ofHw, credentials: { token: "t" } },
    ],
    ["keys of OS_ beside those of HW_", {}, { ...osKeys, ...hwKeys }, { ...ofOs, credentials: { accessKey: "AK-1" } }],
    [
      "keys of HW_ before a user of OS_",
      {},
      { ...hwKeys, ...osLogin },
      { ...ofHw, credentials: { accessKey: "AK-2" } },
    ],
    ["a user of OS_", {}, osLogin, { ...ofOs, credentials: anna }],
    ["a user of HW_", {}, hwLogin, { ...ofHw, credentials: bert }],
    ["users of both", {}, { ...osLogin, ...hwLogin }, { ...ofOs, credentials: anna }],
    ["an ID token", {}, { ...idToken, ...hwLogin }, { ...ofOs, credentials: { kind: "oidc" } }],
    ["an identity provider alone", {}, { OS_IDENTITY_PROVIDER: "ci", ...hwLogin }, { ...ofHw, credentials: bert }],
    ["a user without a domain", {}, { ...osUser, ...hwLogin }, { ...ofHw, credentials: bert }],
    ["a domain beside a user", {}, { OS_USER_DOMAIN_NAME: "OTC-1", ...hwLogin }, { ...ofHw, credentials: bert }],
    ["an agency beside keys of HW_", role, { ...hwKeys, ...osLogin }, { ...ofOs, credentials: anna }],
    ["an agency beside keys of OS_", role, { ...osKeys, ...hwLogin }, { ...ofHw, credentials: bert }],
    [
      "a key's secret",
      { accessKey: "AK-9" },
      { HW_SECRET_KEY: "SK-2" },
      { ...ofHw, credentials: { accessKey: "AK-9", secretKey: "SK-2" } },
    ],
    [
      "a user's password and domain",
      { userName: "cleo" },
      { HW_USER_PASSWORD: "hunter33", HW_DOMAIN_NAME: "HW-1" },
      { ...ofHw, credentials: { ...bert, user: { name: "cleo" } } },
    ],
    [
      "a user's password beside one without a domain",
      { userName: "cleo" },
      { OS_PASSWORD: "hunter22", HW_USER_PASSWORD: "hunter33", HW_DOMAIN_NAME: "HW-1" },
      { ...ofHw, credentials: { ...bert, user: { name: "cleo" } } },
    ],
    ["credentials of attributes", { token: "t" }, hwLogin, { ...ofOs, credentials: { token: "t" } }],
    ["halves of two", {}, { OS_ACCESS_KEY: "AK-1", HW_SECRET_KEY: "SK-2" }, ofOs],
  ])("%s", async (_, explicit, login, expected) => {
    expect(await resolved(explicit, { ...osPlace, ...hwPlace, ...login })).toMatchObject(expected);
  });

  test("a user's id needs a domain where a project is named, so the whole login of the other cloud is used", async () => {
    const id = { OS_USER_ID: "u-1", OS_PASSWORD: "hunter22", ...hwLogin, ...hwPlace };
    expect(await resolved({}, { ...id, OS_PROJECT_NAME: "eu-de_team" })).toMatchObject({ ...ofHw, credentials: bert });
    expect(await resolved({}, { ...id, OS_PROJECT_ID: "p1" })).toMatchObject({
      project: { id: "p1" },
      credentials: { user: { id: "u-1" }, password: "hunter22", domain: undefined },
    });
  });

  test("the domain of an ID token's project is not that of another cloud's user", async () => {
    const { credentials } = await resolved({}, { ...idToken, ...hwLogin, ...osPlace, OS_DOMAIN_NAME: "OTC-1" });
    expect(credentials).toMatchObject({ kind: "oidc", domain: { name: "OTC-1" } });
    const alone = await resolved({}, { ...idToken, ...hwLogin, ...osPlace });
    expect(alone.credentials).toMatchObject({ kind: "oidc", domain: undefined });
    const lent = await resolved({}, { ...idToken, HW_DOMAIN_NAME: "HW-1", ...osPlace });
    expect(lent.credentials).toMatchObject({ kind: "oidc", domain: { name: "HW-1" } });
  });
});

describe("a cloud that names a part of the place", () => {
  const { HW_REGION_NAME, HW_AUTH_URL } = hwPlace;

  test.each<Row>([
    ["borrows project, auth_url and region", {}, { ...hwLogin, ...osPlace }, ofOs],
    [
      "keeps its region, from which its Keystone follows",
      {},
      { ...hwLogin, ...osPlace, HW_REGION_NAME },
      { authUrl: "https://iam.cn-north-4.myhuaweicloud.com/v3", region: "cn-north-4" },
    ],
    ["keeps its Keystone", {}, { ...hwLogin, ...osPlace, HW_AUTH_URL }, { authUrl: HW_AUTH_URL, region: "eu-de" }],
    [
      "gives way to attributes",
      { authUrl: "https://iam.mine.example/v3", region: "eu-nl" },
      { ...hwLogin, ...osPlace, ...hwPlace },
      { authUrl: "https://iam.mine.example/v3", region: "eu-nl" },
    ],
  ])("%s", async (_, explicit, environment, expected) => {
    expect(await resolved(explicit, environment)).toMatchObject({ ...expected, credentials: bert });
  });
});

describe("the entry that OS_CLOUD names", () => {
  const auth = { username: "anna", password: "hunter22", user_domain_name: "OTC-1", project_id: "p1" };
  const entry = { region_name: "eu-de", auth: { ...auth, auth_url: osPlace.OS_AUTH_URL } };
  const files = { "clouds.yaml": JSON.stringify({ clouds: { team: entry } }) };

  test("keeps its login at its own Keystone, whatever another cloud's variables name", async () => {
    const config = await resolved({}, { OS_CLOUD: "team", ...hwPlace }, files);
    expect(config).toMatchObject({ ...ofOs, credentials: anna });
  });

  test("gets no login of another cloud that names its region", async () => {
    const { HW_REGION_NAME } = hwPlace;
    const config = await resolved({}, { OS_CLOUD: "team", ...hwLogin, HW_REGION_NAME }, files);
    expect(config).toMatchObject({ authUrl: "https://iam.cn-north-4.myhuaweicloud.com/v3", credentials: bert });
  });
});

describe("a place that another cloud has left in the environment", () => {
  const os = { ...osLogin, OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3" };
  const huawei = (region: string) => ({
    endpoint: `https://dms.${region}.myhuaweicloud.com`,
    authUrl: `https://iam.${region}.myhuaweicloud.com/v3`,
  });
  const otc = { endpoint: "https://dms.eu-de.otc.t-systems.com", authUrl: "https://iam.eu-de.otc.t-systems.com/v3" };
  const leftUrl = { OS_AUTH_URL: os.OS_AUTH_URL };

  test.each<Row>([
    ["a Keystone of another region than the attribute's", { region: "cn-north-4" }, leftUrl, huawei("cn-north-4")],
    ["… with keys", { region: "cn-north-4" }, { ...leftUrl, ...hwKeys }, huawei("cn-north-4")],
    [
      "… in spite of a domain",
      { region: "eu-west-101", cloudDomain: "myhuaweicloud.com" },
      leftUrl,
      huawei("eu-west-101"),
    ],
    [
      "a Keystone of another domain",
      {},
      { ...leftUrl, OS_REGION_NAME: "ap-southeast-1", HW_CLOUD: "myhuaweicloud.com" },
      huawei("ap-southeast-1"),
    ],
    [
      "… of the same region",
      { region: "eu-de", cloudDomain: "cloud.example" },
      leftUrl,
      { authUrl: "https://iam.eu-de.cloud.example/v3" },
    ],
  ])("is not used by a login of HW_: %s", async (_, explicit, environment, expected) => {
    const config = await resolved({ projectId: "p1", ...explicit }, { ...hwLogin, ...environment });
    expect(config).toMatchObject(expected);
  });

  test.each<Row>([
    [
      "a Keystone of another region",
      { region: "eu-de" },
      { HW_AUTH_URL: "https://iam.cn-north-4.myhuaweicloud.com/v3" },
      otc,
    ],
    ["a domain beside its own Keystone", { region: "eu-de" }, { ...leftUrl, HW_CLOUD: "myhuaweicloud.com" }, otc],
  ])("is not used by a login of OS_: %s", async (_, explicit, environment, expected) => {
    const config = await resolved({ projectId: "p1", ...explicit }, { ...osLogin, ...environment });
    expect(config).toMatchObject({ ...expected, credentials: anna });
  });

  test.each<Row>([
    [
      "a domain that nothing contradicts",
      {},
      { ...osLogin, OS_REGION_NAME: "eu-de", HW_CLOUD: "cloud.example" },
      { endpoint: "https://dms.eu-de.cloud.example" },
    ],
    [
      "a domain beside a Keystone with a name of its own",
      { region: "eu-de" },
      { ...osLogin, OS_AUTH_URL: "https://keystone.example/v3", HW_CLOUD: "cloud.example" },
      { endpoint: "https://dms.eu-de.cloud.example" },
    ],
    [
      "a domain of the cloud whose region is used",
      {},
      { ...osLogin, HW_REGION_NAME: "eu-x", HW_CLOUD: "cloud.example" },
      { endpoint: "https://dms.eu-x.cloud.example" },
    ],
    ["a Keystone of the region", { region: "EU-DE" }, { ...hwLogin, ...leftUrl }, otc],
    [
      "a Keystone for all regions",
      { region: "cn-north-4" },
      { ...hwLogin, OS_AUTH_URL: "https://iam.myhuaweicloud.com/v3" },
      { ...huawei("cn-north-4"), authUrl: "https://iam.myhuaweicloud.com/v3" },
    ],
    [
      "a Keystone beside credentials of attributes",
      { region: "eu-nl", token: "t" },
      leftUrl,
      { endpoint: "https://dms.eu-nl.otc.t-systems.com", authUrl: leftUrl.OS_AUTH_URL },
    ],
  ])("is told from one that is borrowed: %s", async (_, explicit, environment, expected) => {
    expect(await resolved({ projectId: "p1", ...explicit }, environment)).toMatchObject(expected);
  });

  test("does not leave a region without its cloud: a login of HW_ is Huawei Cloud's, but for regions of Open Telekom Cloud", async () => {
    const at = async (region: string) => (await resolved({ projectId: "p1", region }, hwKeys)).endpoint;
    expect(await at("cn-north-4")).toBe("https://dms.cn-north-4.myhuaweicloud.com");
    expect(await at("eu-west-101")).toBe("https://dms.eu-west-101.myhuaweicloud.eu");
    expect(await at("eu-nl")).toBe("https://dms.eu-nl.otc.t-systems.com");
    const { urlSources } = await resolved({ projectId: "p1", region: "cn-north-4" }, hwKeys);
    expect([...(urlSources?.values() ?? [])].join()).toContain("because the login comes from its variables");
  });
});

describe("HW_CLOUD beside a login of OS_", () => {
  const token = { OS_TOKEN: "t", OS_PROJECT_ID: "p1" };
  const keys = { ...osKeys, OS_PROJECT_ID: "p1" };
  const user = { ...osLogin, OS_PROJECT_ID: "p1" };
  const otc = { OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3" };
  const com = { HW_CLOUD: "myhuaweicloud.com" };
  const eu = { HW_CLOUD: "myhuaweicloud.eu" };
  const example = { HW_CLOUD: "cloud.example" };
  const cn = { HW_REGION_NAME: "cn-north-4" };
  const at = (OS_REGION_NAME: string) => ({ OS_REGION_NAME });

  test.each<readonly [string, Environment, string]>([
    [
      "keys, and the same region in both",
      { ...keys, ...at("ap-southeast-3"), HW_REGION_NAME: "ap-southeast-3", ...com },
      "ap-southeast-3.myhuaweicloud.com",
    ],
    [
      "a Keystone of the same vendor",
      { ...user, OS_AUTH_URL: "https://iam.myhuaweicloud.com/v3", ...at("eu-west-101"), ...eu },
      "eu-west-101.myhuaweicloud.eu",
    ],
    [
      "a Keystone of an unknown cloud",
      { ...user, OS_AUTH_URL: "https://iam.r1.private.example/v3", ...at("r1"), ...example },
      "r1.cloud.example",
    ],
    [
      "a Keystone whose host only looks like a known one",
      { ...user, OS_AUTH_URL: "https://iam.eu-de.not-otc.t-systems.com/v3", ...at("eu-de"), ...example },
      "eu-de.cloud.example",
    ],
    [
      "a domain below the known one",
      { ...user, ...otc, ...at("eu-ch2"), HW_CLOUD: "SC.otc.t-systems.com" },
      "eu-ch2.sc.otc.t-systems.com",
    ],
    ["an unused region of HW_", { ...user, ...at("eu-de"), ...cn, ...com }, "eu-de.myhuaweicloud.com"],
    ["an unused login of HW_", { ...user, ...at("eu-de"), ...hwLogin, ...com }, "eu-de.myhuaweicloud.com"],
  ])("counts: %s", async (_, environment, place) => {
    expect(await resolve({}, environment)).toMatchObject({
      config: { endpoint: `https://dms.${place}` },
      namesNotRead: [],
    });
  });

  test.each<readonly [string, Environment, string]>([
    ["a user", { ...user, ...otc, ...at("eu-de"), ...com }, "eu-de.otc.t-systems.com"],
    ["keys", { ...keys, ...otc, ...at("eu-de"), ...example }, "eu-de.otc.t-systems.com"],
    ["a token, with the region of HW_", { ...token, ...otc, ...cn, ...com }, "eu-de.otc.t-systems.com"],
    [
      "a Keystone of Huawei Cloud",
      { ...token, OS_AUTH_URL: "https://iam.myhuaweicloud.com/v3", ...at("cn-north-4"), HW_CLOUD: "otc.t-systems.com" },
      "cn-north-4.myhuaweicloud.com",
    ],
    [
      "a Keystone with a name of its own",
      { ...token, OS_AUTH_URL: "https://login.myhuaweicloud.com/v3", ...at("cn-north-4"), ...example },
      "cn-north-4.myhuaweicloud.com",
    ],
  ])("is not used where the Keystone is another vendor's: %s", async (_, environment, place) => {
    expect(await resolve({}, environment)).toMatchObject({
      config: { endpoint: `https://dms.${place}`, authUrl: environment["OS_AUTH_URL"] },
      namesNotRead: [
        { variables: ["HW_CLOUD"], message: expect.stringContaining("HW_CLOUD is set and not read") as string },
      ],
    });
  });

  test("takes its region along: without one in the Keystone's host, the region is missing", async () => {
    const found = await problems({}, { ...token, OS_AUTH_URL: "https://iam.otc.t-systems.com/v3", ...cn, ...com });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/neither endpoint nor region is set.*HW_CLOUD is set and not read/),
    ]);
  });

  test("causes no warning if an attribute sets the domain", async () => {
    const explicit = { cloudDomain: "otc.t-systems.com" };
    const resolution = await resolve(explicit, { ...token, ...otc, ...at("eu-de"), ...com });
    expect(resolution).toMatchObject({ kind: "resolved", namesNotRead: [] });
  });
});

test("an endpoint on this machine gets a login only where the Keystone of its own cloud is here too", async () => {
  const target = { endpoint: "http://127.0.0.1:8080", projectId: "p1" };
  const here = { OS_AUTH_URL: "http://localhost:8080/v3" };
  expect((await resolved(target, { ...here, ...osLogin, ...hwPlace })).credentials).toMatchObject(anna);
  expect((await resolved(target, { ...here, ...hwLogin, ...hwPlace })).credentials).toMatchObject({ kind: "none" });
});

test("a login without a domain in either cloud is an error that names domain_name", async () => {
  const [problem] = await problems({}, { ...osUser, ...osPlace });
  expect(problem?.message).toContain("domain_name is missing");
});
