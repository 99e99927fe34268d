import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A temporary folder in which cdktf works on the project's main.ts: output, state, home and caches are all in it. */
export interface Workspace {
  readonly folder: string;
  /** The environment for programs that run in it. Nothing of the user's clouds, proxies and Terraform settings is in it. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): void;
}

export const project = resolve(__dirname, "..", "..", "..");

const foreign = /^(TF_|OS_|HW_|DMS_|CDKTF_|NODE_OPTIONS$|(HTTPS?|ALL|NO)_PROXY$)/i;

export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "dms-demo-"));
  for (const name of ["home", "tmp"]) mkdirSync(join(folder, name));
  /* The module loader by its path: the workspace has no node_modules to find it in. */
  const loader = new URL(`file://${join(project, "node_modules", "tsx", "dist", "loader.mjs")}`).href;
  const app = `node --import ${loader} ${JSON.stringify(join(project, "main.ts"))}`;
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }));

  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    folder,
    environment: {
      ...Object.fromEntries(inherited),
      HOME: join(folder, "home"),
      TMPDIR: join(folder, "tmp"),
      CI: "1",
      CHECKPOINT_DISABLE: "1",
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true",
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}
