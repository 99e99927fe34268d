import { join } from "node:path";
import { readProjectFile } from "../docs/markdown";
import {
  type CommandLineEmulator,
  examplesOf,
  openShell,
  type Shell,
  startFromCommandLine,
} from "../emulator/curl-guide";
import { linesNotPrinted, linesOf } from "./console";
import type { Project } from "./project";

/** How one block of commands ended. */
export interface GuideStep {
  readonly command: string;
  /** Lines of the block below it that were not printed. */
  readonly missing: readonly string[];
  readonly printed: string;
}

/** The commands of a guide, followed one after the other in a project, as a reader would. */
export interface GuideRun {
  /** Runs every `sh` block that is not skipped and answers how each ended. */
  follow(): Promise<readonly GuideStep[]>;
  close(): Promise<void>;
}

/** How a guide is followed. */
interface Following {
  /** Blocks that are not run, because their effect is there already. */
  readonly skip: RegExp;
  /** The guide's address of the emulator, which has a port of its own here. */
  readonly address: string;
  /** cdktf puts the name of this stack before each line of its output. */
  readonly stack: string;
  /** The program that runs the emulator, from the project's folder. @default the repository's sources */
  readonly emulator?: string;
  /** Whether a command that fails ends the shell, and with it `follow`. @default false */
  readonly isStrict?: boolean;
  /** A command as the reader would type it here. @default as it stands in the guide */
  readonly rewrite?: (command: string) => string;
}

/** A shell in which the commands of `guide` can be followed. Close it. */
export function openGuide(
  guide: string,
  project: Project,
  { skip, address, stack, emulator: program, isStrict = false, rewrite = (command) => command }: Following,
): GuideRun {
  const shell: Shell = openShell(project.folder);
  let emulator: CommandLineEmulator | undefined;
  return {
    follow: async () => {
      await shell.run(settings(project));
      if (isStrict) await shell.run("set -e");
      const steps: GuideStep[] = [];
      for (const { command, answer } of examplesOf(readProjectFile(guide)).filter((each) => !skip.test(each.command))) {
        if (/^npx dms-lifecycle emulator /.test(command)) {
          const quick = command.replace(/--speed \d+/, "--speed 2000");
          emulator = await startFromCommandLine(quick, project.folder, program && join(project.folder, program));
          continue;
        }
        const typed = rewrite(command).replaceAll(address, emulator?.url ?? address);
        const printed = plain(await shell.run(typed), stack);
        const shown = answer?.kind === "text" ? linesOf(answer.text) : [];
        steps.push({ command, missing: linesNotPrinted(shown, printed), printed });
      }
      return steps;
    },
    close: async () => {
      await shell.close();
      await emulator?.close();
    },
  };
}

/** The project's environment instead of this machine's. */
function settings({ environment }: Project): string {
  const foreign = Object.keys(process.env).filter((name) => /^\w+$/.test(name) && !(name in environment));
  const own = Object.entries(environment).filter(([name]) => /^\w+$/.test(name) && name !== "_");
  const quoted = own.map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`);
  return [`unset ${["NOTHING", ...foreign].join(" ")}`, ...quoted].join("\n");
}

/** Without colours, and without the margin in which cdktf puts the stack's name. */
function plain(printed: string, stack: string): string {
  return printed.replace(/\u001b\[\d+m/g, "").replace(new RegExp(`^${stack}  `, "gm"), "");
}
