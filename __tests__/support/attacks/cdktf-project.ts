import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ResourceState, projectId, savedObjects } from "../acceptance/workspace";
import { type RunningCdktf, startCdktf } from "../synth/cdktf";
import { until } from "./provider-processes";

const library = resolve(__dirname, "../../../dist/lib/index.js");

/** A project of cdktf with one stack, whose program uses the built library. Its terraform starts the built provider. */
export interface CdktfProject {
  /** `cdktf deploy`, with this value of the trigger. */
  deploy(trigger: string): RunningCdktf;
  state(): ResourceState | undefined;
  /** Waits until no process is left that works in the project. */
  left(): Promise<unknown>;
  remove(): Promise<void>;
}

/** `ids` by their keys in the fleet; `program`: Terraform or OpenTofu. */
export function createCdktfProject(url: string, program: string, ids: Readonly<Record<string, string>>): CdktfProject {
  const folder = mkdtempSync(join(tmpdir(), "dms-cdktf-"));
  writeFileSync(join(folder, "main.cjs"), programText(ids));
  const settings = { language: "typescript", app: `${process.execPath} main.cjs`, sendCrashReports: "false" };
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify(settings));
  const left = (): Promise<unknown> => until(() => processesIn(folder).length === 0, 60_000);
  return {
    deploy: (trigger) =>
      startCdktf(folder, ["deploy", "--auto-approve"], {
        TERRAFORM_BINARY_NAME: program,
        DMS_ENDPOINT: url,
        DMS_POLL_INTERVAL: "100ms",
        OS_PROJECT_ID: projectId,
        TRIGGER: trigger,
      }),
    state: () => {
      const objects = savedObjects(folder, "terraform.fleet.tfstate");
      return [...objects].find(([address]) => address.startsWith("dms_instance_lifecycle."))?.[1];
    },
    left,
    remove: async () => {
      for (const pid of processesIn(folder)) process.kill(pid, "SIGKILL");
      await left();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function programText(ids: Readonly<Record<string, string>>): string {
  const instances = Object.fromEntries(Object.entries(ids).map(([name, instanceId]) => [name, { instanceId }]));
  return [
    `const { App, TerraformOutput, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});`,
    `const { DmsProvider, InstanceLifecycle } = require(${JSON.stringify(library)});`,
    "const app = new App();",
    'const stack = new TerraformStack(app, "fleet");',
    'new DmsProvider(stack, "dms", {});',
    'const kafka = new InstanceLifecycle(stack, "kafka", {',
    '  rollout: { maxUnavailable: "1" },',
    '  readyTimeout: "20s",',
    "  restartOnCreate: true,",
    "  restartTriggers: { config: process.env.TRIGGER },",
    `  instances: ${JSON.stringify(instances)},`,
    "});",
    'new TerraformOutput(stack, "unfinished", { value: kafka.unfinished });',
    "app.synth();",
  ].join("\n");
}

/** Processes whose working directory is in the folder. */
function processesIn(folder: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && worksIn(folder, name))
    .map(Number);
}

function worksIn(folder: string, pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false; // Gone in the meantime, or of another user.
  }
}
