import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, S3Backend, TerraformStack } from "cdktf";
import { acknowledgeWarning, backendFromEnvironment, DmsProvider } from "../../lib";

const own = { bucket: "team-state", key: "fleet", region: "eu-de" };
const file = "s3-checksums.config";
const checksums = "request_checksum_calculation = when_required\nresponse_checksum_validation = when_required\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "foreign-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The output for a stack: its backend, the file beside it, and the warnings. */
function synthesize(declare: (stack: TerraformStack) => void, environment: Readonly<Record<string, string>> = {}) {
  const app = new App({ outdir: join(folder, "out"), stackTraces: false });
  const stack = new TerraformStack(app, "fleet");
  declare(stack);
  const replaced = jest.replaceProperty(process, "env", { ...process.env, ...environment });
  try {
    app.synth();
  } finally {
    replaced.restore();
  }
  const place = join(folder, "out", "stacks", "fleet");
  const { terraform } = JSON.parse(readFileSync(join(place, "cdk.tf.json"), "utf8")) as {
    readonly terraform: { readonly backend: { readonly s3: Readonly<Record<string, unknown>> } };
  };
  const written = existsSync(join(place, file)) ? readFileSync(join(place, file), "utf8") : undefined;
  const said = stack.node.metadata.filter(({ type }) => type.startsWith("@cdktf/")).map(({ data }) => String(data));
  return { s3: terraform.backend.s3, written, said };
}

const withBackend = (settings: object) => (stack: TerraformStack) => {
  new S3Backend(stack, { ...own, ...settings });
  new DmsProvider(stack, "dms");
};

describe("a stack with an S3 backend", () => {
  test("with another vendor's endpoint gets the settings that keep its state whole, with one notice", () => {
    const { s3, written, said } = synthesize(withBackend({ endpoints: { s3: "https://obs.eu-de.otc.t-systems.com" } }));
    expect(s3["shared_config_files"]).toEqual([file, "~/.aws/config"]);
    expect(written).toBe(`[default]\n${checksums}`);
    expect(said).toEqual([
      "State is sent to https://obs.eu-de.otc.t-systems.com without checksums inside (s3-checksums.config): a store that is not " +
        "Amazon's may keep them as part of it. See docs/guides/team-state.md in the package cdktf-dms-lifecycle. " +
        "[ack: dms:foreign-object-store]",
    ]);
  });

  test("gets them from backendFromEnvironment too, without a provider of ours, and with paths for buckets", () => {
    const environment = {
      DMS_STATE: "s3",
      DMS_STATE_BUCKET: "team-state",
      DMS_STATE_REGION: "eu-de",
      DMS_STATE_ENDPOINT: "http://127.0.0.1:9000",
    };
    const { s3, written } = synthesize((stack) => {
      backendFromEnvironment(stack, environment);
      acknowledgeWarning(stack, "dms:foreign-object-store", "Known.");
    });
    expect(s3).toMatchObject({ shared_config_files: [file, "~/.aws/config"], use_path_style: true });
    expect(written).toBe(`[default]\n${checksums}`);
  });

  test("gets them where a variable names the endpoint, for the profile in use, beside the file of the user", () => {
    const { s3, written } = synthesize(withBackend({}), {
      AWS_ENDPOINT_URL_S3: "https://minio.example.com",
      AWS_PROFILE: "team",
      AWS_CONFIG_FILE: "/etc/aws",
    });
    expect(s3["shared_config_files"]).toEqual([file, "/etc/aws"]);
    expect(written).toBe(`[default]\n${checksums}\n[profile team]\n${checksums}`);
  });

  describe("whose endpoint is in the user's own AWS configuration", () => {
    const withConfig = (text: string, environment = {}) => {
      mkdirSync(join(folder, ".aws"), { recursive: true });
      writeFileSync(join(folder, ".aws", "config"), text);
      return synthesize(withBackend({}), { HOME: folder, ...environment });
    };
    const foreign = "https://obs.eu-de.otc.t-systems.com";

    test.each<[string, string, Readonly<Record<string, string>>]>([
      ["for all services", `[default]\nregion = eu-de\nendpoint_url=${foreign}\n`, {}],
      ["of a profile", `[default]\n[profile  team]\r\nendpoint_url = ${foreign}\r\n`, { AWS_PROFILE: "team" }],
      [
        "for S3 alone",
        `[default]\nservices = obs\nendpoint_url = https://s3.amazonaws.com\n[services obs]\nsqs =\n  endpoint_url = https://q\ns3 =\n  endpoint_url = ${foreign}\n`,
        {},
      ],
    ])("gets them: %s", (_, text, environment) => {
      const { s3, written, said } = withConfig(text, environment);
      expect(s3["shared_config_files"]).toEqual([file, "~/.aws/config"]);
      expect(written).toContain(checksums);
      expect(said).toEqual([expect.stringContaining(`State is sent to ${foreign} `)]);
    });

    test.each<[string, string, Readonly<Record<string, string>>]>([
      ["in a profile that is not in use", `[profile team]\nendpoint_url = ${foreign}\n`, {}],
      ["for another service", `[default]\nservices = x\n[services x]\nsqs =\n  endpoint_url = ${foreign}\n`, {}],
      ["in a comment", `[default]\n# endpoint_url = ${foreign}\n`, {}],
      [
        "behind a variable that names Amazon's",
        `[default]\nendpoint_url = ${foreign}\n`,
        { AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com" },
      ],
      ["not to be read", `[default]\nendpoint_url = ${foreign}\n`, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }],
    ])("is left as it is with one %s", (_, text, environment) => {
      const { s3, written, said } = withConfig(text, environment);
      expect([s3["shared_config_files"], written, said]).toEqual([undefined, undefined, []]);
    });
  });

  test.each<[string, object]>([
    ["of Amazon's", {}],
    [
      "of Amazon's, with a slash at the end of its endpoint",
      { endpoints: { s3: "https://S3.EU-central-1.amazonaws.com/" } },
    ],
    ["of Amazon's, with its endpoint written out", { endpoints: { s3: "https://s3.eu-central-1.amazonaws.com" } }],
    ["whose endpoint Terraform alone knows", { endpoints: { s3: "${var.endpoint}" } }],
  ])("%s is left as it is", (_whose, settings) => {
    const { s3, written, said } = synthesize(withBackend(settings));
    expect([s3["shared_config_files"], written, said]).toEqual([undefined, undefined, []]);
  });

  test("that names such files itself is left as it is", () => {
    const settings = { endpoints: { s3: "https://minio.example.com" }, sharedConfigFiles: ["mine"] };
    const { s3, written, said } = synthesize(withBackend(settings));
    expect([s3["shared_config_files"], written, said]).toEqual([["mine"], undefined, []]);
  });
});
