import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Fn, Lazy, ref, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { PortableBatchAction, type PortableBatchActionProps } from "../../lib";
import { synthesize } from "../support/synth/stack";

const instances = { orders: "54602a9d-5e22-4239-9123-77e350df4a34" };

const synthesizeBatch = (props: (stack: TerraformStack) => PortableBatchActionProps) => {
  const { resource, ...rest } = synthesize((stack) => {
    new NullProvider(stack, "null");
    const batch = new PortableBatchAction(stack, "kafka", props(stack));
    batch.run.overrideLogicalId("run");
    batch.record.overrideLogicalId("results");
    batch.gate.overrideLogicalId("gate");
  }, false);
  const { locals } = rest as unknown as { readonly locals: Readonly<Record<string, unknown>> };
  /** A local by its id in the construct. */
  const local = (id: string) => Object.entries(locals).find(([name]) => name.startsWith(`kafka_${id}_`)) ?? ["", ""];
  return { run: resource["null_resource"]!["run"]!, data: resource["terraform_data"]!, local };
};

const restart = (triggers: PortableBatchActionProps["triggers"], onFailure?: string) =>
  synthesizeBatch(() => ({ action: "restart", instances, triggers, onFailure }));

describe("triggers that are an expression", () => {
  const variable = ref("var.triggers") as never;
  test.each<[string, PortableBatchActionProps["triggers"], unknown]>([
    ["a merge", Fn.merge([ref("local.common"), { config: "1" }]) as never, '${merge(local.common, {"config" = "1"})}'],
    ["a map of texts", Token.asStringMap(variable), "${var.triggers}"],
    ["a variable's value", variable, "${var.triggers}"],
    ["a map made late", Token.asStringMap(Lazy.anyValue({ produce: () => ({ config: "1" }) })), { config: "1" }],
  ])("are merged by Terraform with the construct's own: %s", (_, triggers, expected) => {
    const { run, local } = restart(triggers);
    const [name, value] = local("triggers");
    expect(value).toEqual(expected);
    const [file] = local("unfinished_file");
    expect(run["triggers"]).toBe(
      `\${merge(local.${name}, {"repeat_unfinished" = (try(file(local.${file}) != "", false) ? substr(timestamp(), 0, 0) : "")})}`,
    );
  });

  test("stand alone where the run itself fails the deploy", () => {
    expect(restart(Token.asStringMap(variable), "error").run["triggers"]).toBe("${var.triggers}");
    expect(restart(Fn.merge([variable, { a: "1" }]) as never, "error").run["triggers"]).toBe(
      '${merge(var.triggers, {"a" = "1"})}',
    );
    expect(restart(undefined, "error").run["triggers"]).toEqual({});
  });

  test("leave those that are written out as they are, and the expressions among them", () => {
    const triggers = { config: Token.asString(ref("var.config")), version: "1" };
    expect(restart(triggers).run["triggers"]).toEqual({
      config: "${var.config}",
      version: "1",
      repeat_unfinished: expect.stringMatching(/^\$\{try\(file\(local\.kafka_unfinished_file_\w+\) != ""/) as string,
    });
  });
});

test("numbers that only Terraform knows reach the command line", () => {
  const { run } = synthesizeBatch((stack) => {
    const most = new TerraformVariable(stack, "most", { type: "number" }).numberValue;
    const canary = new TerraformVariable(stack, "first", { type: "number" }).numberValue;
    return { action: "delete", instances, allowDeletion: true, maxDeletions: most, rollout: { canary } };
  });
  const [provisioner] = run["provisioner"] as readonly { readonly "local-exec": { readonly interpreter: string[] } }[];
  const words = provisioner!["local-exec"].interpreter;
  expect(words.slice(words.indexOf("--max-deletions"), words.indexOf("--instances"))).toEqual([
    "--max-deletions",
    "${var.most}",
    "--canary",
    "${var.first}",
  ]);
});

describe("the record of a run", () => {
  test("is null, and no error, where its file is not", () => {
    const { data } = restart({});
    expect(data["results"]).toMatchObject({
      input: '${try(jsondecode(file("${path.module}/dms-lifecycle/run.json${substr(timestamp(), 0, 0)}")), null)}',
    });
  });

  test("that is null leaves all declared instances unfinished, and fails the gate with the remedy", () => {
    const { data, local } = restart({});
    const [ids] = local("instances");
    const [names, value] = local("unfinished");
    expect(value).toBe(
      '${try([for name, record in terraform_data.results.output : name if record.result != "success"], ' +
        `nonsensitive(keys(local.${ids})), keys(local.${ids}))}`,
    );
    const { precondition } = data["gate"]!["lifecycle"] as {
      readonly precondition: readonly { readonly condition: string; readonly error_message: string }[];
    };
    expect(precondition.map(({ condition }) => condition)).toEqual([
      "${!(terraform_data.results.output == null)}",
      `\${terraform_data.results.output == null || length(local.${names}) == 0}`,
    ]);
    expect(precondition[0]?.error_message).toContain(
      "The record of this run is not in this folder: another folder has it",
    );
    expect(precondition[1]?.error_message).toContain(`length(local.${ids})), length(local.${ids}))} declared instance`);
  });

  test("counts the instances of a purge, if none are declared", () => {
    const { data } = synthesizeBatch(() => ({ allFailure: "kafka", allowDeletion: true }));
    expect(JSON.stringify(data["gate"])).toContain(
      "try(nonsensitive(length(terraform_data.results.output)), length(terraform_data.results.output))} failed creation",
    );
  });
});
