import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { InstanceLifecycle, DmsProvider, backendFromEnvironment } from "../../lib";
import { refusalOf } from "../support/synth/stack";

const backendFor = (environment: Readonly<Record<string, string>>, name = "kafka-fleet") => {
  const stack = new TerraformStack(Testing.app(), name);
  const declared = backendFromEnvironment(stack, environment);
  stack.prepareStack();
  const { terraform } = JSON.parse(Testing.synth(stack)) as { readonly terraform: { readonly backend: unknown } };
  return { declared: declared !== undefined, backend: terraform.backend };
};

describe("where state is kept", () => {
  test.each<Readonly<Record<string, string>>>([{}, { DMS_STATE: "" }, { DMS_STATE: "local" }])(
    "is a local file, cdktf's default, with %j",
    (environment) => {
      const { declared, backend } = backendFor(environment);
      expect(declared).toBe(false);
      expect(backend).toEqual({ local: { path: expect.stringMatching(/terraform\.kafka-fleet\.tfstate$/) as string } });
    },
  );

  test("is a schema of its own in PostgreSQL; how to connect stays in the environment", () => {
    const environment = { DMS_STATE: "pg", PG_CONN_STR: "postgres://tf:hunter2@db.example.com/state" };
    expect(backendFor(environment)).toEqual({ declared: true, backend: { pg: { schema_name: "kafka-fleet" } } });
  });

  test("is an object in a bucket of Amazon's", () => {
    const environment = { DMS_STATE: "s3", DMS_STATE_BUCKET: "team-state", DMS_STATE_REGION: "eu-central-1" };
    expect(backendFor(environment).backend).toEqual({
      s3: { bucket: "team-state", region: "eu-central-1", key: "kafka-fleet.tfstate" },
    });
  });

  test("is an object in another service's bucket, without checks that only Amazon supports", () => {
    const environment = {
      DMS_STATE: "s3",
      DMS_STATE_BUCKET: "team-state",
      DMS_STATE_REGION: "eu-de",
      DMS_STATE_ENDPOINT: "https://obs.eu-de.otc.t-systems.com",
      AWS_SECRET_ACCESS_KEY: "hunter2",
    };
    expect(backendFor(environment).backend).toEqual({
      s3: {
        bucket: "team-state",
        region: "eu-de",
        key: "kafka-fleet.tfstate",
        endpoints: { s3: "https://obs.eu-de.otc.t-systems.com" },
        skip_credentials_validation: true,
        skip_region_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
        skip_s3_checksum: true,
        use_path_style: true,
      },
    });
  });

  test("is refused with the variable, its value and the allowed ones", () => {
    const refused = (environment: Readonly<Record<string, string>>, name = "demo") =>
      refusalOf(() => backendFromEnvironment(new TerraformStack(Testing.app(), name), environment));
    expect(refused({ DMS_STATE: "postgres" }, "fleet")).toContain(
      'TerraformStack "fleet" has invalid input:\n- DMS_STATE is "postgres". Allowed: "local", "pg", "s3".',
    );
    const bare = refused({ DMS_STATE: "s3" }, "fleet");
    expect(bare).toContain('DMS_STATE_BUCKET is "". Allowed: the name of a bucket, because DMS_STATE is "s3".');
    expect(bare).toContain('DMS_STATE_REGION is "". Allowed: the region of the bucket');
    const bucket = { DMS_STATE: "s3", DMS_STATE_BUCKET: "team-state", DMS_STATE_REGION: "eu-de" };
    expect(refused({ ...bucket, DMS_STATE_ENDPOINT: "obs.eu-de.otc.t-systems.com" })).toContain(
      'DMS_STATE_ENDPOINT is "obs.eu-de.otc.t-systems.com". Allowed: an http or https URL.',
    );
    expect(refused({ DMS_STATE: "pg" }, "f".repeat(64))).toContain("has at most 63 bytes");
  });

  const bucket = { DMS_STATE: "s3", DMS_STATE_BUCKET: "team-state", DMS_STATE_REGION: "eu-de" };
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["DMS_STATE", { DMS_STATE: "postgres://u:hunter2@h/db" }, '"postgres://***@h/db". Allowed: "local", "pg", "s3"'],
    ["DMS_STATE", { DMS_STATE: "host=h password=hunter2" }, "a string that is not shown. Allowed"],
    ["DMS_STATE", { DMS_STATE: "hunter2".repeat(10) }, "a string of 70 characters that is not shown. Allowed"],
    [
      "DMS_STATE_ENDPOINT",
      { ...bucket, DMS_STATE_ENDPOINT: "https://AK:hunter2@obs.example.com" },
      '"https://***@obs.example.com". Allowed: an http or https URL without user',
    ],
    [
      "DMS_STATE_ENDPOINT",
      { ...bucket, DMS_STATE_ENDPOINT: "https://obs.example.com/?key=hunter2" },
      '"https://obs.example.com/?***". Allowed: an http or https URL without user',
    ],
    ["DMS_STATE_ENDPOINT", { ...bucket, DMS_STATE_ENDPOINT: "AK:hunter2" }, "a string that is not shown. Allowed: an"],
    [
      "DMS_STATE_BUCKET",
      { ...bucket, DMS_STATE_BUCKET: "https://AK:hunter2@obs.example.com/b" },
      '"https://***@obs.example.com/b". Allowed: the name of a bucket',
    ],
    [
      "DMS_STATE_REGION",
      { ...bucket, DMS_STATE_REGION: "AK:hunter2" },
      "a string that is not shown. Allowed: the region",
    ],
  ])("is refused without showing a possible secret in %s", (name, environment, shown) => {
    const stack = new TerraformStack(Testing.app(), "demo");
    const message = refusalOf(() => backendFromEnvironment(stack, environment));
    expect(message).toContain(`- ${name} is ${shown}`);
    expect(message).not.toContain("hunter2");
    expect(JSON.stringify(stack.toTerraform())).not.toContain("hunter2");
  });
});

test("another stack reads the state from the same database, also without a connection string", () => {
  const app = Testing.app();
  const environment = { DMS_STATE: "pg" };
  const [source, target] = ["source", "target"].map((name) => new TerraformStack(app, name));
  for (const stack of [source!, target!]) backendFromEnvironment(stack, environment);
  new DmsProvider(source!, "dms");
  const kafka = new InstanceLifecycle(source!, "kafka", { instances: { orders: { instanceId: "a" } } });
  new TerraformOutput(target!, "out", { value: kafka.resultOf("orders").result });
  for (const stack of [source!, target!]) stack.prepareStack();
  const { data } = JSON.parse(Testing.synth(target!)) as { readonly data: { terraform_remote_state: object } };
  expect(Object.values(data.terraform_remote_state)).toMatchObject([
    { backend: "pg", config: { schema_name: "source" }, workspace: "${terraform.workspace}" },
  ]);
});
