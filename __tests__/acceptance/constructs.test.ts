import { join } from "node:path";
import { App, DataResource, Fn, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
import {
  DataDmsInstance,
  DmsProvider,
  InstanceLifecycle,
  type InstanceLifecycleProps,
  RestartTrigger,
} from "../../lib";
import { plannedActions, projectId } from "../support/acceptance/workspace";
import { batchesOf, createDeployment, type Deployment, idOf, startFleet } from "../support/synth/deployment";

let deployment: Deployment;
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeEach(async () => {
  deployment = createDeployment();
  fleet = await startFleet(["broker", "other", "reader", "writer"]);
});
afterEach(async () => {
  await deployment.dispose();
  await fleet.close();
});

const connect = (stack: TerraformStack) =>
  new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "100ms" });

/** The output of terraform, without its line breaks. */
const unwrapped = ({ output }: { readonly output: string }) => output.replace(/\s+/g, " ");

const instance = (name: string, restartTriggers: Readonly<Record<string, string>>) => ({
  instanceId: idOf(name),
  restartTriggers,
});

describe("consumers that depend on brokers", () => {
  const declare = (version: string) => (stack: TerraformStack) => {
    connect(stack);
    const lifecycle = (id: string, names: readonly string[], props: InstanceLifecycleProps = {}) =>
      new InstanceLifecycle(stack, id, {
        ...props,
        readyTimeout: "5s",
        instances: Object.fromEntries(names.map((name) => [name, instance(name, { version })])),
      });
    // By their ids the consumers would come first.
    const brokers = lifecycle("z-brokers", ["broker", "other"]);
    const consumers = lifecycle("a-consumers", ["reader", "writer"], { dependsOn: [brokers] });
    new TerraformOutput(stack, "brokers", { value: brokers.unfinished });
    new TerraformOutput(stack, "consumers", { value: consumers.resultOf("reader").result });
  };

  test("are restarted after the last broker is proven", async () => {
    deployment.synth(declare("1"));
    await deployment.mustApply();
    deployment.synth(declare("2"));
    await deployment.mustApply();
    expect(batchesOf(fleet)).toEqual(["restart broker other", "restart reader writer"]);
    const calls = fleet.journal();
    const [first, second] = calls.filter(({ method }) => method === "POST");
    const looks = calls.filter(({ seq }) => seq > first!.seq && seq < second!.seq);
    expect(JSON.stringify(looks.at(-1)?.response ?? "")).not.toContain("RESTARTING");
    expect(await deployment.isSettled()).toBe(true);
  });

  test("are left alone while a broker is unfinished, and follow when it is", async () => {
    deployment.synth(declare("1"));
    await deployment.mustApply();
    fleet.setFaults([{ on: { operation: "action", instance: idOf("other"), times: 1 }, do: { item: "failed" } }]);
    deployment.synth(declare("2"));
    const stopped = await deployment.apply();
    expect(stopped.code).toBe(1);
    expect(stopped.output).toContain("1 of 2 declared instances unfinished:");
    expect(stopped.output).toMatch(/^- other \(.*\): restart failed;/m);
    expect(unwrapped(stopped)).toContain("Look at this instance, then deploy again: only it is due.");
    expect(batchesOf(fleet)).toEqual(["restart broker other"]);
    expect(deployment.outputs()).toMatchObject({ brokers: ["other"] });

    await deployment.mustApply();
    expect(batchesOf(fleet).slice(1)).toEqual(["restart other", "restart reader writer"]);
    expect(deployment.outputs()).toMatchObject({ brokers: [], consumers: "success" });
    expect(await deployment.isSettled()).toBe(true);
  });
});

test("a restart can follow the restart of another instance, without being declared twice", async () => {
  const declare = (version: string) => (stack: TerraformStack) => {
    connect(stack);
    const brokers = new InstanceLifecycle(stack, "brokers", { instances: { broker: instance("broker", { version }) } });
    const broker = RestartTrigger.fromValue(brokers.resultOf("broker").finishedAt);
    new InstanceLifecycle(stack, "consumers", { instances: { reader: instance("reader", { broker }) } });
  };
  deployment.synth(declare("1"));
  await deployment.mustApply();
  expect(batchesOf(fleet)).toEqual([]);
  expect(await deployment.isSettled()).toBe(true);

  deployment.synth(declare("2"));
  await deployment.mustApply();
  expect(batchesOf(fleet)).toEqual(["restart broker", "restart reader"]);
  expect(await deployment.isSettled()).toBe(true);
});

test("a restart can follow any attribute of another resource", async () => {
  const declare = (topics: readonly string[]) => (stack: TerraformStack) => {
    connect(stack);
    const settings = new DataResource(stack, "settings", { input: { topics } });
    const restartTriggers = { settings: RestartTrigger.fromValue(settings.output) };
    new InstanceLifecycle(stack, "kafka", { instances: { broker: instance("broker", restartTriggers) } });
  };
  deployment.synth(declare(["a"]));
  await deployment.mustApply();
  deployment.synth(declare(["a", "b"]));
  await deployment.mustApply();
  expect(batchesOf(fleet)).toEqual(["restart broker"]);
  expect(await deployment.isSettled()).toBe(true);
});

test("instances that are looked up by name are known to the plan, and restarted", async () => {
  const declare = (version: string) => (stack: TerraformStack) => {
    connect(stack);
    const kafka = new InstanceLifecycle(stack, "kafka", { restartTriggers: { version } });
    for (const name of ["broker", "reader"]) {
      kafka.addInstance(name, { instanceId: new DataDmsInstance(stack, `${name}-id`, { name }).instanceId });
    }
  };
  deployment.synth(declare("1"));
  await deployment.mustApply();
  deployment.synth(declare("2"));
  expect(plannedActions(await deployment.plan()).map((each) => `${each.action} ${each.instance_id}`)).toEqual([
    `restart ${idOf("broker")}`,
    `restart ${idOf("reader")}`,
  ]);
  await deployment.mustApply();
  expect(batchesOf(fleet)).toEqual(["restart broker reader"]);
  expect(await deployment.isSettled()).toBe(true);
});

test("one stack manages fleets in two regions", async () => {
  const north = await startFleet(["nordic"]);
  try {
    const declare = (version: string) => (stack: TerraformStack) => {
      connect(stack);
      const provider = new DmsProvider(stack, "nl", {
        alias: "nl",
        endpoint: north.url,
        projectId,
        pollInterval: "100ms",
      });
      new InstanceLifecycle(stack, "de-fleet", { instances: { broker: instance("broker", { version }) } });
      new InstanceLifecycle(stack, "nl-fleet", { instances: { nordic: instance("nordic", { version }) }, provider });
    };
    deployment.synth(declare("1"));
    await deployment.mustApply();
    deployment.synth(declare("2"));
    await deployment.mustApply();
    expect(batchesOf(fleet)).toEqual(["restart broker"]);
    expect(batchesOf(north)).toEqual(["restart nordic"]);
    expect(await deployment.isSettled()).toBe(true);
  } finally {
    await north.close();
  }
});

describe("a stack whose results another one uses", () => {
  const declare = (version: string) => (stack: TerraformStack) => {
    connect(stack);
    const kafka = new InstanceLifecycle(stack, "kafka", { instances: { broker: instance("broker", { version }) } });
    const consumer = new TerraformStack(App.of(stack), "consumer");
    new LocalBackend(consumer, { path: join(deployment.folder, "consumer-state") });
    new TerraformOutput(consumer, "result", { value: kafka.resultOf("broker").result, staticId: true });
    new TerraformOutput(consumer, "open", { value: kafka.unfinished, staticId: true });
  };

  test("is deployed right after adoption, without results, and passes them on later", async () => {
    deployment.synth(declare("1"));
    await deployment.mustApply();
    await deployment.mustApply("consumer");
    expect(deployment.outputs("consumer-state")).toEqual({ open: [] });

    deployment.synth(declare("2"));
    await deployment.mustApply();
    await deployment.mustApply("consumer");
    expect(deployment.outputs("consumer-state")).toEqual({ result: "success", open: [] });
    expect(await deployment.isSettled()).toBe(true);
  });
});

test("a gate names the unfinished instances also if the instances are a secret", async () => {
  const declare = (version: string) => (stack: TerraformStack) => {
    connect(stack);
    const secret = new TerraformVariable(stack, "secret", { sensitive: true, default: idOf("broker") });
    const instances = { broker: { instance_id: secret.stringValue, restart_triggers: { version } } };
    new InstanceLifecycle(stack, "kafka", { instances: Token.asAny(Fn.sensitive(instances)), readyTimeout: "5s" });
  };
  deployment.synth(declare("1"));
  await deployment.mustApply();
  fleet.setFaults([{ on: { operation: "action", instance: idOf("broker"), times: 1 }, do: { item: "failed" } }]);
  deployment.synth(declare("2"));
  const stopped = await deployment.apply();
  expect(stopped.code).toBe(1);
  expect(stopped.output).toContain("1 of 1 declared instance unfinished:");
  expect(stopped.output).toMatch(/^- broker \(.*\): restart failed;/m);
  expect(stopped.output).not.toContain("refers to sensitive values");
});
