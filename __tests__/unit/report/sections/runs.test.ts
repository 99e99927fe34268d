import { decodeEntries } from "../../../../lib/report/sections/action-entry";
import { renderHtml } from "../../../../lib/report/render/render-html";
import { renderMarkdown } from "../../../../lib/report/render/render-markdown";
import type { Run } from "../../../../lib/report/report";
import { findRuns } from "../../../../lib/report/sections/runs";
import { lifecycleOf, recordOf, reportOf, resource, sectionOf, stateOf } from "../../../support/report/shown-json";
import { cpuTimeMs } from "../../../support/time/cpu-time";

const fleet = "dms_instance_lifecycle.fleet";
const minute = (count: number): string => new Date(Date.UTC(2026, 2, 2, 9, count)).toISOString();
/** From and to in minutes. */
const timed = (wave: number, from: number, to: number, result = "success") => ({
  wave,
  result,
  submitted_at: minute(from),
  finished_at: minute(to),
});
type Records = Readonly<Record<string, ReturnType<typeof timed>>>;

const runsOf = (records: Records): readonly Run[] =>
  sectionOf("lifecycle", stateOf(resource(fleet, lifecycleOf(records)))).runs;
/** Members of each wave of each run, newest run first. */
const membersOf = (records: Records) => runsOf(records).map(({ waves }) => waves.map(({ members }) => members));

describe("records of one run", () => {
  test("overlap, or belong to later and later waves", () => {
    const runs = runsOf({ a: timed(1, 0, 5), b: timed(1, 0, 6, "failed"), c: timed(2, 8, 10), d: timed(3, 69, 70) });
    expect(runs).toEqual([
      {
        number: 1,
        startedAt: minute(0),
        tookMs: 70 * 60_000,
        waves: [
          { wave: 1, fromMs: 0, toMs: 6 * 60_000, members: 2, successes: 1 },
          { wave: 2, fromMs: 8 * 60_000, toMs: 10 * 60_000, members: 1, successes: 1 },
          { wave: 3, fromMs: 69 * 60_000, toMs: 70 * 60_000, members: 1, successes: 1 },
        ],
      },
    ]);
  });

  test.each<[string, Records, readonly (readonly number[])[]]>([
    ["the same call, refused at once", { a: timed(1, 0, 0), b: timed(1, 0, 0) }, [[2]]],
    ["the same wave later", { a: timed(1, 0, 5), b: timed(1, 6, 7) }, [[1], [1]]],
    ["an earlier wave later", { a: timed(2, 0, 5), b: timed(1, 6, 7) }, [[1], [1]]],
    ["a later wave after more than an hour", { a: timed(1, 0, 5), b: timed(2, 66, 67) }, [[1], [1]]],
    ["a later wave within the hour", { a: timed(1, 0, 5), b: timed(2, 65, 66) }, [[1, 1]]],
    ["a long one over short ones", { a: timed(1, 0, 90), b: timed(2, 1, 2), c: timed(1, 80, 81) }, [[2, 1]]],
    ["an end before the start", { a: timed(1, 5, 0) }, []],
  ])("or not: %s", (_, records, expected) => {
    expect(membersOf(records)).toEqual(expected);
  });

  test("do not depend on the order of names", () => {
    const records = { a: timed(1, 0, 5), b: timed(2, 6, 9), c: timed(1, 20, 25), d: timed(1, 0, 4) };
    const renamed = { z: records.a, y: records.b, x: records.c, w: records.d };
    expect(runsOf(renamed)).toEqual(runsOf(records));
  });
});

describe("runs in a report", () => {
  const texts = (records: Records) => {
    const report = reportOf(stateOf(resource(fleet, lifecycleOf(records))));
    return [renderMarkdown(report), renderHtml(report)] as const;
  };

  test("after a repair are numbered, and the first one does not count the member of a later run", () => {
    const [markdown, html] = texts({ alpha: timed(1, 0, 5), bravo: timed(1, 30, 32), charlie: timed(1, 0, 6) });
    expect(markdown.split("\n\n").slice(-7)).toEqual([
      "Newest run first. State keeps only the last action on each instance: a run shows the instances whose last action it was.",
      "### Run 2 of 2, the newest",
      "Started 2026-03-02T09:30:00.000Z, took 2m.",
      `\`\`\`text\n${"█".repeat(32)}  wave 1, from 0s to 2m: 1 of 1 proven\n\`\`\``,
      "### Run 1 of 2",
      "By the instances still in state: started 2026-03-02T09:00:00.000Z, took 6m.",
      `\`\`\`text\n${"█".repeat(32)}  wave 1, from 0s to 6m: 2 proven of 2 still recorded\n\`\`\`\n`,
    ]);
    expect([...html.matchAll(/<h3>(.*)<\/h3>/g)].map((match) => match[1])).toEqual([
      "Run 2 of 2, the newest",
      "Run 1 of 2",
    ]);
    expect(html).toContain("<p>Newest run first.");
    expect(html).toContain("<figcaption>By the instances still in state: started");
    expect(html).toContain('aria-label="wave 1, from 0s to 6m: 2 proven of 2 still recorded"');
  });

  test("that are one have a heading without a number", () => {
    const [markdown, html] = texts({ alpha: timed(1, 0, 5), bravo: timed(2, 6, 9, "failed") });
    expect(markdown).toContain("\n\n### Last run\n\nStarted 2026-03-02T09:00:00.000Z, took 9m.\n\n");
    expect(markdown).toContain(`${"·".repeat(21)}${"█".repeat(11)}  wave 2, from 6m to 9m: 0 of 1 proven`);
    expect(html).toContain("<h3>Last run</h3>");
    expect(markdown).not.toContain("Newest run first.");
  });

  test("that took no time still have a bar", () => {
    const [markdown, html] = texts({ alpha: timed(1, 0, 0, "failed") });
    expect(markdown).toContain(`\n█${"·".repeat(31)}  wave 1, from 0s to 0ms: 0 of 1 proven\n`);
    expect(html).toContain('<rect class="bar" x="0" y="4" width="2"');
  });
});

describe("a report of 20,000 instances", () => {
  const count = 20_000;
  const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const each = (value: (index: number) => unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`instance-${index}`, value(index)]));
  const values = {
    instances: each((index) => ({ instance_id: idOf(index) })),
    results: each((index) => recordOf(idOf(index), timed(index, index, index + 1))),
    observed: each((index) => ({ instance_id: idOf(index), status: "RUNNING" })),
    unfinished: Array.from({ length: count }, (_, index) => `instance-${index}`),
  };

  // A second at most on a quiet machine. A loop through all instances for each of them takes half a minute and more.
  test.each([
    ["in the open", {}],
    ["with sensitive ids", { instances: true }],
  ])("%s takes no time that grows with the square", (_, sensitive) => {
    const startedMs = cpuTimeMs();
    const report = reportOf(stateOf(resource(fleet, values, sensitive)));
    for (const render of [renderMarkdown, renderHtml]) render(report);
    expect(cpuTimeMs() - startedMs).toBeLessThan(10_000);
    expect(report.totals).toEqual({ instances: count, unfinished: count, due: 0 });
    expect(report.sections).toMatchObject([{ runs: [{ waves: { length: count } }] }]);
  });

  test("and far more records in one run do not exceed the arguments of a call", () => {
    const [entry] = decodeEntries({ alpha: recordOf(idOf(1)) });
    expect(findRuns(Array.from({ length: 150_000 }, () => entry!))).toMatchObject([{ waves: [{ members: 150_000 }] }]);
  });
});
