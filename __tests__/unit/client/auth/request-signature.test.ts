import { formatSdkDate, signRequest } from "../../../../lib/client/auth/request-signature";

/** The signature at the end of an Authorization header. */
const signatureOf = (authorization: string): string => /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1] ?? "";

describe("the Access= form", () => {
  const keys = { accessKey: "AccessKey", secretKey: "SecretKey" };

  test("signs a GET as huaweicloud-sdk-go-v3 does (core/auth/signer/signer_test.go)", () => {
    const authorization = signRequest(
      {
        method: "GET",
        url: new URL("https://host.example/path?limit=1"),
        headers: { "x-sdk-date": "20060102T150405Z" },
        body: "",
      },
      keys,
      "access",
    );
    expect(authorization).toBe(
      "SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, " +
        "Signature=5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
    );
  });

  test("signs a POST's body to the last byte as huaweicloud-sdk-go-v3 does (same file)", () => {
    const authorization = signRequest(
      {
        method: "POST",
        url: new URL("https://host.example/path?key=value"),
        headers: { "x-sdk-date": "20060102T150405Z" },
        body: '{"Name":"test","Id":1}\n',
      },
      keys,
      "access",
    );
    expect(signatureOf(authorization)).toBe("cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59");
  });

  test("signs the sample of Huawei's API request signing guide", () => {
    const authorization = signRequest(
      {
        method: "GET",
        url: new URL(
          "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
        ),
        headers: {
          "content-type": "application/json",
          host: "service.region.example.com",
          "x-sdk-date": "20191115T033655Z",
        },
        body: "",
      },
      { accessKey: "QTWAOYTTINDUT2QVKYUC", secretKey: "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc" },
      "access",
    );
    expect(signatureOf(authorization)).toBe("7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe");
    expect(authorization).toContain("SignedHeaders=content-type;host;x-sdk-date,");
  });

  const sign = (url: string, headers: Record<string, string> = {}): string =>
    signatureOf(
      signRequest(
        { method: "GET", url: new URL(url), headers: { "x-sdk-date": "20060102T150405Z", ...headers }, body: "" },
        keys,
        "access",
      ),
    );

  test("does not depend on the order of parameters or on how a space was written", () => {
    expect(sign("https://h/p?b=2&a=1&a=0")).toBe(sign("https://h/p?a=0&a=1&b=2"));
    expect(sign("https://h/p?a=x+y")).toBe(sign("https://h/p?a=x%20y"));
    expect(sign("https://h/p?a=1")).not.toBe(sign("https://h/p?a=2"));
  });

  test("treats a path with and without its last slash as the same", () => {
    expect(sign("https://h/v1.0/p/instances/")).toBe(sign("https://h/v1.0/p/instances"));
  });

  test("signs the port of a host that has one", () => {
    expect(sign("http://h:8080/p", { host: "h:8080" })).not.toBe(sign("http://h:8080/p", { host: "h" }));
  });
});

describe("the Credential= form", () => {
  test("signs the sample of opentelekomcloud/oms (tests/unit/signer.test.ts)", () => {
    const authorization = signRequest(
      {
        method: "GET",
        url: new URL("https://iam.eu-de.otc.t-systems.com/v3/projects?name=eu-de_test_dmd"),
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          host: "iam.eu-de.otc.t-systems.com",
          "user-agent": "OpenTelekomCloud JS/v1.0",
          "x-sdk-date": "20201021T115411Z",
        },
        body: "",
      },
      { accessKey: "AKIDEXAMPLE", secretKey: "BYBYIiF3WUZGlorXmcTEDtNjB40JTibEXAMPLE" },
      "credential",
    );
    expect(authorization).toBe(
      "SDK-HMAC-SHA256 Credential=AKIDEXAMPLE/20201021///sdk_request, " +
        "SignedHeaders=accept;content-type;host;user-agent;x-sdk-date, " +
        "Signature=cb8397a6b119b38e8a4879f342e498896eb6f80f4c3cdebfd400cb2298d8a555",
    );
  });
});

test("a date has the form of X-Sdk-Date", () => {
  expect(formatSdkDate(Date.UTC(2006, 0, 2, 15, 4, 5, 678))).toBe("20060102T150405Z");
});
