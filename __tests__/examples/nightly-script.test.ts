import { spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { quietEnvironment } from "../../lib/testing/environment";
import { terraformBinary } from "../support/acceptance/terraform";
import { createWorkspace, projectId, type Workspace } from "../support/acceptance/workspace";
import { readProjectFile, root } from "../support/docs/markdown";

describe("the nightly script of examples/drift", () => {
  const example = (name: string): string => readProjectFile(`examples/drift/${name}`);
  const ids = [...example("main.tf").matchAll(/instance_id = "(.*)"/g)].map((match) => match[1]!);
  const seed = (status: string) => ({
    projects: {
      [projectId]: ids.map((instance_id, index) => ({ instance_id, status: index === 0 ? status : "RUNNING" })),
    },
  });
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  /** As a shell would run it in a project that has the package installed. */
  const runScript = () => {
    const npx = join(workspace.folder, "npx");
    writeFileSync(
      npx,
      `#!/bin/sh\nshift\nexec node ${JSON.stringify(resolve(root, "dist/bin/dms-lifecycle.cjs"))} "$@"\n`,
    );
    chmodSync(npx, 0o755);
    const env = quietEnvironment({
      PATH: `${workspace.folder}${delimiter}${process.env["PATH"] ?? ""}`,
      TERRAFORM_BINARY_NAME: terraformBinary,
    });
    const script = resolve(root, "examples/drift/nightly.sh");
    const child = spawn("sh", [script], { cwd: workspace.folder, env, stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.on("data", (part: Buffer) => (printed += part.toString()));
    return new Promise<{ code: number | null; printed: string }>((done, failed) => {
      child.once("error", failed);
      child.once("close", (code) => done({ code, printed }));
    });
  };

  test("says that all is as declared, reports the due actions, or shows why the plan failed", async () => {
    const hcl = example("main.tf")
      .replace(/^provider [^]*?\n\n/m, "")
      .replace(/^terraform [^]*?\n}\n/, "");
    workspace = await createWorkspace({ hcl, runs: "process", emulator: { seed: seed("RUNNING") } });
    expect((await workspace.apply()).code).toBe(0);
    expect(await runScript()).toEqual({ code: 0, printed: "As declared.\n" });

    workspace.emulator.replaceInstances(seed("ERROR"));
    const due = await runScript();
    expect(due.code).toBe(2);
    expect(due.printed).toContain("status is ERROR and restart\\_unhealthy is true");

    workspace.emulator.setFaults([{ on: { operation: "list" }, do: { status: 401 } }]);
    const failed = await runScript();
    expect(failed.code).toBe(1);
    expect(failed.printed).toContain("Error: ");
    expect(readFileSync(join(workspace.folder, "drift.log"), "utf8")).toBe(failed.printed);
  });
});
