import { readProjectFile } from "../docs/markdown";
import {
  type CommandLineEmulator,
  examplesOf,
  openShell,
  type Shell,
  startFromCommandLine,
} from "../emulator/curl-guide";
import { linesNotPrinted, linesOf } from "./console";
import type { ExampleProject } from "./project";

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

/**
 * `skip` tells which blocks are not run, because what they do is done already. The emulator that a block starts has a port of its
 * own, and `address` stands for it in the others. cdktf puts the name of `stack` before what it prints of it.
 */
export function openGuide(
  guide: string,
  project: ExampleProject,
  { skip, address, stack }: { readonly skip: RegExp; readonly address: string; readonly stack: string },
): GuideRun {
  const shell: Shell = openShell(project.folder);
  let emulator: CommandLineEmulator | undefined;
  return {
    follow: async () => {
      await shell.run(settings(project));
      const steps: GuideStep[] = [];
      for (const { command, answer } of examplesOf(readProjectFile(guide)).filter((each) => !skip.test(each.command))) {
        if (/^npx dms-lifecycle emulator /.test(command)) {
          emulator = await startFromCommandLine(command.replace(/--speed \d+/, "--speed 2000"), project.folder);
          continue;
        }
        const printed = plain(await shell.run(command.replaceAll(address, emulator?.url ?? address)), stack);
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

/** The project's environment in place of this machine's. */
function settings({ environment }: ExampleProject): string {
  const foreign = Object.keys(process.env).filter((name) => /^\w+$/.test(name) && !(name in environment));
  const own = Object.entries(environment).filter(([name]) => /^\w+$/.test(name) && name !== "_");
  const quoted = own.map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`);
  return [`unset ${["NOTHING", ...foreign].join(" ")}`, ...quoted].join("\n");
}

/** Without colours, and without the margin in which cdktf puts the stack's name. */
function plain(printed: string, stack: string): string {
  return printed.replace(/\u001b\[\d+m/g, "").replace(new RegExp(`^${stack}  `, "gm"), "");
}
