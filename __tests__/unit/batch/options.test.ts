import fc from "fast-check";
import { type BatchOptions, readBatchOptions } from "../../../lib/batch/options";
import { UsageError } from "../../../lib/batch/usage-error";
import { randomRuns } from "../../support/chaos/random-runs";

const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const other = "7166cdea-dbad-4d79-9610-7163e6f8b640";
const restart = { action: "restart", instance: [`orders=${id}`], onFailure: "error" } as const;

const read = (options: BatchOptions, files: Readonly<Record<string, string>> = {}) =>
  readBatchOptions(options, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  });

const instancesOf = (options: Partial<BatchOptions>, files?: Readonly<Record<string, string>>) => {
  const { request } = read({ action: "restart", onFailure: "error", ...options }, files);
  return request.kind === "act" ? request.instances : undefined;
};

describe("options of a batch", () => {
  test("have the defaults of the resource", () => {
    expect(read(restart).request).toEqual({
      kind: "act",
      action: "restart",
      instances: [{ name: "orders", id }],
      forceDelete: false,
      maxUnavailable: { kind: "percent", value: 100 },
      canary: 0,
      maxFailures: { kind: "count", value: 0 },
      pauseBetweenMs: 0,
      minReadyMs: 0,
      readyTimeoutMs: 1_200_000,
      timeoutMs: 3_600_000,
    });
  });

  test("name instances one by one, in a file, as text, and by the results of an earlier run", () => {
    const expected = [{ name: "orders", id }];
    expect(instancesOf({ instance: [`orders=${id}`] })).toEqual(expected);
    expect(instancesOf({ instances: "fleet.json" }, { "fleet.json": `{"orders":"${id}"}` })).toEqual(expected);
    expect(instancesOf({ instances: ` {"orders":"${id}"}` })).toEqual(expected);
    expect(instancesOf({ instances: `{"orders":{"instance_id":"${id}","result":"failed"}}` })).toEqual(expected);
    expect(instancesOf({ instance: [`audit=${other}`], instances: `{"orders":"${id}"}` })).toHaveLength(2);
  });

  test("keep any name, also one with an equals sign", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => name.trim() !== ""),
        (name) => {
          expect(instancesOf({ instance: [`${name}=${id}`] })).toEqual([{ name, id }]);
          expect(instancesOf({ instances: JSON.stringify({ [name]: id }) })).toEqual([{ name, id }]);
        },
      ),
      randomRuns(50),
    );
  });

  test("ask for a purge", () => {
    expect(read({ allFailure: "kafka", allowDeletion: true, maxDeletions: "3", onFailure: "error" }).request).toEqual({
      kind: "purge",
      engine: "kafka",
      maxDeletions: 3,
      timeoutMs: 3_600_000,
    });
  });
});

describe("options of a batch are refused with the option, its value and the allowed ones:", () => {
  const anId = 'Allowed: an id of 1 to 64 letters, digits, "_" and "-".';
  const deletion: BatchOptions = { ...restart, action: "delete", allowDeletion: true };
  test.each<[string, BatchOptions, string]>([
    ["nothing to do", { onFailure: "error" }, "Allowed: --action restart, --action delete, or --all-failure ENGINE."],
    ["no instance", { action: "restart", onFailure: "error" }, "Allowed: --instance NAME=ID, once or more"],
    ["no name", { ...restart, instance: [id] }, `--instance is "${id}". Allowed: a name and an id`],
    ["an empty name", { ...restart, instance: [`=${id}`] }, "Allowed: a name and an id"],
    ["a blank name", { ...restart, instance: [` =${id}`] }, "Allowed: a name that is not empty."],
    ["an id with a slash", { ...restart, instance: ["a=b/c"] }, `--instance is "a=b/c". ${anId}`],
    ["an id with a space", { ...restart, instance: ["a=b c"] }, `--instance is "a=b c". ${anId}`],
    ["the folder above", { ...restart, instance: ["a=.."] }, `--instance is "a=..". ${anId}`],
    ["a dot, which the client sends in no id", { ...restart, instance: ["a=b.c"] }, `--instance is "a=b.c". ${anId}`],
    ["an empty id", { ...restart, instance: ["a="] }, `--instance is "a=". ${anId}`],
    [
      "an empty id in a file",
      { ...restart, instances: '{"a":""}' },
      `--instances has an empty string as the id of "a". ${anId}`,
    ],
    ["an endless id", { ...restart, instance: [`a=${"b".repeat(65)}`] }, anId],
    ["an id twice", { ...restart, instance: [`a=${id}`, `b=${id.toUpperCase()}`] }, "b and a have the same id"],
    ["a name twice", { ...restart, instance: [`a=${id}`, `a=${other}`] }, '"a" is named twice.'],
    ["a missing file", { ...restart, instances: "no.json" }, '--instances is "no.json", which cannot be read: Error'],
    [
      "broken JSON",
      { ...restart, instances: "{" },
      "--instances is a string, which is not JSON (line 1, column 2). Allowed: a JSON object",
    ],
    [
      "a number as id",
      { ...restart, instances: '{"a":1}' },
      '--instances has a number as the id of "a". Allowed: an id',
    ],
    ["an unclear amount", { ...restart, maxUnavailable: "few" }, '--max-unavailable is "few". Allowed: a number'],
    ["none at a time", { ...restart, maxUnavailable: "0" }, '--max-unavailable is "0". Allowed: a number'],
    ["half a canary", { ...restart, canary: "0.5" }, '--canary is "0.5". Allowed: a whole number, 0 or more.'],
    ["an unclear budget", { ...restart, maxFailures: "-1" }, '--max-failures is "-1". Allowed: a number of instances'],
    [
      "a time without unit",
      { ...restart, pauseBetween: "5" },
      '--pause-between is "5". Allowed: a duration such as 0s',
    ],
    ["a negative time", { ...restart, minReadyTime: "-5s" }, '--min-ready-time is "-5s". Allowed: a duration'],
    ["no time", { ...restart, readyTimeout: "0s" }, '--ready-timeout is "0s". Allowed: a duration such as 90s'],
    ["no time at all", { ...restart, timeout: "0s" }, '--timeout is "0s". Allowed: a duration such as 90s'],
    [
      "a deletion without consent",
      { ...restart, action: "delete" },
      "--action delete is given without --allow-deletion.",
    ],
    ["a purge without consent", { allFailure: "kafka", onFailure: "error" }, "--all-failure kafka is given without"],
    [
      "more deletions than allowed",
      { ...deletion, maxDeletions: "0" },
      "--max-deletions is 0, and 1 instance is named for deletion. Allowed: 0 at most.",
    ],
    [
      "more deletions than allowed, many",
      { ...deletion, instance: [`a=${id}`, `b=${other}`], maxDeletions: "1" },
      "--max-deletions is 1, and 2 instances are named for deletion.",
    ],
    [
      "an empty project",
      { ...restart, projectId: "" },
      '--project-id is "". Allowed: a value that is not empty, or to leave the option out.',
    ],
    ["a blank endpoint", { ...restart, endpoint: " " }, '--endpoint is " ". Allowed: a value that is not empty'],
    ["results nowhere", { ...restart, results: "" }, '--results is "". Allowed: a value that is not empty'],
    ["an unclear limit", { ...deletion, maxDeletions: "x" }, '--max-deletions is "x". Allowed: a whole number'],
    [
      "consent to a restart",
      { ...restart, allowDeletion: true },
      "--allow-deletion is given together with --action restart, where it means nothing. Allowed: --action restart without --allow-deletion.",
    ],
    [
      "instances of a purge",
      { ...restart, allFailure: "kafka" },
      "--action is given together with --all-failure kafka",
    ],
    ["waves of a purge", { allFailure: "kafka", canary: "1", onFailure: "error" }, "--canary is given together with"],
    [
      "a gate without a file",
      { ...restart, onFailure: "report" },
      '--on-failure is "report", and --results is not set.',
    ],
  ])("%s", (_, options, expected) => {
    expect(() => read(options)).toThrow(UsageError);
    expect(() => read(options)).toThrow(expected);
  });
});

describe("a file of instances that is another file is refused by names and places, without its secrets:", () => {
  const secret = "hunter2/+=";
  const anObject = 'a JSON object such as {"orders":"54602a9d-5e22-4239-9123-77e350df4a34"}.';
  test.each([
    [
      "clouds.yaml",
      `clouds:\n  otc:\n    auth:\n      password: ${secret}\n`,
      `--instances is "the.file", which is not JSON (line 1, column 1). Allowed: ${anObject}`,
    ],
    [
      "clouds.json",
      JSON.stringify({ clouds: { otc: { auth: { password: secret } } } }),
      '--instances has an object as the id of "clouds". Allowed: an id of',
    ],
    [
      "a file of secrets",
      JSON.stringify({ password: secret }),
      '--instances has a string of 10 characters as the id of "password". Allowed: an id of',
    ],
    [
      "JSON with a fault",
      `{\n  "orders": "a",\n  "password": ${secret}\n}`,
      `--instances is "the.file", which is not JSON (line 3, column 15). Allowed: ${anObject}`,
    ],
    ["a list", JSON.stringify([secret]), `--instances is "the.file", which is a list. Allowed: ${anObject}`],
    ["a text", JSON.stringify(secret), '--instances is "the.file", which is a string of 10 characters. Allowed'],
    ["null", "null", '--instances is "the.file", which is null. Allowed'],
    ["a number", "5", '--instances is "the.file", which is a number. Allowed'],
  ])("%s", (_, text, expected) => {
    const reading = (): unknown => instancesOf({ instances: "the.file" }, { "the.file": text });
    expect(reading).toThrow(UsageError);
    expect(reading).toThrow(expected);
    expect(reading).not.toThrow("hunter2");
  });
});
