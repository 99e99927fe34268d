import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { quietEnvironment } from "../../testing/environment";
import { createTerraformFolder, type TerraformFolder } from "../../testing/terraform/terraform-folder";

export const project = resolve(__dirname, "..", "..", "..");

/** A folder in which cdktf works on the project's main.ts. It contains output, state, home and caches. */
export function createWorkspace(program: string): TerraformFolder {
  const environment = quietEnvironment({ CI: "1", CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true" });
  const workspace = createTerraformFolder({ program, prefix: "dms-demo-", environment });
  const temporary = join(workspace.folder, "tmp");
  mkdirSync(temporary);
  // The module loader is given by its path, because the workspace has no node_modules.
  const loader = new URL(`file://${join(project, "node_modules", "tsx", "dist", "loader.mjs")}`).href;
  const app = `node --import ${loader} ${JSON.stringify(join(project, "main.ts"))}`;
  const settings = { language: "typescript", app, sendCrashReports: "false" };
  writeFileSync(join(workspace.folder, "cdktf.json"), JSON.stringify(settings));
  return { ...workspace, environment: { ...workspace.environment, TMPDIR: temporary } };
}
