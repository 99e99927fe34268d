import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { App, DataResource, Fn, TerraformOutput, TerraformStack, Token } from "cdktf";
import { DmsProvider, PortableBatchAction, type PortableBatchActionProps } from "../../lib";
import { vendorRunner } from "../../lib/constructs/portable/runner";
import { type SynthesizedStack, synthesize } from "../support/synth/stack";

const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const restart: PortableBatchActionProps = { action: "restart", instances: { orders: id }, triggers: { config: "1" } };

// Programs in plain JavaScript can pass anything.
const wrong = (value: unknown) => value as never;

const stackOf = (props: PortableBatchActionProps): SynthesizedStack =>
  synthesize((stack) => {
    new NullProvider(stack, "null");
    const batch = new PortableBatchAction(stack, "kafka", props);
    batch.run.overrideLogicalId("run");
    batch.record.overrideLogicalId("results");
    batch.gate.overrideLogicalId("gate");
  }, false);

/** The command line of the run, program first. */
const commandOf = (props: PortableBatchActionProps): readonly string[] => {
  const { provisioner } = stackOf(props).resource["null_resource"]!["run"] as {
    readonly provisioner: readonly {
      readonly "local-exec": { readonly interpreter: readonly string[]; readonly command: string };
    }[];
  };
  const { interpreter, command } = provisioner[0]!["local-exec"];
  return [...interpreter, command];
};

describe("a portable batch", () => {
  test("is a null_resource with the user's triggers, a record, a gate and nothing of the dms provider", () => {
    const { resource, terraform } = stackOf(restart);
    expect(Object.keys(resource).sort()).toEqual(["null_resource", "terraform_data"]);
    expect(Object.keys(terraform.required_providers)).toEqual(["null"]);
    expect(resource["null_resource"]!["run"]!["triggers"]).toMatchObject({ config: "1" });
    expect(Object.keys(resource["terraform_data"]!).sort()).toEqual(["gate", "results"]);
    expect(resource["terraform_data"]!["results"]).toMatchObject({
      triggers_replace: "${null_resource.run.id}",
      lifecycle: { ignore_changes: ["input"] },
    });
  });

  test("has no trigger of its own when the run itself fails the deploy", () => {
    const { resource } = stackOf({ ...restart, onFailure: "error" });
    expect(resource["null_resource"]!["run"]!["triggers"]).toEqual({ config: "1" });
    expect(commandOf({ ...restart, onFailure: "error" })).not.toContain("--unfinished");
  });

  test("runs the command line without a shell, the verb last", () => {
    const command = commandOf(restart);
    expect(command.slice(0, 3)).toEqual(["node", "${path.module}/dms-lifecycle/dms-lifecycle.cjs", "batch"]);
    expect(command.slice(-2)).toEqual(["--action", "restart"]);
  });

  test("passes every setting on", () => {
    const command = commandOf({
      action: "delete",
      instances: { orders: id },
      allowDeletion: true,
      maxDeletions: 2,
      forceDelete: true,
      rollout: { maxUnavailable: "50%", canary: 1, maxFailures: "1", pauseBetween: "1m", minReadyTime: "2m" },
      readyTimeout: "5m",
      timeout: "30m",
      endpoint: "https://dms.example.com",
      region: "eu-de",
      projectId: "p1",
      apiVersion: "v2",
      pollInterval: "5s",
    });
    const settings = command.slice(command.indexOf("--allow-deletion"), command.indexOf("--instances")).join(" ");
    expect(settings).toBe(
      "--allow-deletion --force-delete --max-deletions 2 --max-unavailable 50% --canary 1 --max-failures 1 " +
        "--pause-between 1m --min-ready-time 2m --ready-timeout 5m --timeout 30m --endpoint https://dms.example.com " +
        "--region eu-de --project-id p1 --api-version v2 --poll-interval 5s",
    );
  });

  test("names an engine instead of instances for a purge", () => {
    const command = commandOf({ allFailure: "rabbitmq", allowDeletion: true });
    expect(command.slice(-2)).toEqual(["--all-failure", "rabbitmq"]);
    expect(command).not.toContain("--instances");
  });

  test("lets values pass that only Terraform knows", () => {
    const instances = Token.asAny("${var.instances}");
    expect(() => stackOf({ action: "restart", instances })).not.toThrow();
    expect(() => stackOf({ action: "restart", instances: { orders: Fn.lower("ID") } })).not.toThrow();
  });

  test("is waited for through its gate", () => {
    const { resource } = synthesize((stack) => {
      new NullProvider(stack, "null");
      const first = new PortableBatchAction(stack, "first", restart);
      first.gate.overrideLogicalId("gate");
      const second = new PortableBatchAction(stack, "second", { ...restart, dependsOn: [first] });
      second.run.overrideLogicalId("second");
    }, false);
    expect(resource["null_resource"]!["second"]!["depends_on"]).toEqual(["terraform_data.gate"]);
  });

  test("offers its results as a map, by name, and the unfinished names", () => {
    const { output } = synthesize((stack) => {
      new NullProvider(stack, "null");
      const batch = new PortableBatchAction(stack, "kafka", restart);
      batch.record.overrideLogicalId("results");
      new TerraformOutput(stack, "all", { value: batch.results, staticId: true });
      new TerraformOutput(stack, "one", { value: batch.resultOf("orders").result, staticId: true });
      new TerraformOutput(stack, "open", { value: batch.unfinished, staticId: true });
    }, false);
    expect(output["all"]?.value).toBe("${terraform_data.results.output}");
    expect(output["one"]?.value).toBe('${try(terraform_data.results.output["orders"].result, null)}');
    expect(output["open"]?.value).toMatch(/^\$\{local\.kafka_unfinished_\w+\}$/);
  });
});

describe("a portable batch refuses, with its path, the received value and the allowed ones,", () => {
  const wholeRefusal = (declare: (stack: TerraformStack) => void): string => {
    try {
      synthesize(declare, false);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("Nothing was refused.");
  };
  const refusalOf = (props: PortableBatchActionProps, provider = true): string =>
    wholeRefusal((stack) => {
      if (provider) new NullProvider(stack, "null");
      new PortableBatchAction(stack, "kafka", props);
    });

  test.each<[string, PortableBatchActionProps, string]>([
    ["nothing to do", {}, 'action is undefined. Allowed: "restart", "delete".'],
    ["another action", { ...restart, action: "stop" }, 'action is "stop". Allowed: "restart", "delete".'],
    [
      "an action with no instances",
      { action: "restart" },
      "instances is undefined. Allowed: an object that gives each name the id of an instance.",
    ],
    ["an empty map", { action: "restart", instances: {} }, "instances is {}. Allowed: an object with the id"],
    ["instances that are a list", { ...restart, instances: wrong([id]) }, `instances is ["${id}"].`],
    ["no id", { ...restart, instances: { orders: wrong({}) } }, 'instances["orders"] is {}. Allowed: the id'],
    ["a wrong id", { ...restart, instances: { orders: "a/b" } }, 'instances["orders"] is "a/b". Allowed: the id'],
    ["the same id twice", { ...restart, instances: { a: id, b: { instanceId: id } } }, 'instances["a"] has it too.'],
    [
      "a trigger that is not a text",
      { ...restart, triggers: wrong({ v: 1 }) },
      'triggers["v"] is 1. Allowed: a string.',
    ],
    [
      "a trigger with the construct's own name",
      { ...restart, triggers: { repeat_unfinished: "x" } },
      'triggers["repeat_unfinished"] is "x". Allowed: another key; this one is the construct\'s own.',
    ],
    [
      "a deletion without consent",
      { action: "delete", instances: { orders: id } },
      "allowDeletion is false. Allowed: true, as consent: deletion destroys data without backup.",
    ],
    ["a purge without consent", { allFailure: "kafka", allowDeletion: false }, "allowDeletion is false."],
    ["another engine", { allFailure: "redis", allowDeletion: true }, 'allFailure is "redis".'],
    [
      "instances with a purge",
      { allFailure: "kafka", allowDeletion: true, instances: { orders: id } },
      "Allowed: nothing with allFailure, where it has no meaning.",
    ],
    ["a limit of deletions for a restart", { ...restart, maxDeletions: 1 }, "Allowed: nothing with a restart"],
    ["an unclear amount", { ...restart, rollout: { maxUnavailable: "few" } }, 'rollout.maxUnavailable is "few".'],
    ["no time", { ...restart, timeout: "0s" }, 'timeout is "0s".'],
    ["another API version", { ...restart, apiVersion: "v3" }, 'apiVersion is "v3".'],
    ["another answer to failure", { ...restart, onFailure: "ignore" }, 'onFailure is "ignore".'],
  ])("%s", (_, props, expected) => {
    const message = refusalOf(props);
    expect(message).toContain('PortableBatchAction "demo/kafka"');
    expect(message).toContain(expected);
  });

  test("a provider of another kind or another stack, and a dependency in another stack", () => {
    const refused = (props: (stack: TerraformStack) => Partial<PortableBatchActionProps>) => {
      const message = wholeRefusal((stack) => {
        new NullProvider(stack, "null");
        new PortableBatchAction(stack, "kafka", { ...restart, ...props(stack) });
      });
      expect(message).toContain('PortableBatchAction "demo/kafka" has invalid input:');
      return message;
    };
    const other = (stack: TerraformStack) => new TerraformStack(App.of(stack), "other");
    expect(refused((stack) => ({ provider: new DmsProvider(stack, "dms") }))).toContain(
      '- provider is "demo/dms". Allowed: a NullProvider; this is one of dms.',
    );
    expect(refused((stack) => ({ provider: new NullProvider(other(stack), "null") }))).toContain(
      '- provider is "other/null". Allowed: a NullProvider of the stack "demo" itself.',
    );
    const elsewhere = (stack: TerraformStack) => new DataResource(other(stack), "settings", {});
    expect(refused((stack) => ({ dependsOn: [elsewhere(stack)] }))).toContain(
      '- dependsOn is "other/settings". Allowed: a construct of the stack "demo" itself. To deploy "other" first, call addDependency on this stack.',
    );
  });

  test("more deletions than allowed", () => {
    const two = { a: "a-1", b: "b-1" };
    expect(refusalOf({ action: "delete", allowDeletion: true, maxDeletions: 1, instances: two })).toContain(
      "maxDeletions is 1. Allowed: 2 or more, because that many instances are to be deleted.",
    );
  });

  test("a stack without a null provider, with the line that adds one", () => {
    expect(refusalOf(restart, false)).toContain('new NullProvider(stack, "null")');
  });
});

describe("the runner", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dms-synth-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is put into the stack's folder", () => {
    const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
    const stack = new TerraformStack(app, "one");
    new NullProvider(stack, "null");
    new PortableBatchAction(stack, "kafka", restart);
    new PortableBatchAction(stack, "rabbit", restart);
    app.synth();
    const file = join(folder, "cdktf.out", "stacks", "one", "dms-lifecycle", "dms-lifecycle.cjs");
    expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test("is left alone when it is right already, and replaced when it is not", () => {
    const built = join(__dirname, "portable-batch-action.test.ts");
    vendorRunner(folder, built);
    const file = join(folder, "dms-lifecycle.cjs");
    const { ino } = statSync(file);
    vendorRunner(folder, built);
    expect(statSync(file).ino).toBe(ino);
    vendorRunner(folder, join(__dirname, "l1-classes.test.ts"));
    expect(readFileSync(file, "utf8")).toContain("l1");
  });

  test("has a random key beside it that only the user can read; it stays while it is one", () => {
    const built = join(__dirname, "portable-batch-action.test.ts");
    const [one, other] = [join(folder, "one"), join(folder, "other")];
    const keyIn = (stack: string) => readFileSync(join(stack, "fingerprint-key"), "utf8");
    for (const stack of [one, other]) vendorRunner(stack, built);
    const key = keyIn(one);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keyIn(other)).not.toBe(key);
    expect(statSync(join(one, "fingerprint-key")).mode & 0o777).toBe(0o600);
    vendorRunner(one, built);
    expect(keyIn(one)).toBe(key);
    writeFileSync(join(one, "fingerprint-key"), "");
    vendorRunner(one, built);
    expect(keyIn(one)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(["dms-lifecycle", "dms-lifecycle/dms-lifecycle.cjs", "dms-lifecycle/fingerprint-key"])(
    "is not written through a link, nor taken from one (%s)",
    (path) => {
      const built = join(__dirname, "portable-batch-action.test.ts");
      const [stack, others] = ["stack", "others"].map((name) => join(folder, name)) as [string, string];
      mkdirSync(join(stack, dirname(path)), { recursive: true });
      mkdirSync(others);
      const target = join(others, "target");
      if (path === "dms-lifecycle") mkdirSync(target);
      else writeFileSync(target, readFileSync(built));
      symlinkSync(target, join(stack, path));
      expect(() => vendorRunner(join(stack, "dms-lifecycle"), built)).toThrow(`${path} is a symbolic link`);
      expect(readdirSync(others, { recursive: true })).toEqual(["target"]);
      expect(lstatSync(target).isDirectory() || readFileSync(target).equals(readFileSync(built))).toBe(true);
    },
  );

  test("that has not been built is a clear error", () => {
    expect(() => vendorRunner(folder, join(folder, "nowhere.cjs"))).toThrow(/has not been built.*npm run build/);
    expect(existsSync(join(folder, "dms-lifecycle.cjs"))).toBe(false);
  });
});
