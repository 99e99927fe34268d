import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DataResource, Fn, TerraformOutput, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { PortableBatchAction } from "../../lib";
import { idOf, seedOf } from "../support/acceptance/hcl";
import { failOnce, names, restart, restartCall } from "../support/null-provider/restart-of-two";
import { createPortableWorkspace, type PortableWorkspace } from "../support/null-provider/workspace";

/** The output of terraform, without its line breaks. */
const unwrapped = ({ output }: { readonly output: string }) => output.replace(/\s+/g, " ");

describe("a portable batch", () => {
  let workspace: PortableWorkspace;
  const begin = async (declare: (stack: TerraformStack) => void, fleet: Parameters<typeof seedOf>[0] = names) => {
    workspace = await createPortableWorkspace(declare, { seed: seedOf(fleet) });
  };
  afterEach(() => workspace.dispose());

  test("keeps the results of a failed run, fails the deploy, and is repeated as a whole by the next one", async () => {
    await begin(restart("1"));
    workspace.emulator.setFaults([failOnce("audit")]);
    const failed = await workspace.apply();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain("1 of 2 declared instances unfinished:");
    expect(unwrapped(failed)).toContain(
      "Look at this instance. The next deploy from this folder repeats the whole batch;",
    );
    expect(failed.output).toContain(`- audit (${idOf("audit")}): restart failed; last status RUNNING;`);
    expect(workspace.output()).toMatchObject({
      unfinished: ["audit"],
      results: { audit: { result: "failed" }, orders: { result: "success" } },
    });

    expect(await workspace.planCode()).toBe(2);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toEqual([restartCall, restartCall]);
    expect(workspace.output()).toMatchObject({ unfinished: [], results: { audit: { result: "success" } } });
    expect(await workspace.planCode()).toBe(0);
  });

  test("that failed is not repeated from another folder: the deploy fails and names the remedy", async () => {
    await begin(restart("1"));
    workspace.emulator.setFaults([failOnce("audit")]);
    expect(await workspace.apply()).toMatchObject({ code: 1 });
    workspace.forgetRuns();
    const refused = await workspace.apply();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("from anywhere else, change a trigger");
    expect(workspace.calls()).toHaveLength(1);

    workspace.declare(restart("2"));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toHaveLength(2);
    expect(await workspace.planCode()).toBe(0);
  });

  test("with onFailure error is repeated from anywhere, and keeps no results of the failed run", async () => {
    await begin(restart("1", { onFailure: "error" }));
    workspace.emulator.setFaults([failOnce("audit")]);
    const failed = await workspace.apply();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain("1 of 2 instances unfinished:");
    expect(workspace.output()).toEqual({});
    workspace.forgetRuns();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toEqual([restartCall, restartCall]);
    expect(await workspace.planCode()).toBe(0);
  });

  test("with settings that cannot be used, then without a service, sends nothing, says so in the singular, and is tried again", async () => {
    await begin(restart("1", { instances: { orders: idOf("orders") } }));
    const unusable = await workspace.apply({ OS_PROJECT_ID: "" });
    expect(unusable.code).toBe(1);
    expect(unusable.output).toContain("No project is set.");
    expect(unusable.output).toContain("exit status 2");

    const unreached = await workspace.apply({ DMS_ENDPOINT: "http://127.0.0.1:1" });
    expect(unreached.code).toBe(1);
    expect(unreached.output).toContain("1 of 1 declared instance unfinished:");
    expect(workspace.output()).toMatchObject({ results: { orders: { result: "not_started", accepted: false } } });
    expect(workspace.calls()).toEqual([]);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toEqual([{ action: "restart", instances: [idOf("orders")] }]);
  });

  test("takes ids that only an apply knows, and secret triggers without making the results secret", async () => {
    await begin((stack) => {
      const known = new DataResource(stack, "known", { input: { id: idOf("orders") } });
      const secret = new TerraformVariable(stack, "secret", { sensitive: true, default: "5e3c7e", type: "string" });
      restart("", {
        instances: { orders: `\${${known.fqn}.output.id}`, audit: idOf("audit") },
        triggers: { password: secret.stringValue },
      })(stack);
    });
    const run = await workspace.apply();
    expect(run).toMatchObject({ code: 0 });
    expect(run.output).not.toContain("5e3c7e");
    expect(workspace.calls()).toEqual([restartCall]);
    expect(workspace.output()).toMatchObject({ orders: "success" });
    expect(await workspace.planCode()).toBe(0);
  });

  test("shows no hash from which a secret trigger could be guessed", async () => {
    const pin = "4711";
    await begin((stack) => {
      const secret = new TerraformVariable(stack, "pin", { sensitive: true, default: pin, type: "string" });
      restart("", { triggers: { pin: secret.stringValue } })(stack);
    });
    const shown = (await workspace.terraform(["plan", "-no-color"])).output + (await workspace.apply()).output;
    const [, fingerprint] = /\.([0-9a-f]{16})\.unfinished/.exec(shown)!;
    const triggers = JSON.stringify({ pin });
    const hash = createHash("sha256").update(triggers).digest("hex");
    for (const length of [8, 16, 64]) expect(shown).not.toContain(hash.slice(0, length));
    const key = readFileSync(join(workspace.stackFolder, "dms-lifecycle", "fingerprint-key"), "utf8");
    expect(createHash("sha256").update(`${key}${triggers}`).digest("hex").slice(0, 16)).toBe(fingerprint);
    expect(shown).not.toContain(key);
    expect(await workspace.planCode()).toBe(0);
  });

  test("does not run again if the key of its fingerprints is lost, and is repeated after a failure", async () => {
    await begin(restart("1"));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    const key = join(workspace.stackFolder, "dms-lifecycle", "fingerprint-key");
    rmSync(key);
    expect(await workspace.planCode()).toBe(0);
    workspace.declare(restart("2"));
    rmSync(key);
    workspace.emulator.setFaults([failOnce("audit")]);
    expect(await workspace.apply()).toMatchObject({ code: 1 });
    expect(await workspace.planCode()).toBe(2);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.planCode()).toBe(0);
    expect(workspace.calls()).toHaveLength(3);
  });

  test("deletes with consent, and purges failed creations", async () => {
    await begin(
      (stack) => {
        new PortableBatchAction(stack, "retire", {
          action: "delete",
          instances: { audit: idOf("audit") },
          allowDeletion: true,
          maxDeletions: 1,
          pollInterval: "100ms",
        });
        const purge = new PortableBatchAction(stack, "purge", {
          allFailure: "kafka",
          allowDeletion: true,
          pollInterval: "100ms",
        });
        new TerraformOutput(stack, "purged", { value: purge.results, staticId: true });
      },
      { audit: {}, orders: {}, dead: { status: "CREATEFAILED" } },
    );
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toHaveLength(2);
    expect(workspace.calls()).toEqual(
      expect.arrayContaining([
        { action: "delete", instances: [idOf("audit")] },
        { action: "delete", allFailure: "kafka" },
      ]),
    );
    expect(workspace.output()).toMatchObject({
      purged: { dead: { instance_id: idOf("dead"), action: "delete", result: "success", status: "DELETED" } },
    });
    expect(await workspace.planCode()).toBe(0);
  });

  test("without any record fails with the remedy, and runs again after a changed trigger", async () => {
    await begin(restart("1"));
    // A deploy that was killed between the run and its record, in a folder that is gone.
    expect(await workspace.apply({}, ["-target=null_resource.run"])).toMatchObject({ code: 0 });
    workspace.forgetRuns();
    for (const deploy of ["first", "second"]) {
      const failed = await workspace.apply({ DEPLOY: deploy });
      expect(failed.code).toBe(1);
      expect(unwrapped(failed)).toContain("Look at the instances, then change a trigger to run again.");
      expect(unwrapped(failed)).not.toContain("Invalid function argument");
      expect(workspace.output()).toEqual({ unfinished: ["audit", "orders"] });
    }
    expect(workspace.calls()).toEqual([restartCall]);

    workspace.declare(restart("2"));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toEqual([restartCall, restartCall]);
    expect(workspace.output()).toMatchObject({ unfinished: [], orders: "success" });
    expect(await workspace.planCode()).toBe(0);
  });

  test("follows triggers that only terraform knows, and repeats a failed run under them", async () => {
    const follow = (config: string) => (stack: TerraformStack) => {
      const common = new TerraformVariable(stack, "common", { type: "map(string)", default: { config } });
      restart("", { triggers: Token.asStringMap(Fn.merge([common.value, { mine: "1" }])) })(stack);
    };
    await begin(follow("1"));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.planCode()).toBe(0);
    expect(workspace.calls()).toHaveLength(1);

    workspace.declare(follow("2"));
    workspace.emulator.setFaults([failOnce("audit")]);
    expect(await workspace.apply()).toMatchObject({ code: 1 });
    expect(await workspace.planCode()).toBe(2);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toEqual([restartCall, restartCall, restartCall]);
    expect(await workspace.planCode()).toBe(0);
  });
});
