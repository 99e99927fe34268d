import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import { visibleLines } from "../domain/texts/visible-line";
import { batchCommand } from "./commands/batch";
import { emulatorCommand } from "./commands/emulator";
import { mirrorCommand } from "./commands/mirror";
import { reportCommand } from "./commands/report";
import { UsageError } from "../batch/usage-error";
import { exitCodes } from "./exit-codes";

/** The command line. Exit codes: 0 done · 1 something failed · 2 bad usage or configuration. */
async function main(): Promise<void> {
  const program = new Command("dms-lifecycle")
    .description(
      "Companion of the cdktf-dms-lifecycle package: batch actions without Terraform, reports of its runs, an emulator of the service, and a mirror for its provider.",
    )
    .version(version)
    .addCommand(batchCommand())
    .addCommand(reportCommand())
    .addCommand(emulatorCommand().addHelpText("after", emulatorExample))
    .addCommand(mirrorCommand().addHelpText("after", mirrorExample))
    .addHelpText("after", examples);
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: writeError });
  await program.parseAsync();
}

/** Writes an error in lines without an effect on a terminal or a CI system, because it may quote input. */
function writeError(text: string): void {
  process.stderr.write(visibleLines(text));
}

const emulatorExample = `
Example:
  $ dms-lifecycle emulator --port 8080 --speed 60
  {"url":"http://127.0.0.1:8080"}
`;

const mirrorExample = `
Example:
  $ dms-lifecycle mirror ~/terraform-mirror >> ~/.terraformrc
`;

const examples = `
Exit codes: 0 done and proven, 1 something failed, was refused or is unproven, 2 bad usage or configuration.

Example:
  $ dms-lifecycle batch --action restart --instance orders=54602a9d-5e22-4239-9123-77e350df4a34
  "dms-lifecycle help batch" shows more; "help" works for every command.
`;

/**
 * Ends the process when its output has no reader, as after "| head", or the disk is full. A longer command gets this as a hangup; a nearly
 * finished one ends by itself.
 */
function endWithOutput({ code, message }: NodeJS.ErrnoException): void {
  process.stdout.on("error", () => undefined);
  if (code !== "EPIPE") {
    writeError(`The output cannot be written: ${message}.\n`);
    process.once("exit", () => (process.exitCode ||= exitCodes.failed));
  }
  process.emit("SIGHUP", "SIGHUP");
}

const noWorkingFolder =
  "The working directory no longer exists, and a path is relative to it. " +
  "Allowed: a working directory that exists, or absolute paths.";

/** Whether this is Node's error for a missing working folder. */
function isWithoutFolder(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as NodeJS.ErrnoException).syscall === "uv_cwd";
}

process.stdout.once("error", endWithOutput);
// The error cannot be reported.
process.stderr.on("error", () => undefined);

main().catch((thrown: unknown) => {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return;
  }
  const complaint = isWithoutFolder(thrown) ? new UsageError(noWorkingFolder) : thrown;
  writeError(`${complaint instanceof Error ? complaint.message : String(complaint)}\n`);
  process.exitCode = complaint instanceof UsageError ? exitCodes.usage : exitCodes.failed;
});
