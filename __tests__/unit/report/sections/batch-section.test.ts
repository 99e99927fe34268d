import { renderMarkdown } from "../../../../lib/report/render/render-markdown";
import {
  changeOf,
  planOf,
  recordOf,
  reportOf,
  resource,
  sectionOf,
  shownId,
  stateOf,
} from "../../../support/report/shown-json";

const address = "terraform_data.batch_results";
const output = {
  alpha: recordOf(shownId("alpha")),
  bravo: recordOf(shownId("bravo"), { result: "not_started", status: "RUNNING", submitted_at: null }),
};

describe("a portable batch", () => {
  test("is a terraform_data whose output is a map of result records", () => {
    const json = stateOf(resource(address, { input: {}, output }));
    expect(reportOf(json).totals).toEqual({ instances: 2, unfinished: 1, due: 0 });
    expect(sectionOf("batch", json)).toMatchObject({
      isDue: false,
      rows: [
        { name: "bravo", result: "not_started", tookMs: null, isUnfinished: true },
        { name: "alpha", result: "success", tookMs: 60_000, isUnfinished: false, isDeclared: true },
      ],
      runs: [{ number: 1, waves: [{ members: 1 }] }],
    });
    expect(renderMarkdown(reportOf(json))).toContain("| not started, unfinished |");
  });

  test("shows the record of a purge, too", () => {
    const dead = recordOf(shownId("dead"), { action: "delete", status: "DELETED" });
    expect(sectionOf("batch", stateOf(resource(address, { output: { dead } }))).rows).toMatchObject([
      { name: "dead", action: "delete" },
    ]);
  });

  test.each([
    ["no output", { input: output }],
    ["an empty one", { output: {} }],
    ["a text", { output: "alpha" }],
    ["something else among the records", { output: { ...output, more: { instance_id: "x" } } }],
    ["another action", { output: { alpha: { ...output.alpha, action: "resize" } } }],
  ])("is not made for a resource with %s", (_, values) => {
    expect(reportOf(stateOf(resource(address, values))).sections).toEqual([]);
  });

  test("is due as a whole when a plan replaces it", () => {
    const replaced = { actions: ["delete", "create"], before: { output }, after: {} };
    const report = reportOf(planOf(changeOf(address, replaced)));
    expect(report).toMatchObject({ totals: { instances: 2, unfinished: 1, due: 2 }, sections: [{ isDue: true }] });
    expect(renderMarkdown(report)).toContain("Due: the whole batch.");
    const kept = changeOf(address, { actions: ["no-op"], before: { output }, after: { output } });
    expect(reportOf(planOf(kept)).totals.due).toBe(0);
  });

  test("that was given something sensitive hides it in its records", () => {
    const json = stateOf(resource(address, { input: { id: shownId("alpha") }, output }, { input: true }));
    expect(JSON.stringify(reportOf(json))).not.toContain(shownId("alpha"));
    expect(reportOf(json).totals).toEqual({ instances: 2, unfinished: 1, due: 0 });
  });
});
