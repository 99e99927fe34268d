import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { Command, Option } from "commander";
import { describePlace, jsonFault } from "../../domain/texts/json-fault";
import { createReport } from "../../report/create-report";
import { renderHtml } from "../../report/render/render-html";
import { renderJson } from "../../report/render/render-json";
import { renderMarkdown } from "../../report/render/render-markdown";
import { defaultTitle } from "../../report/render/report-words";
import { UsageError } from "../../batch/usage-error";
import { exitCodes } from "../exit-codes";

const renderers = { markdown: renderMarkdown, html: renderHtml, json: renderJson } as const;

interface ReportOptions {
  readonly format: keyof typeof renderers;
  readonly title: string;
  readonly json?: boolean;
  readonly check?: boolean;
}

export function reportCommand(): Command {
  return new Command("report")
    .description(
      "Turns the output of terraform show -json, of a state or of a plan, into a run report: the last action on each instance, " +
        "its result, and the actions that are due. Sensitive values are not shown.",
    )
    .argument("[file]", "the JSON; without it, or with -, it is read from stdin")
    .addOption(
      new Option("--format <format>", "form of the report").choices(Object.keys(renderers)).default("markdown"),
    )
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .option("--title <text>", "heading of the report, such as the name of the stack", defaultTitle)
    .option("--check", "exit 1 when the report shows anything unfinished")
    .addHelpText("after", helpTail)
    .action(async (file: string | undefined, options: ReportOptions) => {
      process.exitCode = await runReport(file, options);
    });
}

const helpTail = `
Exit codes: 0 the report was written, 1 with --check when something is unfinished, 2 bad usage or input.

Example:
  $ terraform show -json | dms-lifecycle report --format html > report.html
  $ terraform plan -out=tfplan && terraform show -json tfplan | dms-lifecycle report --title "plan of orders"
`;

async function runReport(file: string | undefined, { format, title, json, check }: ReportOptions): Promise<number> {
  if (title.trim() === "") throw new UsageError(`--title is ${JSON.stringify(title)}. Allowed: a non-empty string.`);
  const source = file === undefined || file === "-" ? "stdin" : file;
  const result = createReport(parse(source, source === "stdin" ? await readStdin() : readFile(source)));
  if (result.kind === "problem") throw new UsageError(`${source} cannot be reported on. ${result.message}`);
  process.stdout.write(renderers[json === true ? "json" : format](result.report, title));
  return check === true && result.report.totals.unfinished > 0 ? exitCodes.failed : exitCodes.done;
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) {
    throw new UsageError(
      "There is nothing to report. Allowed: a file, or terraform show -json | dms-lifecycle report.",
    );
  }
  return readAll(process.stdin);
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    throw new UsageError(`${file} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
}

// Parses JSON. The state of a stack contains secrets, so an error for a text that is not JSON shows only the place of the fault.
function parse(source: string, json: string): unknown {
  // Some shells put a byte order mark before redirected output.
  const text = json.replace(/^\uFEFF/, "");
  if (text.trim() === "") {
    const before = source === "stdin" ? ": the command before it printed nothing" : "";
    throw new UsageError(`${source} is empty${before}. Allowed: the output of terraform show -json.`);
  }
  const fault = jsonFault(text);
  if (fault === undefined) return JSON.parse(text);
  throw new UsageError(`${source} is not JSON (${describePlace(fault)}). Allowed: the output of terraform show -json.`);
}
