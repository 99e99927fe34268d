import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { DmsProvider } from "../../lib";
import type { DmsProviderProps } from "../../lib";
import { synthesize } from "../support/synth-stack";

test("a provider block carries every prop under Terraform's name, and nothing that is not said", () => {
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
      cloud: "c",
      caFile: "f",
      insecure: false,
      requestTimeout: "20s",
      maxRetries: 0,
      pollInterval: "5s",
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
      cloud: "c",
      ca_file: "f",
      insecure: false,
      request_timeout: "20s",
      max_retries: 0,
      poll_interval: "5s",
    },
  ]);
});

describe("a secret", () => {
  const warningsFor = (props: (stack: TerraformStack) => DmsProviderProps): unknown[] => {
    const stack = new TerraformStack(Testing.app(), "demo");
    const provider = new DmsProvider(stack, "dms", props(stack));
    const warnings = provider.node.metadata.filter(({ type }) => type === "@cdktf/warn");
    return warnings.map(({ data }) => data as unknown);
  };

  test.each(["secretKey", "securityToken", "token", "password"])("in plain text is warned of: %s", (prop) => {
    expect(warningsFor(() => ({ [prop]: "hunter2" }))).toEqual([
      expect.stringMatching(new RegExp(`^${prop} will stand in plain text`)),
    ]);
    expect(JSON.stringify(warningsFor(() => ({ [prop]: "hunter2" })))).not.toContain("hunter2");
  });

  test("that comes from a variable is not", () => {
    const warnings = warningsFor((stack) => ({
      token: new TerraformVariable(stack, "token", { type: "string", sensitive: true }).stringValue,
    }));
    expect(warnings).toEqual([]);
  });
});
