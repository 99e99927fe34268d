import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idOf } from "../support/acceptance/hcl";
import { filesBelow } from "../support/client/canaries";
import { names } from "../support/attacks/story";
import { brokenBy, type Seen, type Truth } from "../support/attacks/promises";

const truth: Truth = { status: "RUNNING", restarts: 0, failures: 0 };
const service = Object.fromEntries(names.map((name) => [name, truth])) as Seen["service"];
const restart = { name: "ant", instance_id: idOf("ant"), action: "restart", reason: "", wave: 1 } as const;
const call = { action: "restart", instances: [idOf("ant")], allFailure: undefined, status: 200 } as const;
const record = { action: "restart", result: "success" } as const;

/** An apply that restarts one instance, and keeps every promise. */
const good: Seen = {
  wanted: { triggers: { ant: 1, bee: 0, cat: 0, dog: 0 }, deleted: [], allowDeletion: false, maxDeletions: undefined },
  consented: [],
  answered: ["bee", "cat", "dog"],
  isCalm: true,
  isKilled: false,
  code: 0,
  output: "Apply complete!",
  tookMs: 1,
  limitMs: 2,
  planned: [restart],
  calls: [call],
  state: { results: { ant: record }, unfinished: [] },
  service: { ...service, ant: { ...truth, restarts: 1 } },
  sightings: [],
  searched: [],
  second: { code: 0, output: "No changes.", calls: 0 },
};
const red: Partial<Seen> = { code: 1, second: undefined };
const failed: Partial<Seen> = {
  ...red,
  state: { results: { ant: { ...record, result: "failed" } }, unfinished: ["ant"] },
};
const deletion: Partial<Seen> = {
  planned: [{ ...restart, action: "delete" }],
  calls: [{ ...call, action: "delete" }],
  service: { ...service, ant: { ...truth, status: undefined } },
};

/** Applies that break a promise, by its number. */
const bad: readonly (readonly [promise: number, flaw: string, Partial<Seen>])[] = [
  [1, "a second restart for one trigger", { service: { ...good.service, ant: { ...truth, restarts: 2 } } }],
  [2, "green without a restart", { service }],
  [2, "green in another status", { service: { ...good.service, bee: { ...truth, status: "SOMETHING_NEW" } } }],
  [2, "green with an unfinished instance", { state: { results: { ant: record }, unfinished: ["bee"] } }],
  [2, "green before a deletion is over", { wanted: { ...good.wanted, deleted: ["dog"], allowDeletion: true } }],
  [
    3,
    "a sent call without a result",
    { ...red, output: `ant (${idOf("ant")}): `, state: { results: {}, unfinished: [] } },
  ],
  [3, "a success that is unfinished", { ...red, state: { results: { ant: record }, unfinished: ["ant"] } }],
  [4, "a restart that was done before", { answered: names }],
  [5, "a call that the plan does not list", { planned: [] }],
  [5, "a planned call that is not made", { ...red, calls: [] }],
  [6, "a deletion without consent", deletion],
  [
    6,
    "more deletions than allowed",
    {
      ...deletion,
      consented: ["ant"],
      wanted: { ...good.wanted, deleted: ["ant"], allowDeletion: true, maxDeletions: 0 },
    },
  ],
  [7, "a second apply that sends", { second: { code: 0, output: "No changes.", calls: 1 } }],
  [7, "a second plan that is not empty", { second: { code: 0, output: "Apply complete!", calls: 0 } }],
  [8, "a secret in a file", { sightings: [{ canary: "secret", spelling: "plain", place: "terraform.log" }] }],
  [9, "an apply that takes too long", { tookMs: 3 }],
  [9, "an error that does not name its call", { ...failed, output: "Error: it failed" }],
  [10, "a crash", { output: "Error: Plugin did not respond" }],
];

test("an apply that keeps every promise passes", () => {
  expect(brokenBy(good)).toEqual([]);
  expect(brokenBy({ ...good, ...failed, output: `- ant (${idOf("ant")}): restart failed` })).toEqual([]);
});

test("a restart that was seen to fail is repeated without breaking a promise", () => {
  const again = { ...good.service, ant: { ...truth, restarts: 2, failures: 1 } };
  expect(brokenBy({ ...good, service: again })).toEqual([]);
});

test("a file that disappears during the search for secrets is skipped, and the others are read", () => {
  const folder = mkdtempSync(join(tmpdir(), "dms-gone-"));
  writeFileSync(join(folder, "there"), "text");
  symlinkSync(join(folder, "nowhere"), join(folder, "gone"));
  expect([...filesBelow(folder, [])]).toEqual([["there", "text"]]);
  rmSync(folder, { recursive: true });
});

test.each(bad)("promise %d is broken by %s", (promise, _, part) => {
  expect(brokenBy({ ...good, ...part }).map((each) => each.promise)).toContain(promise);
});
