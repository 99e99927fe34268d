import { renderHtml } from "../../../../lib/report/render/render-html";
import { renderMarkdown } from "../../../../lib/report/render/render-markdown";
import {
  changeOf,
  lifecycleOf,
  planOf,
  recordOf,
  reportOf,
  resource,
  sectionOf,
  shownId,
  stateOf,
} from "../../../support/report/shown-json";

const fleet = "dms_instance_lifecycle.fleet";
const failed = { result: "failed", status: "ERROR", reason: "it ended in ERROR" };
const oneFailed = lifecycleOf({ alpha: {}, bravo: failed, charlie: {} });

const rowsOf = (json: unknown) => sectionOf("lifecycle", json).rows;
const namesOf = (json: unknown) => rowsOf(json).map(({ name }) => name);
const unfinishedIn = (json: unknown) =>
  rowsOf(json)
    .filter(({ isUnfinished }) => isUnfinished)
    .map(({ name }) => name);

describe("the rows of a lifecycle", () => {
  test("are its instances, unfinished ones first, with the last action on each", () => {
    const rows = rowsOf(stateOf(resource(fleet, oneFailed)));
    expect(rows.map(({ name }) => name)).toEqual(["bravo", "alpha", "charlie"]);
    expect(rows[0]).toMatchObject({ instanceId: shownId("bravo"), ...failed, status: "RUNNING", tookMs: 60_000 });
  });

  test("say that nothing was done to an instance that was only looked at", () => {
    const json = stateOf(resource(fleet, { ...oneFailed, results: {}, unfinished: [] }));
    expect(rowsOf(json)).toMatchObject([{ name: "alpha", action: "", status: "RUNNING", tookMs: null }, {}, {}]);
    expect(renderMarkdown(reportOf(json))).toContain("| none yet |");
  });

  test("show the code and the text of the service, and the status of the record without an observed one", () => {
    const changes = { ...failed, error_code: "DMS.00400", message: "busy" };
    const values = { ...lifecycleOf({ alpha: changes }), observed: null };
    expect(rowsOf(stateOf(resource(fleet, values)))).toMatchObject([
      { status: "ERROR", reason: "it ended in ERROR; DMS.00400: busy" },
    ]);
  });

  test.each([
    ["results", { instances: {}, observed: {} }],
    ["observed", { instances: {}, results: {} }],
    ["unfinished, without any record", { instances: {}, results: {}, observed: {} }],
    ["all of them where instances are null", { instances: null }],
  ])("exist also for instances that only %s names, and unfinished ones count", (_, changes) => {
    const json = stateOf(resource(fleet, { ...oneFailed, ...changes }));
    expect(unfinishedIn(json)).toEqual(["bravo"]);
    expect(reportOf(json).totals.unfinished).toBe(1);
  });

  test("count records without success if no list of unfinished instances exists", () => {
    const json = stateOf(resource(fleet, { ...oneFailed, unfinished: null }));
    expect(unfinishedIn(json)).toEqual(["bravo"]);
  });

  test("go by the id if a plan renames keys, and name removed instances", () => {
    const { alpha, bravo } = oneFailed["instances"] as Readonly<Record<string, unknown>>;
    const after = { ...oneFailed, instances: { anna: alpha, bruno: bravo } };
    const json = planOf(changeOf(fleet, { before: oneFailed, after }));
    expect(rowsOf(json)).toMatchObject([
      { name: "bruno", result: "failed", isUnfinished: true, isDeclared: true },
      { name: "anna", result: "success", isUnfinished: false, isDeclared: true },
      { name: "charlie", result: "success", isDeclared: false },
    ]);
    expect(renderMarkdown(reportOf(json))).toMatch(/^\| charlie .* no longer declared; left RUNNING/m);
  });

  test("do not take the record of one instance for another that has got its key", () => {
    const instances = { bravo: { instance_id: shownId("new") }, moved: { instance_id: shownId("bravo") } };
    const json = planOf(changeOf(fleet, { before: oneFailed, after: { ...oneFailed, instances } }));
    expect(rowsOf(json).slice(0, 2)).toMatchObject([
      { name: "moved", instanceId: shownId("bravo"), result: "failed", isUnfinished: true },
      { name: "alpha", isDeclared: false },
    ]);
    expect(rowsOf(json)).toContainEqual(expect.objectContaining({ name: "bravo", action: "", isUnfinished: false }));
  });

  test("go by the key where an id is known only to the apply", () => {
    const instances = { bravo: { desired_state: "running" } };
    const json = planOf(changeOf(fleet, { before: lifecycleOf({ bravo: failed }), after: { instances } }));
    expect(rowsOf(json)).toMatchObject([{ name: "bravo", instanceId: shownId("bravo"), isUnfinished: true }]);
    const moved = { ...instances, moved: { instance_id: shownId("bravo") } };
    const other = planOf(changeOf(fleet, { before: lifecycleOf({ bravo: failed }), after: { instances: moved } }));
    expect(unfinishedIn(other)).toEqual(["moved"]);
  });
});

describe("a lifecycle with sensitive values", () => {
  const hidden = (values: object, sensitive: Readonly<Record<string, unknown>>) =>
    stateOf(resource(fleet, { ...values }, sensitive));
  const sentence = "The declared instances are sensitive: names are hidden, except those of instances with a record.";

  test("counts unfinished instances although they are hidden, and says that they are", () => {
    const report = reportOf(hidden(oneFailed, { instances: true }));
    expect(report.totals).toEqual({ instances: 3, unfinished: 1, due: 0 });
    expect(report.sections).toMatchObject([
      { declaration: "hidden", rows: [{ name: "bravo", isUnfinished: true, isDeclared: true }, {}, {}] },
    ]);
    expect(JSON.stringify(report)).not.toContain(shownId("bravo"));
    for (const text of [renderMarkdown(report), renderHtml(report)]) {
      expect(text).toContain("State: 3 instances, 1 unfinished. The instances of 1 resource are sensitive.");
      expect(text).toContain(sentence);
      expect(text).not.toContain("No instance is declared");
    }
  });

  test("says so too when nothing is recorded yet", () => {
    const after = { instances: oneFailed["instances"], planned_actions: [] };
    const change = { actions: ["create"], after, after_sensitive: { instances: true } };
    const report = reportOf(planOf(changeOf(fleet, change)));
    expect(report.sections).toMatchObject([{ declaration: "hidden", rows: [] }]);
    expect(renderMarkdown(report)).toContain(sentence);
    expect(JSON.stringify(report)).not.toContain("alpha");
  });

  test("finds records by key where ids are hidden", () => {
    const marks = Object.fromEntries(["alpha", "bravo", "charlie"].map((name) => [name, { instance_id: true }]));
    const json = hidden(oneFailed, { instances: marks });
    expect(rowsOf(json).map(({ instanceId }) => instanceId)).toEqual(Array(3).fill("(sensitive value)"));
    expect(unfinishedIn(json)).toEqual(["bravo"]);
  });

  test("counts everything unproven as unfinished if names are hidden", () => {
    expect(unfinishedIn(hidden(oneFailed, { unfinished: true }))).toEqual(["bravo"]);
    // The name happens to be a secret of something else.
    const password = resource("random_password.other", { result: "long-name" }, { result: true });
    const renamed = lifecycleOf({ alpha: {}, "long-name": failed });
    expect(unfinishedIn(stateOf(resource(fleet, renamed), password))).toEqual(["long-name"]);
    const unrecorded = { ...lifecycleOf({ alpha: {} }), unfinished: ["long-name"] };
    expect(unfinishedIn(stateOf(resource(fleet, unrecorded), password))).toEqual(["(sensitive value)"]);
  });

  test("says that results are hidden", () => {
    const json = hidden(oneFailed, { results: true });
    expect(rowsOf(json)[0]).toMatchObject({ name: "bravo", result: "(sensitive value)", isUnfinished: true });
  });
});

describe("the due actions of a plan", () => {
  const open = { results: true, observed: true, unfinished: true };
  const action = (name: string, wave: number) => ({
    name,
    instance_id: shownId(name),
    action: "restart",
    reason: "restart_triggers changed: config",
    wave,
  });

  test("are its planned actions, in order", () => {
    const after = { instances: oneFailed["instances"], planned_actions: [action("bravo", 1), action("alpha", 2)] };
    const report = reportOf(planOf(changeOf(fleet, { before: oneFailed, after, after_unknown: open })));
    expect(report.totals).toEqual({ instances: 3, unfinished: 1, due: 2 });
    expect(report.sections).toMatchObject([
      { due: { kind: "known", actions: [{ name: "bravo" }, { name: "alpha" }] } },
    ]);
    expect(renderMarkdown(report)).toMatch(/\n\nDue: 2 actions\.\n\n\| Wave .*\n.*\n\| 1 \| bravo .*\n\| 2 \| alpha /);
    expect(renderHtml(report)).toContain("<caption>Due actions, in execution order</caption>");
  });

  test("is nothing when planned_actions only keeps its last value", () => {
    const after = { ...oneFailed, planned_actions: [action("bravo", 1)] };
    const report = reportOf(planOf(changeOf(fleet, { before: after, after })));
    expect(report).toMatchObject({ totals: { due: 0 }, sections: [{ due: { kind: "none" } }] });
  });

  test("is undecided while planned_actions is unknown, and the totals say so", () => {
    const change = { before: oneFailed, after: {}, after_unknown: { ...open, planned_actions: true, instances: true } };
    const report = reportOf(planOf(changeOf(fleet, change)));
    expect(report).toMatchObject({
      totals: { instances: 3, unfinished: 1, due: 0 },
      sections: [{ due: { kind: "undecided" }, declaration: "undecided" }],
    });
    const text = renderMarkdown(report);
    expect(text).toContain("0 actions due. The due actions of 1 resource are known only at apply.");
    expect(text).toContain("The due actions depend on values that are known only at apply.");
    expect(text).toContain("The declared instances are not known yet.");
    expect(text).not.toContain("no longer declared");
  });
});

test("a lifecycle without instances says so", () => {
  const json = stateOf(resource(fleet, { instances: {} }));
  expect(namesOf(json)).toEqual([]);
  expect(renderMarkdown(reportOf(json))).toContain("No instance is declared.");
  expect(renderHtml(reportOf(json))).toContain("<p>No instance is declared.</p>");
});

test("a lifecycle with nonsense in it is reported on as far as it makes sense", () => {
  const values = {
    instances: { alpha: 1, bravo: { instance_id: shownId("bravo") } },
    results: { alpha: "x", bravo: recordOf(shownId("bravo"), { wave: "one", submitted_at: "soon", reason: 7 }) },
    observed: [1],
    unfinished: [null],
  };
  const json = stateOf(resource(fleet, values));
  expect(namesOf(json)).toEqual(["", "alpha", "bravo"]);
  expect(sectionOf("lifecycle", json).runs).toEqual([]);
});
