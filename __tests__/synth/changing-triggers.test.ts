import { Fn, TerraformLocal, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { DataResource } from "cdktf/lib/terraform-data-resource";
import { InstanceLifecycle, NullProvider, PortableBatchAction, RestartTrigger, acknowledgeWarning } from "../../lib";
import { warningsOf } from "../support/synth/stack";

const instanceId = "54602a9d-5e22-4239-9123-77e350df4a34";

/** The warnings of a fleet with one trigger. */
function warningsFor(trigger: (stack: TerraformStack) => string): readonly string[] {
  return warningsOf((stack) => {
    const restartTriggers = { at: trigger(stack) };
    new InstanceLifecycle(stack, "kafka", { instances: { orders: { instanceId, restartTriggers } } });
  });
}

const raw = (expression: string): string => Token.asString(`\${${expression}}`);

describe("a trigger that is new in every plan is warned of", () => {
  test.each<readonly [string, (stack: TerraformStack) => string, string]>([
    ["timestamp()", () => Fn.timestamp(), "calls timestamp()"],
    ["uuid()", () => Fn.uuid(), "calls uuid()"],
    ["plantimestamp()", () => Fn.plantimestamp(), "calls plantimestamp()"],
    ["bcrypt()", () => Fn.bcrypt("word"), "calls bcrypt()"],
    ["a call inside of others", () => Fn.sha256(Fn.formatdate("YYYY", Fn.timestamp())), "calls timestamp()"],
    ["a call within a text", () => `deploy-${Fn.uuid()}`, "calls uuid()"],
    ["a call within a text of an expression", () => raw('sha256("x-${uuid()}")'), "calls uuid()"],
    ["a trigger that follows a call", () => RestartTrigger.fromValue({ at: Fn.timestamp() }), "calls timestamp()"],
    ["a local", (stack) => new TerraformLocal(stack, "now", Fn.timestamp()).asString, "calls timestamp()"],
    [
      "a local behind a local",
      (stack) => {
        const now = new TerraformLocal(stack, "now", Fn.timestamp());
        return new TerraformLocal(stack, "day", Fn.substr(now.asString, 0, 10)).asString;
      },
      "calls timestamp()",
    ],
    ["the time of synth", () => new Date().toISOString(), "is the time of this synth"],
    ["the time of synth as Date prints it", () => String(new Date()), "is the time of this synth"],
    ["the time of synth in milliseconds", () => String(Date.now()), "is the time of this synth"],
  ])("%s", (_what, trigger, cause) => {
    const warnings = warningsFor(trigger);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^demo\/kafka: at in restartTriggers of orders .*\[ack: dms:trigger-new-every-plan\]$/);
    expect(warnings[0]).toContain(cause);
  });

  test("for the whole fleet, and for instances that are an expression", () => {
    const common = warningsOf((stack) => {
      const restartTriggers = { at: Fn.timestamp() };
      new InstanceLifecycle(stack, "kafka", { instances: { orders: { instanceId } }, restartTriggers });
    });
    expect(common).toEqual([expect.stringContaining("demo/kafka: at in restartTriggers calls timestamp()")]);
    const whole = warningsOf((stack) => {
      const instances = Token.asAny(raw(`{ orders = { instance_id = "x", restart_triggers = { at = uuid() } } }`));
      new InstanceLifecycle(stack, "kafka", { instances: instances as never });
    });
    expect(whole).toEqual([expect.stringContaining("demo/kafka: instances calls uuid()")]);
  });

  test("of a portable batch, but not for the trigger that repeats unfinished actions", () => {
    const warningsWith = (triggers: Record<string, string>): readonly string[] =>
      warningsOf((stack) => {
        new NullProvider(stack, "null");
        new PortableBatchAction(stack, "batch", { action: "restart", instances: { orders: instanceId }, triggers });
      }, false);
    expect(warningsWith({ at: Fn.timestamp() })).toEqual([expect.stringContaining("triggers calls timestamp()")]);
    expect(warningsWith({ version: "1" })).toEqual([]);
  });

  test("until that is acknowledged", () => {
    const warnings = warningsOf((stack) => {
      acknowledgeWarning(stack, "dms:trigger-new-every-plan", "A nightly restart, by a deploy each night.");
      new InstanceLifecycle(stack, "kafka", {
        instances: { orders: { instanceId, restartTriggers: { at: Fn.timestamp() } } },
      });
    });
    expect(warnings).toEqual([]);
  });
});

describe("an ordinary trigger is not warned of", () => {
  test.each<readonly [string, (stack: TerraformStack) => string]>([
    ["a version", () => "2.7.1"],
    ["a date", () => new Date().toISOString().slice(0, 10)],
    ["a time of last week", () => new Date(Date.now() - 7 * 86_400_000).toISOString()],
    ["a variable", (stack) => new TerraformVariable(stack, "timestamp", { type: "string" }).stringValue],
    ["another resource's attribute", (stack) => new DataResource(stack, "uuid", { input: { version: 1 } }).id],
    ["a hash of a text that names a function", () => Fn.sha256("timestamp()")],
    ["a text that looks like a call", () => "uuid()"],
    ["a function whose name ends alike", () => raw('uuidv5("dns", "example.com")')],
    ["a local with a constant", (stack) => new TerraformLocal(stack, "timestamp", "1").asString],
    ["what follows a value", () => RestartTrigger.fromValue({ retention: 7 })],
  ])("%s", (_what, trigger) => {
    expect(warningsFor(trigger)).toEqual([]);
  });
});
