import type { Environment } from "../../../../lib/domain/environment";
import type { ExplicitClientConfig } from "../../../../lib/client/config/settings";
import { tellingDerivation } from "../../../../lib/client/http/derived-hosts";
import { DmsError } from "../../../../lib/client/dms-error";
import type { HttpRequest } from "../../../../lib/client/http/http-message";
import { forever, rejectionOf } from "../../../support/client/fixture-config";
import { resolved } from "../../../support/client/resolved-config";

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

describe("a host that was derived and cannot be reached", () => {
  const derivedFrom = async (explicit: ExplicitClientConfig, environment: Environment = {}) =>
    Object.fromEntries((await resolved({ ...base, ...explicit }, environment)).derivedFrom ?? []);
  const request = (url: string): HttpRequest => ({
    method: "GET",
    url: new URL(url),
    headers: {},
    isWrite: false,
    secrets: [],
  });
  const failing = (code: "unreachable" | "lost") => () =>
    Promise.reject(new DmsError({ code, fate: "not-sent", message: "no connection." }));

  test("tells its source", async () => {
    expect(await derivedFrom({}, { HW_REGION_NAME: "cn-north-4" })).toEqual({
      "https://dms.cn-north-4.myhuaweicloud.com":
        "derived from the region cn-north-4 (from HW_REGION_NAME) and the domain myhuaweicloud.com (Huawei Cloud's, because the region comes from its variable)",
      "https://iam.cn-north-4.myhuaweicloud.com": expect.stringContaining("derived from") as string,
    });
    expect(await derivedFrom({ region: "eu-de", endpoint: "https://dms.example.com" })).toEqual({
      "https://iam.eu-de.otc.t-systems.com": expect.stringContaining(
        "(the default; cloud_domain sets another)",
      ) as string,
    });
    expect(await derivedFrom({ endpoint: "https://dms.example.com" })).toEqual({});
  });

  test("is the only one that says so, and only where it is not reached", async () => {
    const derived = new Map([["https://dms.eu-de.example.com", "derived from the region"]]);
    const text = async (url: string, code: "unreachable" | "lost") =>
      String(await rejectionOf(tellingDerivation(failing(code), derived)(request(url), forever)));
    expect(await text("https://dms.eu-de.example.com/v1.0", "unreachable")).toMatch(
      /no connection\. https:\/\/dms\.eu-de\.example\.com is derived from the region\.$/,
    );
    expect(await text("https://other.example.com", "unreachable")).not.toContain("derived");
    expect(await text("https://dms.eu-de.example.com", "lost")).not.toContain("derived");
  });
});
