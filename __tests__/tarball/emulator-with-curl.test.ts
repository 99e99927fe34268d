import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProjectFile } from "../support/docs/markdown";
import {
  type CommandLineEmulator,
  difference,
  type Example,
  examplesOf,
  openShell,
  type Shell,
  startFromCommandLine,
} from "../support/emulator/curl-guide";

const examples = examplesOf(readProjectFile("docs/guides/emulator-with-curl.md"));
const documentedHost = "127.0.0.1:41234";
const start = "npx dms-lifecycle emulator";

describe("the page of curl examples", () => {
  let folder: string;
  let shell: Shell;
  let emulator: CommandLineEmulator | undefined;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "emulator-with-curl-"));
    shell = openShell(folder);
  });
  afterAll(async () => {
    await shell.close();
    await emulator?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The emulator is where it found a free port, not where the page says. */
  const here = (text: string): string =>
    emulator === undefined ? text : text.replaceAll(documentedHost, new URL(emulator.url).host);

  async function runExample({ command, answer }: Example): Promise<string | undefined> {
    if (command.startsWith(start)) {
      await emulator?.close();
      emulator = await startFromCommandLine(command, folder);
      await shell.run(`EMULATOR=${emulator.url}`);
      return answer === undefined ? undefined : compare(JSON.stringify({ url: emulator.url }), answer);
    }
    const printed = await shell.run(here(command));
    return answer === undefined ? undefined : compare(printed, answer);
  }

  function compare(printed: string, answer: NonNullable<Example["answer"]>): string | undefined {
    const documented = here(answer.text);
    if (answer.kind === "text") return difference(printed.trim(), documented.trim());
    try {
      return difference(JSON.parse(printed), JSON.parse(documented));
    } catch (thrown) {
      return `${String(thrown)} in ${printed}`;
    }
  }

  test.each(examples.map((example) => [example.command.split("\n")[0], example] as const))("%s", async (_, example) => {
    expect(await runExample(example)).toBeUndefined();
  });
});

test("the page shows every part of the emulator", () => {
  const commands = examples.map(({ command }) => command).join("\n");
  for (const shown of [
    ...["--seed", "--clock manual", "--auth any", "/v1.0/", "/v2/", "/v3/auth/tokens", "/v3/projects", "X-Sdk-Date"],
    ...["/_emulator/health", "/_emulator/journal", "/_emulator/instances", "/_emulator/faults", "/_emulator/clock"],
    ...["/_emulator/reset", "/tasks?", "allFailure", "force_delete", "recycle_bin", "restart", "delete"],
  ]) {
    expect(commands).toContain(shown);
  }
  expect(examples.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(25);
});

test("an answer is compared to the letter, except for parts that the page omits", () => {
  expect(difference({ a: 1, b: [1, 2] }, { a: 1, b: [1, 2] })).toBeUndefined();
  expect(difference({ a: 1, b: 2 }, { a: 1, "…": "…" })).toBeUndefined();
  expect(difference({ a: 1, b: 2 }, { a: 1 })).toContain("beside what is documented");
  expect(difference({ a: 2 }, { a: 1, "…": "…" })).toContain("answer.a is 2");
  expect(difference([1], [1, 2])).toContain("documented is [1,2]");
  expect(difference({ id: "x" }, { id: "…" })).toBeUndefined();
  expect(difference({}, { id: "…" })).toContain("answer.id is undefined");
});
