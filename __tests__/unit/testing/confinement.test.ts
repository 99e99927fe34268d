import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  refuseLaterOverrides,
  refuseMovingEnvironment,
  refuseOtherBackend,
  refuseOtherProviders,
  refuseRemoteState,
} from "../../../lib/testing/confinement";

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
  expect(() => refuseLaterOverrides(folder)).toThrow(`${name} would outrank ~dms_testing_override.tf.json`);
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

test.each(["TF_WORKSPACE", "TF_DATA_DIR", "TF_CLI_ARGS_apply", "tf_cli_args"])(
  "an environment with %s is refused",
  (name) => {
    expect(() => refuseMovingEnvironment({ [name]: "x" })).toThrow(`environment has ${name}`);
    expect(() => refuseMovingEnvironment({ TF_LOG: "debug", TF_VAR_a: "1" })).not.toThrow();
  },
);

describe("the state of another configuration", () => {
  const remote = (backend: string) => `data "terraform_remote_state" "a" {\n  backend = "${backend}"\n}\n`;

  test("is read from a file, or the configuration is refused, also in a module and in JSON", () => {
    mkdirSync(join(folder, "modules"));
    writeFileSync(join(folder, "main.tf"), remote("local"));
    expect(() => refuseRemoteState(folder)).not.toThrow();
    writeFileSync(join(folder, "modules", "main.tf"), remote("local") + remote("http"));
    expect(() => refuseRemoteState(folder)).toThrow("modules/main.tf reads a remote state");
    writeFileSync(join(folder, "modules", "main.tf"), "");
    writeFileSync(
      join(folder, "a.tf.json"),
      JSON.stringify({ data: { terraform_remote_state: { a: { backend: "s3" } } } }),
    );
    expect(() => refuseRemoteState(folder)).toThrow("a.tf.json");
  });
});
