import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createBatchFiles } from "../../../lib/batch/files";
import type { BatchOptions } from "../../../lib/batch/options";
import type { ProgressLine } from "../../../lib/rollout/progress-line";
import { UsageError } from "../../../lib/batch/usage-error";
import { instanceLifecycleSchema } from "../../../lib/provider/schemas/instance-lifecycle";
import { idOf, seedOf } from "../../support/acceptance/hcl";
import { projectId } from "../../support/acceptance/workspace";
import { hidden, obeyed } from "../../support/client/hostile-texts";
import { type BatchHost, createBatchHost } from "../../support/portable/batch-host";

const fleet = {
  alpha: {},
  bravo: {},
  charlie: {},
  dead: { status: "CREATEFAILED" },
  sick: { status: "ERROR" },
  rocket: { engine: "reliability" },
};
const named = (...names: readonly string[]) => names.map((name) => `${name}=${idOf(name)}`);
const files = { results: "results.json", unfinished: "open.json" } as const;
const restart: Partial<BatchOptions> = { action: "restart", instance: named("alpha", "bravo"), ...files };

describe("a batch from the command line", () => {
  let host: BatchHost;
  beforeEach(async () => {
    host = await createBatchHost(fleet);
  });
  afterEach(() => host.dispose());

  test("restarts with one call, exits 0 and leaves a record of every attribute of the resource's results", async () => {
    const { code, lines } = await host.run(restart);
    expect(code).toBe(0);
    expect(host.calls()).toEqual([{ action: "restart", instances: [idOf("alpha"), idOf("bravo")] }]);
    const results = host.read("results.json");
    expect(Object.keys(results ?? {})).toEqual(["alpha", "bravo"]);
    const attributes = Object.keys(instanceLifecycleSchema.attributes.results.attributes);
    expect(Object.keys(results?.["alpha"] ?? {})).toEqual(attributes);
    expect(results).toMatchObject({
      alpha: { result: "success", accepted: true, status: "RUNNING", error_code: null },
    });
    expect(host.read("open.json")).toBeUndefined();
    expect(lines).toContain("  alpha: restart done and proven");
    expect(lines.some((line) => /^alpha +\S+ +restart +success +RUNNING +\d/.test(line))).toBe(true);
  });

  test("goes in waves", async () => {
    await host.run({ ...restart, instance: named("alpha", "bravo", "charlie"), maxUnavailable: "2", canary: "1" });
    expect(host.calls()).toEqual([
      { action: "restart", instances: [idOf("alpha")] },
      { action: "restart", instances: [idOf("bravo"), idOf("charlie")] },
    ]);
  });

  test("restarts the others when one is in ERROR before and after, and one has a status that forbids the call", async () => {
    host.emulator.setFaults([{ on: { operation: "action", instance: idOf("sick") }, do: { end: "ERROR" } }]);
    const instance = named("alpha", "bravo", "dead", "sick");
    const { code } = await host.run({ ...restart, instance, maxUnavailable: "1", canary: "1" });
    expect(code).toBe(1);
    // A canary was well before.
    const sent = ["alpha", "sick", "bravo"].map((name) => ({ action: "restart", instances: [idOf(name)] }));
    expect(host.calls()).toEqual(sent);
    expect(host.read("results.json")).toMatchObject({
      alpha: { result: "success" },
      bravo: { result: "success" },
      dead: { result: "not_started", reason: expect.stringContaining("in status CREATEFAILED; no call was") as string },
      sick: { result: "failed", reason: "it ended in ERROR" },
    });
    expect(host.read("open.json")).toEqual(["dead", "sick"]);
  });

  test("that fails for one exits 1, prints the reason, and writes the unfinished names to a file", async () => {
    host.emulator.setFaults([{ on: { operation: "action", instance: idOf("bravo") }, do: { item: "failed" } }]);
    const { code, lines } = await host.run(restart);
    expect(code).toBe(1);
    expect(host.read("results.json")).toMatchObject({ alpha: { result: "success" }, bravo: { result: "failed" } });
    expect(host.read("open.json")).toEqual(["bravo"]);
    expect(lines).toContain("1 of 2 instances unfinished:");
    expect(lines.at(-1)).toMatch(/^- bravo \(\S+\): restart failed; last status RUNNING; /);
  });

  test("that fails exits 0 if a gate checks its results", async () => {
    host.emulator.setFaults([{ on: { operation: "action", instance: idOf("bravo") }, do: { item: "failed" } }]);
    expect(await host.run({ ...restart, onFailure: "report" })).toMatchObject({ code: 0 });
    expect(host.read("open.json")).toEqual(["bravo"]);
  });

  test("writes each run to the progress file, a purge too", async () => {
    const told: ProgressLine[][] = [];
    const beginProgress = () => {
      const lines: ProgressLine[] = [];
      told.push(lines);
      return (line: ProgressLine) => void lines.push(line);
    };
    await host.run(restart, { beginProgress });
    await host.run({ allFailure: "kafka", allowDeletion: true }, { beginProgress });
    expect(told.map((lines) => lines.map(({ event }) => event))).toEqual([
      ["begin", "wave", "sending", "answered", "left", "finished", "finished", "end"],
      ["begin", "sending", "finished", "end"],
    ]);
    expect(told[0]!.at(-1)).toEqual({ event: "end", done: 2, unfinished: [] });
    expect(told[1]!.at(2)).toMatchObject({ name: "dead", action: "delete", result: "success" });
  });

  test("writes nothing but JSON with --json", async () => {
    const { lines, errors } = await host.run({ ...restart, json: true });
    expect(errors).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({ results: host.read("results.json"), unfinished: [] });
  });

  test("colours results only when told to", async () => {
    const escape = "\u001b[32m";
    expect((await host.run(restart)).lines.join()).not.toContain("\u001b");
    expect((await host.run(restart, { isColoured: true })).lines.join()).toContain(escape);
  });

  test("refuses all of it before the first call when an instance does not exist", async () => {
    const { code, lines } = await host.run({ ...restart, instance: [...named("alpha"), `ghost=${idOf("ghost")}`] });
    expect(code).toBe(1);
    expect(host.calls()).toEqual([]);
    expect(host.read("results.json")).toMatchObject({
      alpha: { result: "not_started", submitted_at: null },
      ghost: { result: "failed", reason: expect.stringContaining("no such instance") as unknown },
    });
    expect(lines.at(-1)).toBe(
      "The batch was refused before any restart was asked for. Check the id, the project and the region, or leave the instance out.",
    );
  });

  test("asks the service about any possible id, and shows its answer", async () => {
    const { code, lines } = await host.run({ ...restart, instance: ["alpha=foo"] });
    expect(code).toBe(1);
    expect(host.calls()).toEqual([]);
    expect(lines.at(-1)).toMatch(
      /^The instances could not be read, so no restart was asked for: GET .*\/instances\/foo: sent; .*Invalid instance ID format.*\. Check the ids of the instances and the project\.$/,
    );
    expect(lines.filter((line) => line.includes("Invalid instance ID format"))).toHaveLength(1);
    expect(lines.at(-3)).toBe("- alpha (foo): restart not started");
  });

  test.each([
    [
      "nobody answers",
      0,
      /no connection to .* Nothing was sent\. http:\/\/127\.0\.0\.1:9 is set by DMS_ENDPOINT\. Check the address, which/,
    ],
    [
      "credentials are not accepted",
      401,
      /HTTP 401 .* Check that the credentials are right, .* OS_TOKEN, .* OS_PASSWORD/,
    ],
    ["it is forbidden", 403, /HTTP 403 .* Check in IAM that the owner of the credentials has the permission/],
  ])("names once the reason of a failed look, and the remedy: %s", async (_, status, expected) => {
    const refused = ["list", "get"].map((operation) => ({ on: { operation }, do: { status } }));
    if (status > 0) host.emulator.setFaults(refused);
    const environment = { DMS_ENDPOINT: "http://127.0.0.1:9", OS_PROJECT_ID: projectId };
    const purge = { allFailure: "kafka", allowDeletion: true } as const;
    for (const options of status > 0 ? [restart, purge] : [restart]) {
      const { code, lines } = await host.run(options, status > 0 ? {} : { environment });
      expect(code).toBe(1);
      const text = lines.join("\n");
      expect(text).toMatch(expected);
      expect(text.match(/GET \/v1\.0/g)).toHaveLength(1);
      expect(text.match(/[Nn]othing was sent/g) ?? []).toHaveLength(status > 0 ? 0 : 1);
    }
  });

  test("says once that its call is forbidden, with the remedy", async () => {
    const refusal = { status: 403, error_code: "DMS.10240", error_msg: "no" };
    host.emulator.setFaults([{ on: { operation: "action" }, do: refusal }]);
    const { code, lines } = await host.run({ ...restart, instance: named("alpha") });
    expect(code).toBe(1);
    expect(
      lines
        .filter((line) => line.startsWith("- alpha"))
        .join()
        .match(/DMS\.10240/g),
    ).toHaveLength(1);
    expect(lines.at(-1)).toBe(
      "Check in IAM that the owner of the credentials has the permission for this in the project.",
    );
  });

  test("restarts a few instances without the right to list them", async () => {
    host.emulator.setFaults([{ on: { operation: "list" }, do: { status: 403 } }]);
    expect((await host.run(restart)).code).toBe(0);
    expect(host.calls()).toHaveLength(1);
  });

  test("names the instance that cannot be read, with the service's code and the remedy, and sends nothing", async () => {
    const forbidden = { on: { operation: "get", instance: idOf("alpha") }, do: { status: 403 } };
    host.emulator.setFaults([{ on: { operation: "list" }, do: { status: 403 } }, forbidden]);
    const { code, lines } = await host.run(restart);
    expect(code).toBe(1);
    expect(host.calls()).toEqual([]);
    expect(host.read("results.json")).toMatchObject({
      alpha: {
        result: "failed",
        reason: expect.stringMatching(/^it could not be read: GET .*HTTP 403 .*; no call was made for it$/) as unknown,
        error_code: expect.stringMatching(/./) as unknown,
      },
      bravo: { result: "not_started", reason: "nothing was sent, because 1 of the batch cannot be acted on" },
    });
    expect(lines.at(-1)).toMatch(
      /^The batch was refused before any restart was asked for\. Check in IAM that the owner .* To go on with the others, leave it out\.$/,
    );
  });

  test("does not blame one instance if all reads fail", async () => {
    host.emulator.setFaults(["list", "get"].map((operation) => ({ on: { operation }, do: { status: 403 } })));
    expect((await host.run(restart)).lines.at(-1)).toMatch(
      /^The instances could not be read, .*\(dms:instance:list\)\. Reads of single instances \(2\) are refused too/,
    );
    const purge = { allFailure: "kafka", allowDeletion: true } as const;
    expect((await host.run(purge)).lines.at(-1)).toMatch(
      /^The failed creations could not be listed, .*\(dms:instance:list\)\. Check in IAM that the owner/,
    );
  });

  test("that is stopped before its first look says only that", async () => {
    host.stopping.abort();
    const { code, lines } = await host.run(restart);
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe(
      "No restart was asked for: the run was interrupted during the first read of the instances.",
    );
  });

  test("whose first look takes longer than the whole run may says so, and sends nothing", async () => {
    host.emulator.setFaults([{ on: { operation: "list" }, do: { delay_ms: 3_600_000 } }]);
    const { code, lines } = await host.run({ ...restart, timeout: "30s" });
    expect(code).toBe(1);
    expect(host.calls()).toEqual([]);
    expect(lines.at(-1)).toBe(
      "No restart was asked for: the time for the whole run (--timeout) was over during the first read of the instances.",
    );
    expect(host.read("results.json")).toMatchObject({
      alpha: { result: "not_started" },
      bravo: { result: "not_started" },
    });
  });

  test("refuses a restart that the service does not offer for an engine", async () => {
    expect(await host.run({ ...restart, instance: named("rocket") })).toMatchObject({ code: 1 });
    expect(host.calls()).toEqual([]);
    expect(host.read("results.json")).toMatchObject({
      rocket: { reason: expect.stringContaining("does not restart rocketmq instances in batches") as unknown },
    });
  });

  test("deletes existing instances and counts gone ones as done", async () => {
    const deletion: Partial<BatchOptions> = { action: "delete", allowDeletion: true, results: "results.json" };
    const { code, lines, errors } = await host.run({ ...deletion, instance: named("alpha", "gone") });
    expect(code).toBe(0);
    expect(lines).toContain("  alpha: delete done and proven");
    expect(lines).toContain("  gone: nothing to delete, the service does not know it");
    expect(errors).toEqual([
      `Warning: there was nothing to delete: the service does not know gone (${idOf("gone")}). No call was made for it. ` +
        "If it was deleted earlier, nothing is wrong. Otherwise check the id, the project and the region.",
    ]);
    expect(host.calls()).toEqual([{ action: "delete", instances: [idOf("alpha")] }]);
    expect(host.read("results.json")).toMatchObject({
      alpha: { action: "delete", result: "success", status: "DELETED" },
      gone: { result: "success", accepted: false, submitted_at: null },
    });
  });

  test("purges failed creations, proves it, and finds nothing to do the second time", async () => {
    const purge: Partial<BatchOptions> = { allFailure: "kafka", allowDeletion: true, ...files };
    expect(await host.run(purge)).toMatchObject({ code: 0 });
    expect(host.calls()).toEqual([{ action: "delete", allFailure: "kafka" }]);
    expect(host.read("results.json")).toMatchObject({ dead: { instance_id: idOf("dead"), result: "success" } });
    const second = await host.run(purge);
    expect(second).toMatchObject({ code: 0, lines: ["No failed creation of kafka was found: nothing to do."] });
    expect(host.read("results.json")).toEqual({});
    expect(host.read("open.json")).toBeUndefined();
    expect(host.calls()).toHaveLength(1);
  });

  test.each([
    [
      "the service's own answer",
      { item: "failed" },
      { result: "failed", accepted: false, reason: "the service answered failed for this instance" },
    ],
    [
      "a refusal, with its code",
      { status: 400, error_code: "DMS.00400062", error_msg: "no" },
      { result: "failed", accepted: false, error_code: "DMS.00400062", message: "no", submitted_at: null },
    ],
    [
      "a lost answer to a call without effect",
      { drop: "before" },
      { result: "unknown", accepted: false, submitted_at: expect.any(String) as unknown, request_id: null },
    ],
  ])("records a failed purge in the words of a batch: %s", async (_, fault, record) => {
    host.emulator.setFaults([{ on: { operation: "action" }, do: fault }]);
    const purge: Partial<BatchOptions> = { allFailure: "kafka", allowDeletion: true, timeout: "1s", ...files };
    expect(await host.run(purge)).toMatchObject({ code: 1 });
    expect(host.read("results.json")).toMatchObject({ dead: { ...record, status: "CREATEFAILED" } });
    expect(host.read("open.json")).toEqual(["dead"]);
  });

  test("records the service's id of a purge", async () => {
    await host.run({ allFailure: "kafka", allowDeletion: true, ...files });
    expect(host.read("results.json")).toMatchObject({
      dead: { result: "success", accepted: true, request_id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown },
    });
  });

  test("refuses a purge of more than is allowed", async () => {
    const { code, lines } = await host.run({ allFailure: "kafka", allowDeletion: true, maxDeletions: "0", ...files });
    expect(code).toBe(1);
    expect(host.calls()).toEqual([]);
    expect(lines.at(-1)).toBe(
      "No purge was asked for: --max-deletions allows 0, and the purge would remove 1. To remove all of them, raise --max-deletions.",
    );
    expect(host.read("open.json")).toEqual(["dead"]);
  });

  test("that is stopped reports the status of each instance, and the calls that were not sent", async () => {
    host.emulator.setFaults([{ on: { operation: "action" }, do: { stuck: true } }]);
    const running = host.run(
      { ...restart, maxUnavailable: "1", onFailure: "report" },
      {
        writeLine: (line) => {
          if (line.startsWith("  under way")) host.stopping.abort();
        },
      },
    );
    expect(await running).toMatchObject({ code: 1 });
    expect(host.calls()).toHaveLength(1);
    expect(host.read("results.json")).toMatchObject({
      alpha: { result: "unknown", accepted: true, status: "RESTARTING" },
      bravo: { result: "not_started", reason: "the run was interrupted" },
    });
    expect(host.read("open.json")).toEqual(["alpha", "bravo"]);
  });

  test("has a record on disk before the first call goes out", async () => {
    let atCall: unknown;
    await host.run(restart, {
      writeLine: (line) => {
        if (line.startsWith("  restart:"))
          atCall = [host.calls().length, host.read("results.json"), host.read("open.json")];
      },
    });
    const entry = { result: "unknown", accepted: false };
    expect(atCall).toEqual([
      0,
      { alpha: expect.objectContaining(entry) as unknown, bravo: expect.anything() as unknown },
      ["alpha", "bravo"],
    ]);
  });

  test("leaves no half-written file behind", async () => {
    await host.run(restart);
    expect(readdirSync(host.folder)).toEqual(["results.json"]);
  });
});

describe("the output of a batch has no effect on a terminal or in a CI system,", () => {
  const names = ["\u001b[2J\n::set-output name=a::x", "##vso[task.complete]", "\u202eowt", "--- four"];
  let host: BatchHost;
  beforeEach(async () => {
    host = await createBatchHost(Object.fromEntries(names.map((name) => [name, { status: "CREATEFAILED" }])));
  });
  afterEach(() => host.dispose());

  function expectHarmless(texts: readonly string[]): void {
    const lines = texts.join("\n").split("\n");
    expect(lines.filter((line) => hidden.test(line) || obeyed.test(line))).toEqual([]);
  }
  const written = (): string => readFileSync(join(host.folder, "results.json"), "utf8");

  test.each([{ maxDeletions: "0" }, {}, { json: true }])(
    "for any names of the service in a purge (%j)",
    async (more) => {
      const { lines, errors } = await host.run({ allFailure: "kafka", allowDeletion: true, ...more, ...files });
      expectHarmless([...lines, ...errors, written()]);
      expect(Object.keys(host.read("results.json") ?? {})).toHaveLength(names.length);
    },
  );

  test.each([{ isColoured: false }, { isColoured: true }])("for any names of the user (%j)", async (changes) => {
    host.emulator.replaceInstances(seedOf(["one", "two", "three", "four"]));
    host.emulator.setFaults([
      { on: { operation: "action", instance: idOf("one") }, do: { item: "failed" } },
      { on: { operation: "action", instance: idOf("two") }, do: { stuck: true } },
    ]);
    const instances = JSON.stringify(
      Object.fromEntries(["one", "two", "three", "four"].map((name, n) => [names[n]!, idOf(name)])),
    );
    for (const action of ["restart", "delete"] as const) {
      const allowDeletion = action === "delete" ? { allowDeletion: true } : {};
      const { code, lines, errors } = await host.run({ action, instances, ...allowDeletion, ...files }, changes);
      expect(code).toBe(1);
      expect(lines.join("\n")).toMatch(/under way/);
      // Only its own colours reach a terminal.
      expectHarmless([
        ...lines.map((line) => line.replace(/^\u001b\[3[123]m(.*)\u001b\[0m$/, "$1")),
        ...errors,
        written(),
      ]);
      expect(Object.keys(host.read("results.json") ?? {}).sort()).toEqual([...names].sort());
      host.emulator.replaceInstances(seedOf(["two"]));
    }
    const { errors } = await host.run({ action: "delete", instances, allowDeletion: true, json: true, ...files });
    expect(errors.join()).toContain("there was nothing to delete");
    expectHarmless([...errors, written()]);
  });

  test.each(["list", "action"] as const)("for any text of the service about a failed call (%s)", async (operation) => {
    host.emulator.replaceInstances(seedOf(["one"]));
    const error_msg = `ERR\u001b]8;;http://evil.example\u0007link\n::set-output name=a::x\r##[error]\u2028${"x".repeat(9_000)}`;
    host.emulator.setFaults([{ on: { operation }, do: { status: 400, error_code: "::error::\u001b[2J", error_msg } }]);
    const { code, lines, errors } = await host.run({ action: "restart", instance: [`one=${idOf("one")}`], ...files });
    expect(code).toBe(1);
    expect(lines.join("\n")).toContain("link : :set-output name=a::x");
    expectHarmless([...lines, ...errors, written()]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(4_000);
  });
});

describe("a batch with a configuration that cannot be used sends nothing:", () => {
  let host: BatchHost;
  beforeEach(async () => {
    host = await createBatchHost(fleet);
  });
  afterEach(async () => {
    expect(host.emulator.journal()).toEqual([]);
    await host.dispose();
  });

  test("no endpoint and no project", async () => {
    const running = host.run(restart, { environment: {} });
    await expect(running).rejects.toThrow(UsageError);
    await expect(running).rejects.toThrow(/DMS_ENDPOINT[\s\S]*OS_PROJECT_ID[\s\S]*--project-id/);
    expect(host.read("results.json")).toBeUndefined();
  });

  test("an option that is wrong is named together with the attribute", async () => {
    await expect(host.run({ ...restart, apiVersion: "v3" })).rejects.toThrow(/"v3".*api_version/);
  });

  test("an option that is no URL is named as the option", async () => {
    await expect(host.run({ ...restart, endpoint: "notaurl" })).rejects.toThrow(
      '"notaurl" (from option --endpoint) is not allowed: it must be a URL',
    );
  });

  test("force_delete with API v1.0", async () => {
    const options: Partial<BatchOptions> = { action: "delete", allowDeletion: true, forceDelete: true };
    await expect(host.run({ ...options, instance: named("alpha") })).rejects.toThrow(
      "--force-delete is given, and API version v1.0 has no such option. Allowed: --api-version v2. Nothing was sent.",
    );
  });

  test("keys over plain http to another machine, without showing them", async () => {
    const keys = { OS_PROJECT_ID: projectId, OS_ACCESS_KEY: "AK", OS_SECRET_KEY: "the-secret" };
    const running = host.run(restart, { environment: { ...keys, DMS_ENDPOINT: "http://dms.example.com:8080" } });
    await expect(running).rejects.toThrow(
      "http://dms.example.com:8080 (from DMS_ENDPOINT) is called without encryption: an attacker on the network could read the signed calls",
    );
    await expect(running).rejects.not.toThrow("the-secret");
  });

  test("a purge that the API version does not know", async () => {
    await expect(host.run({ allFailure: "rocketmq", allowDeletion: true })).rejects.toThrow(
      '--all-failure is "rocketmq", and API version v1.0 has no such call.',
    );
  });

  test("a results file in a folder that cannot be made", () => {
    expect(() => createBatchFiles("/proc/dms/r.json", undefined).prepare()).toThrow(
      /^--results is "\/proc\/dms\/r\.json", which cannot be written: E.* Nothing was sent\.$/,
    );
  });

  test("a results file that cannot be written", async () => {
    mkdirSync(join(host.folder, "results.json"));
    await expect(host.run(restart)).rejects.toThrow(
      /--results is ".*results\.json", which cannot be written: .* Nothing was sent\./,
    );
  });
});
