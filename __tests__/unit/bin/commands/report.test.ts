import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, useCommandLine } from "../../../support/bin/command-line";
import { stateOfRollout } from "../../../support/browser/report-state";
import { lifecycleOf, resource, stateOf } from "../../../support/report/shown-json";

const program = useCommandLine();
const run = (args: readonly string[], input = ""): Promise<Ended> =>
  program.start(["report", ...args], { input }).ended;
const state = JSON.stringify(stateOfRollout());

describe("dms-lifecycle report", () => {
  test("reads a file or stdin, and writes the form that is asked for", async () => {
    const file = join(program.folder, "state.json");
    writeFileSync(file, `\uFEFF${state}`);
    const [fromFile, fromStdin, html, json, short] = await Promise.all([
      run([file]),
      run(["-"], state),
      run(["--format", "html", file]),
      run(["--format", "json", file]),
      run(["--json", file]),
    ]);
    for (const { code } of [fromFile, fromStdin, html, json, short]) expect(code).toBe(0);
    expect(fromFile.stdout).toMatch(/^# Run Report\n/);
    expect(fromFile.stdout).toMatch(/^\| audit +\|/m);
    expect(fromStdin.stdout).toBe(fromFile.stdout);
    expect(html.stdout).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(json.stdout)).toMatchObject({ title: "Run Report", totals: { unfinished: 3 } });
    expect(short.stdout).toBe(json.stdout);
  });

  test("has the given title in every form", async () => {
    const title = ["--title", "orders <prod>"];
    const forms = [[], ["--format", "html"], ["--json"]].map((form) => run([...title, ...form], state));
    const [markdown, html, json] = await Promise.all(forms);
    expect(markdown!.stdout).toMatch(/^# orders \\<prod\\>\n/);
    expect(html!.stdout).toContain("<h1>orders &lt;prod&gt;</h1>");
    expect(JSON.parse(json!.stdout)).toMatchObject({ title: "orders <prod>" });
  });

  test("exits 1 with --check while something is unfinished, also where instances are sensitive", async () => {
    expect(await run(["--check"], state)).toMatchObject({ code: 1, stderr: "" });
    const values = lifecycleOf({ orders: { result: "failed" }, audit: {} });
    const hidden = stateOf(resource("dms_instance_lifecycle.fleet", values, { instances: true }));
    expect(await run(["--check"], JSON.stringify(hidden))).toMatchObject({ code: 1, stderr: "" });
    const nothing = JSON.stringify({ format_version: "1.0", values: { root_module: {} } });
    expect(await run(["--check"], nothing)).toMatchObject({ code: 0, stderr: "" });
  });

  test("shows nothing of a text that is not JSON, which may be a state with secrets in it", async () => {
    const { code, stderr } = await run([], '{"values":\n{"password":hunter2}}');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "stdin is not JSON (line 2, column 13). Allowed: the output of terraform show -json.\n",
    });
  });

  test.each([
    ["a file that is not there", ["missing.json"], "", "missing.json cannot be read"],
    ["nothing, as after a terraform that failed", [], "\n", "stdin is empty: the command before it printed nothing."],
    ["what is not JSON", [], "<html>", "stdin is not JSON (line 1, column 1). Allowed"],
    ["JSON of something else", [], "[1]", "stdin cannot be reported on"],
    ["two forms at once", ["--json", "--format", "html"], state, "--format"],
    ["an empty title", ["--title", " "], state, '--title is " ". Allowed: a non-empty string.'],
  ])("exits 2 for %s, and writes nothing", async (_, args, input, text) => {
    const { code, stdout, stderr } = await run(args, input);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(text);
  });
});
