/**
 * `npm start`: runs three deploys of main.ts with the real cdktf and terraform, against an emulator in this process, and checks that each
 * deploy made exactly the calls that its plan announced. All programs that it starts end with it, and all files that it writes are removed.
 */
import { visibleLine, visibleLines } from "../domain/texts/visible-line";
import { createEmulator, type Emulator } from "../emulator/emulator";
import { findDifferences } from "./demo/calls";
import { Cdktf } from "./demo/cdktf";
import { Interrupted } from "./demo/program";
import { describeAnnouncement, describeJournal, describeOutputs } from "./demo/report";
import { emulatorEnvironment, seed, type Stage, stages } from "./demo/stages";
import { createWorkspace } from "./demo/workspace";
import { requireTerraform } from "../testing/terraform/terraform-program";
import { exitCodes } from "./exit-codes";
import { variableOf } from "../domain/environment";

/** A restart takes minutes in the service. At this speed it takes two or three seconds. */
const speed = 250;

const installTerraform =
  "See https://developer.hashicorp.com/terraform/install, or name it with TERRAFORM_BINARY_NAME.";

async function main(signal: AbortSignal): Promise<number> {
  const program = variableOf(process.env, "TERRAFORM_BINARY_NAME") ?? "terraform";
  requireTerraform(program, "The demonstration", installTerraform);
  const workspace = createWorkspace(program);
  const emulator = createEmulator({ seed, clock: "real", speed, auth: "none" });
  try {
    const { url } = await emulator.listen({ host: "127.0.0.1", port: 0 });
    const cdktf = new Cdktf(program, workspace, emulatorEnvironment(url), signal);
    print(
      "main.ts is deployed three times, each time with other settings, by the real cdktf and terraform.",
      `An emulator of the service at ${url} replaces the cloud. Its time runs ${speed} times faster.`,
      "Its fleet: five running Kafka instances and two failed creations.",
    );

    const differences: string[] = [];
    for (const [index, stage] of stages.entries()) {
      print("", `── ${index + 1} of ${stages.length}: ${stage.title} ${describeEnvironment(stage)}`);
      differences.push(...(await runStage(stage, cdktf, emulator)));
    }
    print("", `── and once more, with nothing changed`);
    const rest = await cdktf.diff(stages[stages.length - 1]?.environment ?? {});
    print(...describeAnnouncement(rest));
    if (rest.actions.length > 0 || rest.purged.length > 0)
      differences.push("a plan with nothing changed announces actions");

    print("", ...describeJournal(emulator.journal()), "");
    if (differences.length > 0) {
      print("Plan and calls do NOT agree:", ...differences.map((difference) => visibleLine(`  ${difference}`)));
      return exitCodes.failed;
    }
    print("A plan had announced every call that changed something, and every announced action was done.");
    return exitCodes.done;
  } finally {
    await emulator.close();
    await workspace.dispose();
  }
}

/** Plans, deploys and prints one stage. Returns the differences between plan and calls. */
async function runStage(stage: Stage, cdktf: Cdktf, emulator: Emulator): Promise<readonly string[]> {
  const announcement = await cdktf.diff(stage.environment);
  print(...describeAnnouncement(announcement));

  const seen = emulator.journal().length;
  const startedAtMs = performance.now();
  const outputs = await cdktf.deploy(stage.environment);
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
  print("", `cdktf deploy: done after ${seconds} s.`, ...describeOutputs(outputs));
  return findDifferences(announcement, emulator.journal().slice(seen)).map(
    (difference) => `${stage.title}: ${difference}`,
  );
}

function describeEnvironment({ environment }: Stage): string {
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return `(${settings.join(" ")})`;
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!interruption.signal.aborted) process.stderr.write("\nStopping terraform and the emulator …\n");
    interruption.abort();
  });
}

main(interruption.signal)
  .then((code) => {
    process.exitCode = code;
  })
  .catch((failure: unknown) => {
    if (!(failure instanceof Interrupted)) {
      process.stderr.write(`${visibleLines(failure instanceof Error ? failure.message : String(failure))}\n`);
    }
    process.exitCode = exitCodes.failed;
  });
