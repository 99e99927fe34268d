import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { ref } from "cdktf";
import { DmsProvider, type DmsProviderProps, PortableBatchAction } from "../../lib";
import type { ExplicitClientConfig } from "../../lib/client/config/sources/settings";
import { createAuthority } from "../support/client/authority";
import { problems } from "../support/client/resolved-config";
import { refusalOf, synthesize } from "../support/synth/stack";

const base = { endpoint: "https://dms.example", projectId: "p1", token: "tok-1" };
const files = { "ca.pem": createAuthority().certificatePem };

const refused: readonly (readonly [keyof DmsProviderProps, DmsProviderProps, string])[] = [
  ["endpoint", { endpoint: "https://me:hunter2@dms.example" }, "it must not hold a user or a password."],
  ["endpoint", { endpoint: "https://dms.example?key=hunter2" }, "it must not have a query or a fragment."],
  ["endpoint", { endpoint: "https://dms.example#hunter2" }, "it must not have a query or a fragment."],
  ["endpoint", { endpoint: "https://" }, "it must be a URL such as https://dms.eu-de.otc.t-systems.com."],
  ["endpoint", { endpoint: "https://dms.example/v1.0" }, "it must end before the version"],
  ["endpoint", { endpoint: "https://dms.example/%zz" }, "it must have a path of letters"],
  ["authUrl", { authUrl: "https://me:hunter2@iam.example/v3" }, "it must not hold a user or a password."],
  ["authUrl", { authUrl: "https://iam.example/v3?key=hunter2" }, "it must not have a query or a fragment."],
  ["authUrl", { authUrl: "https://iam.example/v2.0" }, "it must be of Keystone version 3"],
  [
    "region",
    { region: "eu de" },
    'region is "eu de". Allowed: a string of letters, digits and hyphens, such as "eu-de".',
  ],
  ["cloudDomain", { cloudDomain: "a/b" }, 'cloudDomain is "a/b". Allowed: a domain name, such as'],
  [
    "projectId",
    { projectId: "a/b" },
    'projectId is "a/b". Allowed: a string of up to 64 letters, digits, hyphens and underscores.',
  ],
  ["token", { token: "hunter2\nhunter2" }, "token is a string that is not shown. Allowed: visible ASCII characters"],
  ["securityToken", { securityToken: "hunter2\u00e4" }, "Allowed: visible ASCII characters"],
  [
    "requestTimeout",
    { requestTimeout: "2h" },
    'is "2h". Allowed: a duration above zero and up to an hour, such as "30s".',
  ],
  ["requestTimeout", { requestTimeout: "0s" }, "Allowed: a duration above zero and up to an hour"],
  ["pollInterval", { pollInterval: "9999h" }, "Allowed: a duration above zero and up to an hour"],
  ["maxRetries", { maxRetries: 101 }, "maxRetries is 101. Allowed: a whole number from 0 to 100."],
  ["maxRetries", { maxRetries: 0.5 }, "maxRetries is 0.5. Allowed: a whole number from 0 to 100."],
  ["taskRecords", { taskRecords: "on" }, 'taskRecords is "on". Allowed: "auto", "off".'],
  ["journal", { journal: "s3" }, 'journal is "s3". Allowed: "file", "pg".'],
  ["insecure", { insecure: true, caFile: "ca.pem" }, "insecure is true. Allowed: false or nothing beside caFile"],
  [
    "endpoint",
    { endpoint: "http://dms.example:8080", token: undefined, accessKey: "AK", secretKey: "hunter2" },
    'endpoint is "http://dms.example:8080". Allowed: an https URL, or one of this machine, beside accessKey and secretKey',
  ],
  [
    "authUrl",
    { authUrl: "HTTP://iam.example/v3", token: undefined, userName: "anna", password: "hunter2", domainName: "OTC-1" },
    'authUrl is "HTTP://iam.example/v3". Allowed: an https URL, or one of this machine, beside password',
  ],
];

const allowed: readonly DmsProviderProps[] = [
  { endpoint: "HTTPS://dms.example:8443/base/path/" },
  { endpoint: " https://dms.example " },
  { authUrl: "https://iam.example" },
  { region: "eu-de", cloudDomain: "myhuaweicloud.com" },
  { projectId: "A_b-9" },
  { token: "tok\n" },
  { requestTimeout: "1h", pollInterval: "1ms" },
  { maxRetries: 0 },
  { taskRecords: "auto" },
  { maxRetries: 100 },
  { insecure: false, caFile: "ca.pem" },
  { insecure: true },
  { endpoint: "http://dms.example:8080" },
  { endpoint: "http://dms.example:8080", accessKey: "AK", secretKey: "SK" },
  { endpoint: "http://dms.localhost:8080", token: undefined, accessKey: "AK", secretKey: "SK" },
  { authUrl: "http://iam.example/v3", token: undefined, accessKey: "AK", secretKey: "SK" },
];

const judgeLater = async (props: DmsProviderProps) =>
  await problems({ ...base, ...props } as ExplicitClientConfig, {}, files);

describe("settings that the provider would refuse are refused at synth, with path, value and the allowed ones:", () => {
  test.each(refused)("%s in %j", async (name, props, expected) => {
    const message = refusalOf((scope) => new DmsProvider(scope, "second", { alias: "second", ...base, ...props }));
    expect(message).toMatch(new RegExp(`^DmsProvider "demo/second" .*:\\n- ${name} is `));
    expect(message).toContain(expected);
    expect(message).not.toContain("hunter2");
    expect(await judgeLater(props)).not.toEqual([]);
  });

  test("a key as it is never sent, though a token makes it idle", () => {
    const message = refusalOf((scope) => new DmsProvider(scope, "second", { alias: "second", accessKey: "a\nb" }));
    expect(message).toContain("accessKey is a string that is not shown. Allowed: visible ASCII characters only");
  });

  test.each(allowed)("but not %j", async (props) => {
    expect(() => synthesize((stack) => new DmsProvider(stack, "dms", { ...base, ...props }), false)).not.toThrow();
    expect(await judgeLater(props)).toEqual([]);
  });

  test("nor values that only Terraform knows", () => {
    const later = ref("var.later") as never;
    const props = { endpoint: later, projectId: later, token: later, requestTimeout: later, caFile: later };
    expect(() =>
      synthesize((stack) => new DmsProvider(stack, "dms", { ...props, insecure: true }), false),
    ).not.toThrow();
  });
});

test.each([
  ["endpoint", "https://me:hunter2@dms.example", "endpoint is a string that is not shown."],
  ["region", "eu de", 'region is "eu de".'],
  ["projectId", "a/b", 'projectId is "a/b".'],
  ["pollInterval", "2h", 'pollInterval is "2h".'],
])("a batch without our provider refuses the same: %s", (name, value, expected) => {
  const message = refusalOf((scope) => {
    new NullProvider(scope, "null");
    new PortableBatchAction(scope, "batch", { action: "restart", instances: { orders: "id-1" }, [name]: value });
  });
  expect(message).toContain(expected);
  expect(message).not.toContain("hunter2");
});
