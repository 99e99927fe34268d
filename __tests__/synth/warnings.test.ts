import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { App, TerraformStack, TerraformVariable, Testing, Token, ref } from "cdktf";
import { Construct } from "constructs";
import {
  acknowledgeWarning,
  DmsProvider,
  FailedInstancePurge,
  InstanceLifecycle,
  type InstanceLifecycleProps,
  PortableBatchAction,
  type PortableBatchActionProps,
} from "../../lib";
import { refusalOf, warningsBelow, warningsOf } from "../support/synth/stack";

const orders = { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" };

describe("a warning can be acknowledged", () => {
  const insecure = (scope: Construct, id = "dms") => new DmsProvider(scope, id, { alias: id, insecure: true });

  test("at the construct itself, afterwards", () => {
    const warnings = warningsOf((stack) => {
      acknowledgeWarning(insecure(stack), "dms:unverified-connection", "A test lab.");
    }, false);
    expect(warnings).toEqual([]);
  });

  test("anywhere above, before the construct", () => {
    const warnings = warningsOf((stack) => {
      acknowledgeWarning(stack, "dms:unverified-connection", "A test lab.");
      insecure(new Construct(stack, "lab"));
    }, false);
    expect(warnings).toEqual([]);
  });

  test("without silencing the same warning elsewhere, or another one", () => {
    const warnings = warningsOf((stack) => {
      const lab = insecure(stack, "lab");
      lab.token = "hunter2";
      acknowledgeWarning(lab, "dms:unverified-connection", "A test lab.");
      insecure(stack, "production");
    }, false);
    expect(warnings).toEqual([
      expect.stringMatching(/^demo\/lab: token .*\[ack: dms:secret-in-plain-text\]$/),
      expect.stringMatching(/^demo\/production: insecure .*\[ack: dms:unverified-connection\]$/),
    ]);
  });

  test("only if it exists", () => {
    const message = refusalOf((scope) => acknowledgeWarning(scope, "dms:unverified" as never, "A test lab."));
    expect(message).toContain('acknowledgeWarning is "dms:unverified". Allowed: "dms:secret-in-plain-text", ');
  });

  test.each([
    ["", '""'],
    ["  ", '"  "'],
    [undefined as never, "null"],
  ])("only with a reason, not with %j", (reason: string, shown) => {
    const message = refusalOf((scope) => acknowledgeWarning(scope, "dms:unverified-connection", reason));
    expect(message).toContain(`reason of acknowledgeWarning is ${shown}. Allowed: a non-empty string.`);
  });
});

test("a stack that is synthesized twice warns once", () => {
  const stack = new TerraformStack(Testing.app(), "demo");
  new DmsProvider(stack, "dms", { insecure: true });
  Testing.synth(stack, true);
  Testing.synth(stack, true);
  expect(warningsBelow(stack)).toHaveLength(1);
});

test("warnings reach the manifest, from which cdktf prints them", () => {
  const app = Testing.stubVersion(new App({ outdir: Testing.app().outdir, stackTraces: false }));
  new DmsProvider(new TerraformStack(app, "demo"), "dms", { insecure: true });
  app.synth();
  const { annotations } = app.manifest.buildManifest().stacks.demo as unknown as { annotations: unknown[] };
  expect(annotations).toMatchObject([{ constructPath: "demo/dms", level: "@cdktf/warn" }]);
});

describe("consent to deletions is warned of", () => {
  const warningsFor = (props: (stack: TerraformStack) => InstanceLifecycleProps) =>
    warningsOf((stack) => {
      new InstanceLifecycle(stack, "kafka", { instances: { orders }, ...props(stack) });
    });
  const deleted = { orders: { ...orders, desiredState: "deleted" } };

  test("without a limit", () => {
    expect(warningsFor(() => ({ allowDeletion: true, instances: deleted }))).toEqual([
      expect.stringMatching(
        /^demo\/kafka: allowDeletion is true and maxDeletions is not set.* Set maxDeletions\. \[ack: dms:deletions-without-limit\]$/,
      ),
    ]);
  });

  test("when nothing is declared deleted", () => {
    expect(warningsFor(() => ({ allowDeletion: true, maxDeletions: 1 }))).toEqual([
      expect.stringMatching(/^demo\/kafka: .*no instance is declared deleted.*\[ack: dms:standing-deletion-consent\]$/),
    ]);
  });

  test("but not if it is limited and needed, false, or known only to Terraform", () => {
    const variable = (stack: TerraformStack, type: string) => new TerraformVariable(stack, type, { type });
    expect(warningsFor(() => ({ allowDeletion: true, maxDeletions: 1, instances: deleted }))).toEqual([]);
    expect(warningsFor(() => ({ allowDeletion: false }))).toEqual([]);
    expect(warningsFor((stack) => ({ allowDeletion: variable(stack, "bool").booleanValue }))).toEqual([]);
    const state = (stack: TerraformStack) => ({
      orders: { ...orders, desiredState: variable(stack, "string").stringValue },
    });
    expect(warningsFor((stack) => ({ allowDeletion: true, maxDeletions: 1, instances: state(stack) }))).toEqual([]);
  });

  test("of a purge too", () => {
    const warnings = warningsOf((stack) => {
      new FailedInstancePurge(stack, "failed", { engine: "kafka", allowDeletion: true });
      new FailedInstancePurge(stack, "limited", { engine: "rabbitmq", allowDeletion: true, maxPurge: 3 });
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^demo\/failed: .*Set maxPurge\. \[ack: dms:deletions-without-limit\]$/),
    ]);
  });
});

describe("an undeclared provider causes a warning", () => {
  const fleet = (stack: TerraformStack, provider?: DmsProvider) =>
    new InstanceLifecycle(stack, "kafka", { instances: { orders }, provider });

  test("when all that are declared have an alias", () => {
    const warnings = warningsOf((stack) => {
      new DmsProvider(stack, "de", { alias: "de" });
      new DmsProvider(stack, "nl", { alias: "nl" });
      fleet(stack);
    }, false);
    expect(warnings).toEqual([
      expect.stringMatching(/^demo\/kafka: provider is not set.*\(de, nl\).*\[ack: dms:provider-from-environment\]$/),
    ]);
  });

  test("but not when one is chosen, or one has no alias", () => {
    expect(warningsOf((stack) => fleet(stack, new DmsProvider(stack, "de", { alias: "de" })), false)).toEqual([]);
    const withDefault = warningsOf((stack) => {
      new DmsProvider(stack, "nl", { alias: "nl" });
      fleet(stack);
    });
    expect(withDefault).toEqual([]);
  });
});

test("an instance that two stacks declare is warned of in both", () => {
  const app = Testing.app();
  const stacks = ["blue", "green"].map((name) => {
    const stack = new TerraformStack(app, name);
    new DmsProvider(stack, "dms");
    new InstanceLifecycle(stack, "kafka", { instances: { orders } });
    return stack;
  });
  for (const stack of stacks) Testing.synth(stack, true);
  expect(warningsBelow(app)).toEqual([
    expect.stringMatching(
      /^blue\/kafka: orders \(54602a9d.*\) is declared by "green\/kafka" too.*\[ack: dms:instance-in-two-stacks\]$/,
    ),
    expect.stringMatching(/^green\/kafka: orders .* "blue\/kafka"/),
  ]);
});

describe("a portable batch", () => {
  const batch = (scope: Construct, props: Partial<PortableBatchActionProps> = {}, id = "batch") =>
    new PortableBatchAction(scope, id, { action: "restart", instances: { orders }, ...props });
  /** The annotations of the level, as "path: text". */
  const said = (level: "info" | "warn", declare: (stack: TerraformStack) => void): readonly string[] => {
    const stack = new TerraformStack(Testing.app(), "demo");
    new NullProvider(stack, "null");
    declare(stack);
    Testing.synth(stack, true);
    Testing.synth(stack, true);
    return stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata.map(({ type, data }) => ({ type, text: `${node.path}: ${String(data)}` })))
      .filter(({ type }) => type === `@cdktf/${level}`)
      .map(({ text }) => text);
  };

  test("notes its limits, without a warning, until that is acknowledged in either way", () => {
    expect(said("info", batch)).toEqual([
      expect.stringMatching(/^demo\/batch: .*a failed run repeats the whole batch.*\. \[ack: dms:portable-limits\]$/),
    ]);
    expect(said("warn", batch)).toEqual([]);
    expect(said("info", (stack) => batch(stack, { acknowledgeLimits: true }))).toEqual([]);
    const acknowledge = (stack: TerraformStack) => {
      acknowledgeWarning(stack, "dms:portable-limits", "No custom provider may run here.");
      batch(stack);
    };
    expect(said("info", acknowledge)).toEqual([]);
  });

  test("causes a warning when a sensitive variable would hide its output", () => {
    const withVariable = (sensitive: boolean) => (stack: TerraformStack) => {
      const variable = new TerraformVariable(stack, "project", { type: "string", sensitive });
      batch(stack, { projectId: variable.stringValue, instances: { orders, other: `id-${variable.stringValue}` } });
    };
    expect(said("warn", withVariable(true))).toEqual([
      'demo/batch: projectId (variable project), instances (variable project): sensitive, so Terraform shows "(output suppressed ' +
        'due to sensitive value in config)" instead of the output of this batch, including its errors. Leave it out and set the ' +
        "provider's environment variable where Terraform runs, or declare the variable without sensitive; DMS_PROGRESS_FILE shows the run in any case. [ack: dms:portable-output-suppressed]",
    ]);
    expect(said("warn", withVariable(false))).toEqual([]);
  });

  test("causes a warning when its credentials would go over plain http to another machine", () => {
    expect(said("warn", (stack) => batch(stack, { endpoint: "http://dms:8080" }))).toEqual([
      "demo/batch: endpoint will be called without encryption, and receive credentials. Use https. [ack: dms:unencrypted-endpoint]",
    ]);
    for (const endpoint of ["http://127.0.0.1:8080", "https://dms.example.com", Token.asString(ref("var.url"))]) {
      expect(said("warn", (stack) => batch(stack, { endpoint }))).toEqual([]);
    }
  });

  test("causes a warning if its deletions have no limit", () => {
    const warning =
      /^demo\/batch: allowDeletion is true and maxDeletions is not set.*\[ack: dms:deletions-without-limit\]$/;
    const consent = { allowDeletion: true };
    const purge = { ...consent, action: undefined, instances: undefined, allFailure: "kafka" };
    const open = { ...consent, action: Token.asString(ref("var.action")) };
    for (const props of [{ ...consent, action: "delete" }, purge, open]) {
      expect(said("warn", (stack) => batch(stack, props))).toEqual([expect.stringMatching(warning)]);
      expect(said("warn", (stack) => batch(stack, { ...props, maxDeletions: 1 }))).toEqual([]);
    }
  });
});
