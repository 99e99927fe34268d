import { renderHtml } from "../../../../lib/report/render/render-html";
import { renderMarkdown } from "../../../../lib/report/render/render-markdown";
import { changeOf, planOf, reportOf, resource, sectionOf, shownId, stateOf } from "../../../support/report/shown-json";

const kafka = "dms_failed_instance_purge.kafka";
const listed = (...names: readonly string[]) => names.map((name) => ({ instance_id: shownId(name), name }));
const shown = (...names: readonly string[]) => names.map((name) => ({ instanceId: shownId(name), name }));

const clean = { engine: "kafka", planned_purge: [], pending: [], purged: [], purged_at: null };
const purged = {
  ...clean,
  planned_purge: listed("dead"),
  purged: listed("dead"),
  purged_at: "2026-03-02T09:00:02.000Z",
};
/** The unknown attributes while a purge is due. */
const open = { pending: true, purged: true, purged_at: true };
const noneLeft = "No failed creation is left.";

/** The text of the section in Markdown; the HTML must say the same. */
function textOf(json: object): string {
  const report = reportOf(json);
  const markdown = renderMarkdown(report);
  const text = markdown.slice(markdown.indexOf("creations.\n") + "creations.\n".length);
  const html = renderHtml(report);
  const sentences = text.split("\n\n").filter((block) => /^[A-Z].*\.\s*$/.test(block));
  for (const sentence of sentences) expect(html).toContain(`<p>${sentence.trim()}</p>`);
  return text;
}

describe("a purge in a state", () => {
  test("of which nothing was ever purged and nothing is left", () => {
    const json = stateOf(resource(kafka, clean));
    expect(sectionOf("purge", json)).toMatchObject({ engine: "kafka", purgedAt: "", due: { kind: "none" } });
    expect(textOf(json)).toBe(`\nNothing has been purged yet.\n\n${noneLeft}\n`);
  });

  test("shows when the last one was and how many it removed", () => {
    const text = textOf(stateOf(resource(kafka, purged)));
    expect(text).toBe(`\nThe last purge, at 2026-03-02T09:00:02.000Z, removed 1 instance.\n\n${noneLeft}\n`);
  });

  test("counts later failures as unfinished", () => {
    const json = stateOf(resource(kafka, { ...purged, pending: listed("late", "later") }));
    expect(reportOf(json).totals).toEqual({ instances: 2, unfinished: 2, due: 0 });
    expect(textOf(json)).toMatch(/Failed creations:\n\n\| Name .*\n.*\n\| late \| .*\n\| later \| /);
    expect(textOf(json)).not.toContain(noneLeft);
  });
});

describe("a purge in a plan", () => {
  const creation = { ...clean, purged: undefined, pending: undefined, purged_at: undefined };

  test("that creates it lists and counts the candidates for removal", () => {
    const after = { ...creation, planned_purge: listed("dead", "gone") };
    const json = planOf(
      changeOf(kafka, { actions: ["create"], after, after_unknown: { ...open, planned_purge: [{}] } }),
    );
    expect(reportOf(json).totals).toEqual({ instances: 2, unfinished: 0, due: 2 });
    expect(sectionOf("purge", json).due).toEqual({ kind: "known", instances: shown("dead", "gone") });
    const text = textOf(json);
    expect(text).toMatch(
      /^\nDue: the removal of 2 failed creations\.\n\n\| Name .*\n.*\n\| dead \| .*\n\| gone \| .*\n\n/,
    );
    expect(text).not.toContain(noneLeft);
    expect(renderHtml(reportOf(json))).toContain("<caption>Failed creations that the plan removes</caption>");
  });

  test("that creates it and found nothing says so", () => {
    const json = planOf(changeOf(kafka, { actions: ["create"], after: creation, after_unknown: open }));
    expect(reportOf(json).totals).toEqual({ instances: 0, unfinished: 0, due: 0 });
    expect(textOf(json)).toBe("\nNothing is due: the plan found no failed creation.\n\nNothing has been purged yet.\n");
  });

  test("that could not look leaves it to the apply, and the totals say so", () => {
    const { planned_purge, ...after } = creation;
    expect(planned_purge).toEqual([]);
    const change = { actions: ["create"], after, after_unknown: { ...open, planned_purge: true } };
    const json = planOf(changeOf(kafka, change));
    expect(sectionOf("purge", json).due).toEqual({ kind: "undecided" });
    expect(textOf(json)).toBe(
      "\nDue: the plan could not read the instances, so the apply removes every failed creation that it finds.\n\nNothing has been purged yet.\n",
    );
    expect(renderMarkdown(reportOf(json))).toContain(
      "Plan: 0 instances, 0 unfinished, 0 actions due. The due actions of 1 resource are known only at apply.",
    );
  });

  test("of a provider that listed nothing yet leaves it to the apply too", () => {
    const change = { before: { engine: "kafka" }, after: { engine: "kafka" }, after_unknown: { purged: true } };
    expect(sectionOf("purge", planOf(changeOf(kafka, change))).due).toEqual({ kind: "undecided" });
  });

  test("lists creations that drift has shown once, as due and unfinished", () => {
    const before = { ...purged, pending: listed("late") };
    const after = { engine: "kafka", planned_purge: listed("late") };
    const json = planOf(changeOf(kafka, { before, after, after_unknown: open }));
    expect(reportOf(json).totals).toEqual({ instances: 1, unfinished: 1, due: 1 });
    const text = textOf(json);
    expect(text.match(/\| late \|/g)).toHaveLength(1);
    expect(text).not.toContain("Failed creations:");
    expect(text).not.toContain(noneLeft);
  });

  test("of another engine lists the remaining ones of the former one apart", () => {
    const before = { ...purged, pending: listed("late") };
    const after = { engine: "rabbitmq", planned_purge: listed("rabbit") };
    const json = planOf(changeOf(kafka, { actions: ["delete", "create"], before, after, after_unknown: open }));
    expect(reportOf(json).totals).toEqual({ instances: 2, unfinished: 1, due: 1 });
    expect(sectionOf("purge", json).engine).toBe("rabbitmq");
    expect(textOf(json)).toMatch(/\| rabbit \|[^]*Failed creations:\n\n.*\n.*\n\| late \|/);
  });

  test("in which nothing is due is like a state, whom the last plan listed", () => {
    const json = planOf(changeOf(kafka, { actions: ["no-op"], before: purged, after: purged }));
    expect(reportOf(json).totals.due).toBe(0);
    expect(textOf(json)).toContain(noneLeft);
    expect(textOf(json)).not.toContain("dead");
  });
});
