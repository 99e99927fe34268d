import { createReport } from "../../../lib/report/create-report";
import { renderHtml } from "../../../lib/report/render/render-html";
import { renderJson } from "../../../lib/report/render/render-json";
import { renderMarkdown } from "../../../lib/report/render/render-markdown";
import { stateOfRollout } from "../../support/browser/report-state";
import { changeOf, lifecycleOf, planOf, reportOf, resource, stateOf } from "../../support/report/shown-json";

const fleet = "dms_instance_lifecycle.fleet";
const done = lifecycleOf({ orders: {} });

describe("a report", () => {
  test.each(["0.1", "0.2", "1.0", "1.2", "1.99"])("is made of format_version %s", (format_version) => {
    expect(reportOf({ ...stateOf(resource(fleet, done)), format_version }).totals.instances).toBe(1);
  });

  test.each([
    ["a later format_version", { format_version: "2.0" }, 'Its format_version is "2.0". Known are 0.x and 1.x.'],
    ["no format_version", { values: {} }, 'It has no "format_version"'],
    ["a number for a format_version", { format_version: 1 }, 'It has no "format_version"'],
    ["a list", [{ format_version: "1.0" }], 'It has no "format_version"'],
    ["nothing", null, 'It has no "format_version"'],
  ])("is refused of %s", (_, json, message) => {
    expect(createReport(json)).toEqual({ kind: "problem", message: expect.stringContaining(message) as unknown });
  });

  test.each([
    ["an empty state", { format_version: "1.0" }, "State: 0 instances, 0 unfinished."],
    ["an empty plan", planOf(), "Plan: 0 instances, 0 unfinished, 0 actions due."],
  ])("of %s says that there is nothing", (_, json, totals) => {
    const report = reportOf(json);
    expect(report.sections).toEqual([]);
    const nothing = "There is no lifecycle, purge or portable batch in it.";
    expect(renderMarkdown(report)).toBe(`# Run Report\n\n${totals}\n\n${nothing}\n`);
    expect(renderHtml(report)).toContain(`<p>${nothing}</p>`);
  });

  test("has a section for each resource, also in nested modules and of for_each and count, by address", () => {
    const at = (address: string) => resource(address, done);
    const inner = { resources: [at(`module.b["x"].module.c.${fleet}["eu-de"]`)] };
    const json = {
      format_version: "1.0",
      values: {
        root_module: {
          resources: [at(`${fleet}[1]`), at(`${fleet}[0]`)],
          child_modules: [
            { child_modules: [inner] },
            { resources: [at(`module.a.${fleet}`), at('module.a.dms_instance_lifecycle.each["a.b"]')] },
          ],
        },
      },
    };
    const report = reportOf(json);
    expect(report.totals).toEqual({ instances: 5, unfinished: 0, due: 0 });
    expect(report.sections.map(({ address }) => address)).toEqual([
      "dms_instance_lifecycle.fleet[0]",
      "dms_instance_lifecycle.fleet[1]",
      'module.a.dms_instance_lifecycle.each["a.b"]',
      "module.a.dms_instance_lifecycle.fleet",
      'module.b["x"].module.c.dms_instance_lifecycle.fleet["eu-de"]',
    ]);
  });

  test("leaves out resources of other providers, data sources, deposed objects and values that are not resources", () => {
    const data = { ...resource(fleet, done), mode: "data" };
    const others = ["terraform_data.seed", "null_resource.batch", "dms_instances.all", "opentelekomcloud_dms.kafka"];
    expect(reportOf(stateOf(data, ...others.map((each) => resource(each, done)), [], {})).sections).toEqual([]);
    const deposed = { ...changeOf(fleet, { actions: ["delete"], before: done }), deposed: "12345678" };
    expect(reportOf(planOf(deposed, {}, [])).sections).toEqual([]);
  });

  test("says that nothing is done to the instances of a resource that a plan removes from state", () => {
    for (const actions of [["delete"], ["forget"]]) {
      const report = reportOf(planOf(changeOf(fleet, { actions, before: done, after: null })));
      expect(report).toMatchObject({ totals: { instances: 1, due: 0 }, sections: [{ isForgotten: true }] });
      const sentence = "The plan removes this from state. Nothing is done to the instances.";
      expect(renderMarkdown(report)).toContain(`\n\n${sentence}\n\n`);
      expect(renderHtml(report)).toContain(`<p>${sentence}</p>`);
    }
  });

  test("is the same for any order of the JSON", () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).map(([key, each]) => [key, reversed(each)] as const);
      return Object.fromEntries(entries.reverse());
    };
    const json = stateOfRollout();
    for (const render of [renderMarkdown, renderHtml, renderJson]) {
      expect(render(reportOf(reversed(json)))).toBe(render(reportOf(json)));
      expect(render(reportOf(json))).toBe(render(reportOf(json)));
    }
  });

  test("as JSON has its title and every field, and ends with a line break", () => {
    const report = reportOf(stateOfRollout());
    const text = renderJson(report);
    expect(text.endsWith("}\n")).toBe(true);
    expect(JSON.parse(text)).toEqual({ title: "Run Report", ...report });
    expect(JSON.parse(renderJson(report, "orders"))).toMatchObject({ title: "orders" });
    expect(report.sections[1]).toMatchObject({ kind: "lifecycle", isForgotten: false, declaration: "known" });
    expect(Object.keys(report.sections[1]!).sort()).toEqual(
      ["address", "declaration", "due", "isForgotten", "kind", "rows", "runs"].sort(),
    );
    const [row] = report.sections[1]!.kind === "lifecycle" ? report.sections[1]!.rows : [];
    expect(row).toEqual({
      name: "orders",
      instanceId: "00000000-0000-4000-8000-000000000002",
      action: "restart",
      result: "failed",
      status: "ERROR",
      tookMs: 568_000,
      reason: "it ended in ERROR",
      isUnfinished: true,
      isDeclared: true,
    });
  });

  test("bears the title it is given", () => {
    const report = reportOf(stateOf(resource(fleet, done)));
    expect(renderMarkdown(report, "prod | <eu>")).toMatch(/^# prod \\\| \\<eu\\>\n/);
    const html = renderHtml(report, "prod <eu>");
    expect(html).toContain("<h1>prod &lt;eu&gt;</h1>");
    expect(html).toContain("<title>prod &lt;eu&gt;</title>");
  });
});
