import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  refuseLaterOverrides,
  refuseMovingEnvironment,
  refuseOtherBackend,
  refuseOtherProviders,
  refuseOutsideReads,
} from "../../../../lib/testing/configuration/confinement";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dms-confinement-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(["~e_override.tf", "é_override.tf.json", "~z_override.tofu"])("an override file %s is refused", (name) => {
  writeFileSync(join(folder, "zz_override.tf"), "");
  writeFileSync(join(folder, "~notes.txt"), "");
  expect(() => refuseLaterOverrides(folder)).not.toThrow();
  writeFileSync(join(folder, name), "");
  expect(() => refuseLaterOverrides(folder)).toThrow(`${name} would override ~dms_testing_override.tf.json`);
});

describe("the backend that init has chosen", () => {
  const choose = (backend: object | undefined): string => {
    mkdirSync(join(folder, "data"), { recursive: true });
    writeFileSync(join(folder, "data", "terraform.tfstate"), JSON.stringify({ backend }));
    return join(folder, "data");
  };

  test("is the test's state file, or the configuration is refused", () => {
    const mine = choose({ type: "local", config: { path: "/tmp/mine.tfstate" } });
    expect(() => refuseOtherBackend(mine, "/tmp/mine.tfstate")).not.toThrow();
    expect(() => refuseOtherBackend(mine, "/tmp/other.tfstate")).toThrow("a backend of its own (local)");
    expect(() => refuseOtherBackend(choose({ type: "s3", config: {} }), "/tmp/mine.tfstate")).toThrow("(s3)");
    expect(() => refuseOtherBackend(choose(undefined), "/tmp/mine.tfstate")).toThrow("none is noted");
    expect(() => refuseOtherBackend(join(folder, "nowhere"), "/tmp/mine.tfstate")).toThrow("none is noted");
  });
});

describe("the providers that terraform lists", () => {
  const listing = `
Providers required by configuration:
.
├── provider[npm.invalid/cdktf-dms-lifecycle/dms]
├── provider[registry.terraform.io/hashicorp/null] ~> 3.2
└── module.cluster
    └── provider[registry.terraform.io/hashicorp/aws] >= 5.0.0

Providers required by state:

    provider[terraform.io/builtin/terraform]
`;

  test("are refused when they act for real, those of modules too", () => {
    expect(() => refuseOtherProviders(listing, [])).toThrow(
      "uses registry.terraform.io/hashicorp/aws, which would act",
    );
    expect(() => refuseOtherProviders(listing, ["hashicorp/awscc", "aws"])).toThrow("hashicorp/aws");
  });

  test("are used when the test allows them", () => {
    expect(() => refuseOtherProviders(listing, ["hashicorp/aws"])).not.toThrow();
    expect(() => refuseOtherProviders(listing, ["registry.terraform.io/hashicorp/aws"])).not.toThrow();
  });
});

test.each(["TF_WORKSPACE", "TF_DATA_DIR", "TF_CLI_ARGS_apply", "TF_ENCRYPTION", "tf_cli_args"])(
  "an environment with %s is refused",
  (name) => {
    expect(() => refuseMovingEnvironment({ [name]: "x" })).toThrow(`environment has ${name}`);
    expect(() => refuseMovingEnvironment({ TF_LOG: "debug", TF_VAR_a: "1" })).not.toThrow();
  },
);

describe("a data source that asks a service of its choice", () => {
  const state = (backend: string): string => `data "terraform_remote_state" "a" {\n  backend = "${backend}"\n}\n`;
  const look = (): void => refuseOutsideReads(folder, join(folder, "data"));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  test("is refused in the folder, and in every module that init has noted, wherever it is", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "dms-module-"));
    const modules = [".", "inside", elsewhere, "gone"].map((Dir) => ({ Key: Dir, Source: Dir, Dir }));
    write("data/modules/modules.json", JSON.stringify({ Modules: modules }));
    write("main.tf", state("local"));
    write("examples/main.tf", state("s3"));
    expect(look).not.toThrow();
    write("inside/main.tf", state("local") + state("http"));
    expect(look).toThrow("inside/main.tf reads a remote state (terraform_remote_state)");
    write("inside/main.tf", "");
    writeFileSync(join(elsewhere, "main.tf"), state("gcs"));
    expect(look).toThrow("main.tf reads a remote state");
    rmSync(elsewhere, { recursive: true });
  });

  test.each([
    ["without quotes", 'data terraform_remote_state a {\n  backend = "s3"\n}'],
    ["on one line", 'data "terraform_remote_state" "a" { backend = "s3" }'],
    [
      "beside a comment",
      '# backend = "local"\ndata "terraform_remote_state" "a" {\n  /* backend = "local" */ backend = "s3"\n}',
    ],
    ["beside a comment behind it", 'data "terraform_remote_state" "a" {\n  backend = "s3" // backend = "local"\n}'],
    [
      "with a decoy below it",
      'data "terraform_remote_state" "a" {\n  config = {\n    backend = "local"\n  }\n  backend = "s3"\n}',
    ],
    [
      "with a decoy in a document",
      'locals {\n  a = <<-EOT\n    backend = "local"\n  EOT\n}\ndata "terraform_remote_state" "a" {\n  backend = var.kind\n}',
    ],
    ["by a bare word", 'data "terraform_remote_state" "a" {\n  backend = local\n}'],
    ["by a variable", 'data "terraform_remote_state" "a" {\n  backend = var.backend\n}'],
    ["by an expression", 'data "terraform_remote_state" "a" {\n  backend = "${"local"}"\n}'],
    [
      "by the beginning of an expression",
      'data "terraform_remote_state" "a" {\n  backend = "local" == "x" ? "a" : "s3"\n}',
    ],
    [
      "in a check",
      'check "c" {\n  data "terraform_remote_state" "a" {\n    backend = "s3"\n  }\n  assert {\n    condition = true\n  }\n}',
    ],
    ["with an escape", 'data "terraform\\u005fremote_state" "a" {\n  backend = "s3"\n}'],
    ["with a byte order mark", '\uFEFFdata "terraform_remote_state" "a" {\r\n  backend = "s3"\r\n}\r\n'],
  ])("is found %s", (_, text) => {
    write("main.tf", text);
    expect(look).toThrow("main.tf reads a remote state");
  });

  test.each([
    ["as an object", { data: { terraform_remote_state: { a: { backend: "s3" } } } }],
    ["as lists", { data: [{ terraform_remote_state: [{ a: [{ backend: "local" }, { backend: "s3" }] }] }] }],
    ["by an expression", { data: { terraform_remote_state: { a: { backend: '${"local"}' } } } }],
    ["in a check", { check: { c: { data: { terraform_remote_state: { a: { backend: "s3" } } } } } }],
  ])("is found in JSON %s", (_, json) => {
    write("a.tf.json", JSON.stringify(json));
    expect(look).toThrow("a.tf.json reads a remote state");
  });

  test.each(["http", "local"])("is not hidden by a key that JSON has twice, the last one with %s", (last) => {
    const sources = ["http", last].map((backend) => JSON.stringify({ terraform_remote_state: { a: { backend } } }));
    write("a.tf.json", `{${sources.map((each) => `"data": ${each}`).join(", ")}}`);
    expect(look).toThrow(/a\.tf\.json cannot be searched .*: it has the key "data" twice/);
  });

  test("is a certificate of a server too, and not one of a text", () => {
    write("main.tf", 'data "tls_certificate" "a" {\n  content = "${file("a.pem")}"\n}\n');
    expect(look).not.toThrow();
    write("main.tf", 'data "tls_certificate" "a" {\n  url = local.server\n}\n');
    expect(look).toThrow("main.tf asks a server for its certificates");
  });

  test("is refused when its type cannot be read, and so is a file that cannot be", () => {
    write("main.tf", 'data "terraform_${"remote"}_state" "a" {}');
    expect(look).toThrow("main.tf has a data source whose type cannot be read");
    for (const text of ['a = "b', "/* never ends", "a = <<EOT\nb", 'data "a" "b" {']) {
      write("main.tf", text);
      expect(look).toThrow(/main\.tf cannot be searched .*: it breaks off/);
    }
  });

  test("is not looked for in a file that is not JSON, and nothing of the file is quoted", () => {
    write("a.tf.json", '{"token": hunter22}');
    expect(look).toThrow(/a\.tf\.json cannot be searched .*: it is not JSON\.$/);
  });

  test("is not a file that merely looks like one", () => {
    write(
      "main.tf",
      [
        'output "a" {\n  value = data.terraform_remote_state.a.outputs["terraform_remote_state"]\n}',
        '# data "terraform_remote_state" "a" { backend = "s3" }',
        'locals {\n  a = "$${data \\"terraform_remote_state\\" ${jsonencode({ a = "}" })} {"\n}',
        'locals {\n  b = <<EOT\ndata "terraform_remote_state" "a" {\nEOT\n}',
        'resource "terraform_remote_state" "a" {\n  provisioner "x" {}\n}',
        'data "terraform_remote_state" "a" {\n  backend = "local" # a file\n  config = { path = "${path.module}/a" }\n}',
      ].join("\n"),
    );
    expect(look).not.toThrow();
  });
});
