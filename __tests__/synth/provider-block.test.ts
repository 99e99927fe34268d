import { LocalBackend, PgBackend, ref, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { DmsProvider, type DmsProviderProps } from "../../lib";
import { synthesize, warningsOf } from "../support/synth/stack";

test("a provider block has every prop under Terraform's name, and nothing else", () => {
  const { provider } = synthesize((stack) => {
    new DmsProvider(stack, "dms", {
      endpoint: "https://dms.example.com",
      authUrl: "https://iam.example.com/v3",
      region: "eu-de",
      cloudDomain: "otc.t-systems.com",
      apiVersion: "v2",
      projectId: "p",
      projectName: "n",
      accessKey: "a",
      userName: "u",
      domainName: "d",
      assumeRole: { agencyName: "deploy", domainName: "CUSTOMER", delegatedProject: "eu-de_customer" },
      oidc: { identityProviderId: "gitlab", idTokenFile: "/run/id-token" },
      cloud: "c",
      caFile: "f",
      insecure: false,
      requestTimeout: "20s",
      maxRetries: 0,
      pollInterval: "5s",
      taskRecords: "off",
      journal: "file",
    });
  }, false);
  expect(provider.dms).toEqual([
    {
      endpoint: "https://dms.example.com",
      auth_url: "https://iam.example.com/v3",
      region: "eu-de",
      cloud_domain: "otc.t-systems.com",
      api_version: "v2",
      project_id: "p",
      project_name: "n",
      access_key: "a",
      user_name: "u",
      domain_name: "d",
      assume_role: { agency_name: "deploy", domain_name: "CUSTOMER", delegated_project: "eu-de_customer" },
      oidc: { identity_provider_id: "gitlab", id_token_file: "/run/id-token" },
      cloud: "c",
      ca_file: "f",
      insecure: false,
      request_timeout: "20s",
      max_retries: 0,
      poll_interval: "5s",
      task_records: "off",
      journal: "file",
    },
  ]);
});

describe("journal", () => {
  const journalOf = (declare: (stack: TerraformStack) => void): unknown =>
    synthesize(declare, false).provider.dms?.map(({ journal }) => journal);
  const provider = (stack: TerraformStack, props: DmsProviderProps = {}) => new DmsProvider(stack, "dms", props);
  const inPg = (stack: TerraformStack) => new PgBackend(stack, { connStr: "postgres://db/one" });

  test("is pg if the stack keeps its state there, in either order of declaration", () => {
    expect(journalOf((stack) => [inPg(stack), provider(stack)])).toEqual(["pg"]);
    expect(journalOf((stack) => [provider(stack), inPg(stack)])).toEqual(["pg"]);
  });

  test("is the user's setting", () => {
    expect(journalOf((stack) => [inPg(stack), provider(stack, { journal: "file" })])).toEqual(["file"]);
  });

  test("is not written with any other backend", () => {
    expect(journalOf((stack) => provider(stack))).toEqual([undefined]);
    expect(journalOf((stack) => [new LocalBackend(stack, { path: "s" }), provider(stack)])).toEqual([undefined]);
  });
});

describe("a secret", () => {
  const warningsFor = (props: (stack: TerraformStack) => DmsProviderProps) =>
    warningsOf((stack) => {
      new DmsProvider(stack, "dms", props(stack));
    }, false);

  test.each([
    ["secretKey", "OS_SECRET_KEY"],
    ["securityToken", "OS_SECURITY_TOKEN"],
    ["token", "OS_TOKEN"],
    ["password", "OS_PASSWORD"],
  ])("in plain text is warned of, and not shown: %s", (prop, variable) => {
    const warnings = warningsFor(() => ({ [prop]: "hunter2" }));
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `^demo/dms: ${prop} will stand in plain text.* set ${variable} .*\\[ack: dms:secret-in-plain-text\\]$`,
        ),
      ),
    ]);
    expect(warnings.join()).not.toContain("hunter2");
  });

  test("that is set later is warned of too", () => {
    const warnings = warningsOf((stack) => {
      new DmsProvider(stack, "dms").token = "hunter2";
    }, false);
    expect(warnings).toEqual([expect.stringContaining("token will stand in plain text")]);
  });

  test("that comes from a variable is not", () => {
    const warnings = warningsFor((stack) => ({
      token: new TerraformVariable(stack, "token", { type: "string", sensitive: true }).stringValue,
    }));
    expect(warnings).toEqual([]);
  });
});

describe("a connection that others can listen to is warned of:", () => {
  const warningsFor = (props: DmsProviderProps) =>
    warningsOf((stack) => {
      new DmsProvider(stack, "dms", props);
    }, false);

  test("a certificate that is not checked", () => {
    expect(warningsFor({ insecure: true })).toEqual([
      expect.stringMatching(/^demo\/dms: insecure is true.* Set caFile .* \[ack: dms:unverified-connection\]$/),
    ]);
  });

  test("http to another machine", () => {
    expect(warningsFor({ endpoint: "http://10.0.0.5:8080", authUrl: "http://iam.example.com" })).toEqual([
      expect.stringMatching(
        /^demo\/dms: endpoint and authUrl will be called without encryption.*\[ack: dms:unencrypted-endpoint\]$/,
      ),
    ]);
  });

  test("a token over http to another machine", () => {
    const token = Token.asString(ref("var.token"));
    expect(warningsFor({ endpoint: "HTTP://dms:8080", token })).toEqual([
      expect.stringMatching(
        /^demo\/dms: endpoint will be called without encryption, and receive credentials\. Use https\./,
      ),
    ]);
  });

  test.each([
    "https://dms.example.com",
    "http://127.0.0.1:4000",
    "http://localhost:4000",
    "http://dms.localhost.:4000",
    "http://[::1]:4000",
    "http://[::ffff:127.0.0.1]:4000",
    "http://0.0.0.0:4000",
  ])("but not %s", (endpoint) => {
    expect(warningsFor({ endpoint })).toEqual([]);
  });
});
