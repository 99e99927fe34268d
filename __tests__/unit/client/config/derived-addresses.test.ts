import type { Environment } from "../../../../lib/domain/environment";
import type { ExplicitClientConfig } from "../../../../lib/client/config/sources/settings";
import { tellingWay, type Way } from "../../../../lib/client/http/telling-way";
import { DmsError } from "../../../../lib/client/dms-error";
import type { HttpRequest, Send } from "../../../../lib/client/http/http-message";
import { createAuthority } from "../../../support/client/authority";
import { forever, rejectionOf } from "../../../support/client/fixture-config";
import { problems, resolved } from "../../../support/client/resolved-config";

const noProxy = { httpProxy: "", httpsProxy: "", noProxy: "" };
const usual = ["https://dms.eu-de.otc.t-systems.com", "https://iam.eu-de.otc.t-systems.com/v3"];
const base = { projectId: "p1", token: "tok-1" };
const addresses = async (explicit: ExplicitClientConfig, environment: Environment = {}) => {
  const { endpoint, authUrl } = await resolved({ ...base, ...explicit }, environment);
  return [endpoint, authUrl];
};

describe("the domain of addresses that are not set", () => {
  test.each<[string, ExplicitClientConfig, Environment, readonly string[]]>([
    [
      "is Huawei Cloud's where the region comes from its variable",
      {},
      { HW_REGION_NAME: "cn-north-4" },
      ["https://dms.cn-north-4.myhuaweicloud.com", "https://iam.cn-north-4.myhuaweicloud.com/v3"],
    ],
    [
      "is Huawei Cloud's European one for eu-west-101",
      {},
      { HW_REGION_NAME: "eu-west-101" },
      ["https://dms.eu-west-101.myhuaweicloud.eu", "https://iam.eu-west-101.myhuaweicloud.eu/v3"],
    ],
    [
      "is Open Telekom Cloud's for a region from anywhere else",
      {},
      { OS_REGION_NAME: "eu-nl", HW_REGION_NAME: "cn-north-4" },
      ["https://dms.eu-nl.otc.t-systems.com", "https://iam.eu-nl.otc.t-systems.com/v3"],
    ],
    [
      "is that of a Keystone that is set",
      {},
      { HW_REGION_NAME: "eu-ch2", OS_AUTH_URL: "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3" },
      ["https://dms.eu-ch2.sc.otc.t-systems.com", "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3"],
    ],
    [
      "is that of a Keystone of another region",
      { region: "eu-nl", authUrl: "https://iam.eu-de.otc.t-systems.com" },
      {},
      ["https://dms.eu-nl.otc.t-systems.com", "https://iam.eu-de.otc.t-systems.com/v3"],
    ],
    [
      "is that of a Keystone for all regions",
      { region: "ap-southeast-1", authUrl: "https://iam.myhuaweicloud.com/v3" },
      {},
      ["https://dms.ap-southeast-1.myhuaweicloud.com", "https://iam.myhuaweicloud.com/v3"],
    ],
    [
      "is not guessed from a Keystone with a name of its own",
      { region: "eu-de", authUrl: "https://keystone.example.com/v3" },
      {},
      ["https://dms.eu-de.otc.t-systems.com", "https://keystone.example.com/v3"],
    ],
    [
      "is cloud_domain before all of them",
      { authUrl: "https://iam.cn-north-4.myhuaweicloud.com/v3" },
      { HW_REGION_NAME: "cn-north-4", HW_CLOUD: "example.com" },
      ["https://dms.cn-north-4.example.com", "https://iam.cn-north-4.myhuaweicloud.com/v3"],
    ],
  ])("%s", async (_, explicit, environment, expected) => {
    expect(await addresses(explicit, environment)).toEqual(expected);
  });

  test.each<[ExplicitClientConfig, readonly string[]]>([
    [{ region: "EU-DE", cloudDomain: "OTC.T-Systems.com" }, usual],
    [{ region: "eu-de", authUrl: "https://IAM.eu-de.otc.t-systems.com.:443/v3/" }, usual],
    [{ endpoint: "https://dms.eu-de.otc.t-systems.com./", region: "EU-DE" }, usual],
    [{ endpoint: "http://LOCALHOST.:8080/" }, ["http://localhost:8080", "http://localhost:8080/v3"]],
  ])("makes one spelling of a host, set or derived: %j", async (explicit, expected) => {
    expect(await addresses(explicit)).toEqual(expected);
  });

  test.each([{ region: "xn--0" }, { region: "eu-de", cloudDomain: "example.5" }])(
    "is refused where it makes no host: %j",
    async (explicit) => expect((await problems({ ...base, ...explicit }))[0]?.message).toContain("is not allowed"),
  );

  test("is Open Telekom Cloud's for the profile otc of clouds.yaml, with the first of its regions", async () => {
    const entry = { profile: "otc", regions: ["eu-nl", "eu-de"], auth: { project_id: "p1" }, ak: "AK-1", sk: "SK-1" };
    const files = { "clouds.yaml": JSON.stringify({ clouds: { team: entry } }) };
    const config = await resolved({ cloud: "team" }, {}, files);
    expect(config.endpoint).toBe("https://dms.eu-nl.otc.t-systems.com");
    expect(config.credentials).toMatchObject({ kind: "keys", accessKey: "AK-1" });
  });

  test("of clouds.yaml gives way to an address of the service there, whose version is left out", async () => {
    const entry = {
      regions: [{ name: "eu-nl" }],
      dms_endpoint_override: "https://dms.example.com/v1.0/%(project_id)s",
      auth: { project_id: "p1", token: "tok-1" },
    };
    const files = { "clouds.yaml": JSON.stringify({ clouds: { team: entry } }) };
    expect((await resolved({ cloud: "team" }, {}, files)).endpoint).toBe("https://dms.example.com");
  });
});

describe("a host that cannot be reached", () => {
  const urlSources = async (explicit: ExplicitClientConfig, environment: Environment = {}) =>
    Object.fromEntries((await resolved({ ...base, ...explicit }, environment)).urlSources ?? []);
  const request = (url: string): HttpRequest => ({
    method: "GET",
    url: new URL(url),
    headers: {},
    isWrite: false,
    secrets: [],
  });
  const failing =
    (code: "unreachable" | "lost", cause: unknown): Send =>
    () =>
      Promise.reject(new DmsError({ code, fate: "not-sent", message: "no connection.", cause }));
  interface Failure {
    readonly url?: string;
    readonly code?: "unreachable" | "lost";
    readonly cause?: unknown;
  }
  const told = async (way: Way, { url = "https://dms.example.com/v1.0", code = "unreachable", cause }: Failure = {}) =>
    String(await rejectionOf(tellingWay(failing(code, cause), way)(request(url), forever))).replace(/^\w+: /, "");
  /** The way as a configuration has it. */
  const wayIn = (environment: Environment, files = {}): Promise<Way> =>
    resolved({ ...base, endpoint: "https://dms.example.com" }, environment, files);

  test("has a source, derived or set", async () => {
    expect(await urlSources({}, { HW_REGION_NAME: "cn-north-4" })).toEqual({
      "https://dms.cn-north-4.myhuaweicloud.com":
        "derived from the region cn-north-4 (from HW_REGION_NAME) and the domain myhuaweicloud.com (Huawei Cloud's, because the region comes from its variable)",
      "https://iam.cn-north-4.myhuaweicloud.com": expect.stringContaining("derived from") as string,
    });
    expect(await urlSources({ region: "eu-de", endpoint: "https://dms.example.com" })).toEqual({
      "https://dms.example.com": "set by attribute endpoint",
      "https://iam.eu-de.otc.t-systems.com": expect.stringContaining(
        "(the default; cloud_domain sets another)",
      ) as string,
    });
    expect(
      await urlSources({}, { DMS_ENDPOINT: "https://dms.example.com", HW_AUTH_URL: "https://iam.example" }),
    ).toEqual({ "https://dms.example.com": "set by DMS_ENDPOINT", "https://iam.example": "set by HW_AUTH_URL" });
  });

  test("is the only one whose source is named, and only if it is not reached", async () => {
    const way = { proxy: noProxy, urlSources: new Map([["https://dms.example.com", "derived from the region"]]) };
    expect(await told(way)).toMatch(/^no connection\. https:\/\/dms\.example\.com is derived from the region\. /);
    expect(await told(way, { url: "https://other.example.com" })).not.toContain("derived");
    expect(await told(way, { code: "lost" })).toBe("no connection.");
  });

  test.each<[string, Environment, string]>([
    ["a proxy", { https_proxy: "anna:hunter22@p:3128" }, "through the proxy http://p:3128 (from https_proxy)."],
    ["a proxy in capitals", { HTTPS_PROXY: "http://p:3128/" }, "through the proxy http://p:3128 (from HTTPS_PROXY)."],
    [
      "none, because the host is listed",
      { HTTPS_PROXY: "http://p", no_proxy: ".example.com:443" },
      "without a proxy, because no_proxy names the host.",
    ],
    [
      "none, by an empty variable",
      { https_proxy: "", HTTPS_PROXY: "http://p" },
      "without a proxy, because https_proxy is empty.",
    ],
    ["none for https", { http_proxy: "http://p" }, "without a proxy: HTTPS_PROXY is not set."],
    [
      "none that is read",
      { ALL_PROXY: "http://p" },
      "without a proxy: HTTPS_PROXY is not set, and ALL_PROXY is not read.",
    ],
  ])("tells that it was tried by %s", async (_, environment, expected) => {
    const text = await told(await wayIn(environment));
    expect(text).toContain(` It was tried ${expected}`);
    expect(text).not.toContain("hunter22");
  });

  test("is described without a proxy on this machine", async () => {
    const text = await told(await wayIn({ HTTPS_PROXY: "http://p" }), { url: "https://localhost:1/v1.0" });
    expect(text).toBe("no connection.");
  });

  test.each<[string, Environment, string]>([
    ["the usual ones", {}, "those of Node.js."],
    ["added ones", { SSL_CERT_FILE: "/ca.pem" }, 'those of Node.js and those of "/ca.pem" (from SSL_CERT_FILE).'],
    ["ca_file alone", { OS_CACERT: "/ca.pem" }, 'those of "/ca.pem" (from OS_CACERT) alone.'],
  ])("with a refused certificate names the trusted authorities: %s", async (_, environment, expected) => {
    const way = await wayIn(environment, { "/ca.pem": createAuthority().certificatePem });
    const refused = Object.assign(new Error("unable to verify"), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    expect(await told(way, { cause: refused })).toContain(` Trusted authorities: ${expected}`);
    const elsewhere = Object.assign(new Error("no way"), { code: "ECONNREFUSED" });
    expect(await told(way, { cause: elsewhere })).not.toContain("Trusted");
  });
});
