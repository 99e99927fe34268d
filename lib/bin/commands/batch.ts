import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { pathVariableOf } from "../../domain/environment";
import { visibleLine } from "../../domain/texts/visible-line";
import { exitCodes } from "../exit-codes";
import { createProgressFile } from "../progress-file";
import { readableFiles } from "../readable-files";
import { realClock } from "../real-clock";
import { type BatchOptions, readBatchOptions } from "../../batch/options";
import { type BatchProcess, runBatchProgram } from "../../batch/program";

/** Time after a stop at which the process ends even if work goes on. Results are written to disk at each event. */
const lastExitMs = 4_500;

export function batchCommand(): Command {
  const command = new Command("batch").description(
    "Restarts or deletes instances with the service's batch call, once, and watches each to its proven end. " +
      "The address of the service and the credentials come from the same environment variables as in the provider.",
  );
  for (const option of [...whatOptions(), ...rolloutOptions(), ...outputOptions(), ...connectionOptions()]) {
    command.addOption(option);
  }
  return command.addHelpText("after", helpTail).action(async (options: BatchOptions) => {
    process.exitCode = await runHere(options);
  });
}

function whatOptions(): readonly Option[] {
  const instance = new Option("--instance <name=id>", "an instance, by a name of yours; may be repeated");
  const collect = (text: string, earlier: readonly string[] | undefined): readonly string[] => [
    ...(earlier ?? []),
    text,
  ];
  return [
    new Option("--action <verb>", "the action on the instances").choices(["restart", "delete"]),
    instance.argParser(collect),
    new Option(
      "--instances <file>",
      "JSON file (or text) with an id for each name; may be the results of an earlier run",
    ),
    new Option("--all-failure <engine>", "instead, delete all instances of this engine whose creation failed").choices([
      "kafka",
      "rabbitmq",
      "rocketmq",
    ]),
    new Option("--allow-deletion", "consent: deletion destroys data without backup"),
    new Option("--max-deletions <number>", "refuse to delete more instances than this"),
    new Option("--force-delete", "delete without the recycle bin; only with API version v2"),
  ];
}

function rolloutOptions(): readonly Option[] {
  return [
    new Option("--max-unavailable <amount>", 'most instances that may be down together: "1", "25%" (default: "100%")'),
    new Option("--canary <number>", "size of a first, smaller wave (default: 0)"),
    new Option("--max-failures <amount>", 'start no further wave after more failures: "0", "10%" (default: "0")'),
    new Option("--pause-between <duration>", 'pause between two waves (default: "0s")'),
    new Option("--min-ready-time <duration>", 'time that an instance must stay RUNNING to count (default: "0s")'),
    new Option("--ready-timeout <duration>", 'time for each instance, from its call to its proof (default: "20m")'),
    new Option("--timeout <duration>", 'time for the whole run (default: "60m")'),
  ];
}

function outputOptions(): readonly Option[] {
  return [
    new Option("--results <file>", "write the result records there as JSON, by name, also after a failure or Ctrl-C"),
    new Option(
      "--unfinished <file>",
      "write the names of unfinished instances there; the file is removed if there are none",
    ),
    new Option("--on-failure <mode>", "report: exit 0 once unfinished results are in the file, for a gate elsewhere")
      .choices(["error", "report"])
      .default("error"),
    new Option("--json", "write only results and unfinished to stdout, as JSON"),
  ];
}

function connectionOptions(): readonly Option[] {
  return [
    new Option("--endpoint <url>", "base URL of the service (environment: DMS_ENDPOINT)"),
    new Option("--project-id <id>", "project of the instances (environment: OS_PROJECT_ID, …)"),
    new Option("--region <name>", "region, when there is no endpoint (environment: OS_REGION_NAME, …)"),
    new Option("--api-version <version>", "v1.0 or v2 (environment: DMS_API_VERSION)"),
    new Option("--poll-interval <duration>", 'longest time between two reads (default: "10s")'),
  ];
}

const helpTail = `
DMS_PROGRESS_FILE names a file to which each event is appended as a JSON line, as the provider does.
Exit codes: 0 done and proven, 1 something failed, was refused or is unproven, 2 bad usage or configuration (nothing was sent).

Example:
  $ export OS_REGION_NAME=eu-de OS_PROJECT_ID=… OS_ACCESS_KEY=… OS_SECRET_KEY=…
  $ dms-lifecycle batch --action restart --max-unavailable 1 --results results.json \\
      --instance orders=54602a9d-5e22-4239-9123-77e350df4a34 --instance audit=7166cdea-dbad-4d79-9610-7163e6f8b640
`;

async function runHere(options: BatchOptions): Promise<number> {
  const line = readBatchOptions(options, (path) => readFileSync(path, "utf8"));
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(exitCodes.failed), lastExitMs).unref();
  };
  const stopOrLeave = (): void => (stopping.signal.aborted ? process.exit(exitCodes.failed) : stop());
  process.on("SIGINT", stopOrLeave);
  process.on("SIGTERM", stopOrLeave);
  // The end of a terminal or of a connection takes the output too: the second of the two does not ask to leave at once.
  process.on("SIGHUP", stop);
  try {
    const isDone = await runBatchProgram(line, processHost(stopping.signal));
    return isDone ? exitCodes.done : exitCodes.failed;
  } finally {
    process.off("SIGINT", stopOrLeave);
    process.off("SIGTERM", stopOrLeave);
    process.off("SIGHUP", stop);
  }
}

function processHost(stop: AbortSignal): BatchProcess {
  const { env, stdout, stderr } = process;
  const progressPath = pathVariableOf(env, "DMS_PROGRESS_FILE");
  return {
    environment: env,
    ...readableFiles(process.cwd()),
    clock: realClock,
    stop,
    writeLine: (line) => stdout.write(`${line}\n`),
    writeError: (line) => stderr.write(`${line}\n`),
    beginProgress: progressPath === undefined ? undefined : createProgressFile(progressParts(progressPath)),
    isColoured: stdout.isTTY && (env["NO_COLOR"] ?? "") === "",
  };
}

function progressParts(path: string): Parameters<typeof createProgressFile>[0] {
  const onProblem = (message: string): void =>
    void process.stderr.write(`DMS_PROGRESS_FILE: ${visibleLine(message)}\n`);
  return { path: resolve(path), now: () => Date.now(), newId: randomUUID, onProblem };
}
