import fc from "fast-check";
import { createReport } from "../../../lib/report/create-report";
import { renderHtml } from "../../../lib/report/render/render-html";
import { renderJson } from "../../../lib/report/render/render-json";
import { renderMarkdown } from "../../../lib/report/render/render-markdown";
import { randomRuns } from "../../support/chaos/random-runs";
import { hidden, hostileText, obeyed, obeyedAnywhere } from "../../support/client/hostile-texts";
import { anyJson } from "../../support/client/json-arbitrary";

const renderers = { renderHtml, renderJson, renderMarkdown };

/** Words that could be taken for markup, secrets, keys of every object or times, and words that the reader looks for. */
const word = fc.constantFrom(
  "<img src=x onerror=alert(1)>",
  "</td></table><script>alert(1)</script>",
  "| a | `b` |\n# c",
  "(sensitive value)",
  "__proto__",
  "constructor",
  "2026-03-02T09:00:00Z",
  "+275760-09-13T00:00:00.000Z",
  "instance_id",
  "orders",
  "restart",
  "success",
  "failed",
);
const json = anyJson(word);
const name = fc.oneof(word, fc.string(), hostileText);

/** An object that has some of these keys, mostly with values that belong there. */
function some(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const entries = Object.entries(fields).map(([key, each]) => [key, fc.oneof({ weight: 8, arbitrary: each }, json)]);
  return fc.record(Object.fromEntries(entries) as typeof fields, { requiredKeys: [] });
}

const named = some({ name, instance_id: name });
const record = some({
  instance_id: name,
  action: fc.constantFrom("restart", "delete", "<b>"),
  result: word,
  status: name,
  reason: name,
  message: name,
  wave: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double()),
  submitted_at: word,
  finished_at: word,
});
const instances = fc.dictionary(name, named, { maxKeys: 4 });
const records = fc.dictionary(name, record, { maxKeys: 4 });
const marks = fc.oneof(json, fc.boolean(), some({ instances: fc.boolean(), results: fc.boolean() }));
const values = some({
  instances,
  observed: instances,
  results: records,
  output: records,
  unfinished: fc.array(name),
  planned_actions: fc.array(record),
  engine: name,
  pending: fc.array(named),
  purged: fc.array(named),
  planned_purge: fc.array(named),
  purged_at: name,
});
const open = fc.constant(true);
const unknown = some({ results: open, purged: open, planned_purge: open, planned_actions: open });
const about = {
  address: name,
  mode: fc.constant("managed"),
  type: fc.constantFrom("dms_instance_lifecycle", "dms_failed_instance_purge", "terraform_data"),
};
const resources = fc.array(some({ ...about, values, sensitive_values: marks }), { maxLength: 3 });
const change = some({
  actions: fc.subarray(["create", "delete", "update"]),
  before: values,
  after: values,
  after_unknown: unknown,
  before_sensitive: marks,
  after_sensitive: marks,
});
const format_version = fc.constantFrom("0.1", "1.2");
const shown = fc.oneof(
  fc.record({ format_version, values: some({ root_module: some({ resources, child_modules: json }) }) }),
  fc.record({
    format_version,
    resource_changes: fc.array(some({ ...about, change }), { maxLength: 3 }),
    variables: json,
  }),
);

describe("of any JSON", () => {
  test.each([
    ["of no shape", json],
    ["that is nearly Terraform's", shown],
  ])("%s a report is made or refused, and written in every form", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.string(), (value, title) => {
        const result = createReport(value);
        if (result.kind === "problem") return;
        for (const render of Object.values(renderers)) expect(render(result.report, title)).toMatch(/\n$/);
        expect(JSON.parse(renderJson(result.report, title))).toMatchObject({ title, totals: result.report.totals });
      }),
      randomRuns(300),
    );
  });

  test("no text in it acts on a terminal or in a CI system that the report is shown in", () => {
    fc.assert(
      fc.property(shown, hostileText, (value, title) => {
        const result = createReport(value);
        if (result.kind === "problem") return;
        const { report } = result;
        const words = [renderMarkdown(report, title), renderHtml(report, title)].join("\n").split("\n");
        expect(words.filter((line) => hidden.test(line) || obeyed.test(line))).toEqual([]);
        // A line of JSON begins with a quote or a brace.
        const json = renderJson(report, title).trimEnd().split("\n");
        expect(
          json.filter((line) => hidden.test(line) || obeyedAnywhere.test(line) || !/^ *["{}[\]]/.test(line)),
        ).toEqual([]);
      }),
      randomRuns(300),
    );
  });

  test("no name gets an angle bracket into the HTML: there are as many as without any in the JSON", () => {
    const brackets = (value: unknown, title: string): number => {
      const result = createReport(value);
      if (result.kind === "problem") throw new Error(result.message);
      return renderHtml(result.report, title).match(/[<>]/g)?.length ?? 0;
    };
    const tame = (text: string): string => text.replaceAll("<", "\u2039").replaceAll(">", "\u203A");
    fc.assert(
      fc.property(shown, word, (value, title) => {
        const tamed: unknown = JSON.parse(tame(JSON.stringify(value)));
        expect(brackets(value, title)).toBe(brackets(tamed, tame(title)));
      }),
      randomRuns(300),
    );
  });
});
