import { ref, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { DmsProvider, type DmsProviderProps } from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

const agency = { agencyName: "deploy", domainName: "CUSTOMER" };
const wrong = (value: unknown) => value as never;

describe("assumeRole and oidc", () => {
  test.each<[string, DmsProviderProps, string]>([
    ["an empty name", { assumeRole: { agencyName: "" } }, 'assumeRole.agencyName is "". Allowed: a non-empty string'],
    ["a number", { oidc: { idTokenFile: wrong(7) } }, "oidc.idTokenFile is 7. Allowed: a non-empty string"],
    [
      "a mistyped name",
      { oidc: wrong({ idToken: "eyJ" }) },
      "oidc.idToken is a string that is not shown. Allowed: one of",
    ],
    [
      "a text",
      { assumeRole: wrong("deploy") },
      "Allowed: an object with any of agencyName, domainName, delegatedProject",
    ],
    [
      "an expression for all of it",
      { oidc: wrong(ref("var.oidc")) },
      "Allowed: an object, written out; its values may be",
    ],
    ["what no header carries", { oidc: { identityProviderId: "gitl\u00e4b" } }, "oidc.identityProviderId is"],
    [
      "AK/SK beside an agency",
      { accessKey: "AK", secretKey: "hunter2", assumeRole: agency },
      "Allowed: nothing beside accessKey and secretKey: an agency is assumed with a token, userName and password, or oidc",
    ],
  ])("are refused at synth for %s", (_, props, expected) => {
    const message = refusalOf((scope) => new DmsProvider(scope, "second", { alias: "second", ...props }));
    expect(message).toContain(expected);
    expect(message).not.toContain("hunter2");
  });

  test.each<[string, DmsProviderProps]>([
    ["empty blocks, which the environment fills", { assumeRole: {}, oidc: {} }],
    ["AK/SK beside an agency and a password", { accessKey: "AK", secretKey: "SK", password: "pw", assumeRole: agency }],
    ["a password over plain http that oidc makes idle", { authUrl: "http://iam.example/v3", password: "p", oidc: {} }],
  ])("pass with %s", (_, props) => {
    expect(() => synthesize((stack) => new DmsProvider(stack, "dms", props), false)).not.toThrow();
  });

  test("take expressions for their values", () => {
    const { provider } = synthesize((stack) => {
      const file = new TerraformVariable(stack, "file", { type: "string" });
      new DmsProvider(stack, "dms", { oidc: { identityProviderId: "gitlab", idTokenFile: file.stringValue } });
    }, false);
    expect(provider.dms).toEqual([{ oidc: { identity_provider_id: "gitlab", id_token_file: "${var.file}" } }]);
  });

  test("are blocks in CDKTF's HCL output", () => {
    const stack = new TerraformStack(Testing.app(), "demo");
    new DmsProvider(stack, "dms", { vendor: false, assumeRole: agency });
    const hcl = (stack.toHclTerraform() as { readonly hcl: string }).hcl.replace(/\s+/g, " ");
    expect(hcl).toContain('assume_role { agency_name = "deploy" domain_name = "CUSTOMER" }');
  });
});
