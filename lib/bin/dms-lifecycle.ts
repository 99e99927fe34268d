import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import { emulatorCommand } from "./commands/emulator";
import { mirrorCommand } from "./commands/mirror";
import { exitCodes, UsageError } from "./exit-codes";

/** The command line. Exit codes: 0 done · 1 something failed · 2 bad usage or configuration. */
async function main(): Promise<void> {
  const program = new Command("dms-lifecycle")
    .description(
      "Companion of the cdktf-dms-lifecycle package: an emulator of the service, and a mirror for its provider.",
    )
    .version(version)
    .exitOverride()
    .addCommand(emulatorCommand())
    .addCommand(mirrorCommand());
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync();
}

main().catch((thrown: unknown) => {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return;
  }
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = thrown instanceof UsageError ? exitCodes.usage : exitCodes.failed;
});
