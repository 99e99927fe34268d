import { describeAnnouncement, describeOutputs } from "../../../lib/bin/demo/report";
import { stages } from "../../../lib/bin/demo/stages";
import { settings } from "../../../lib/client/config/sources/settings";
import { readProjectFile, tableRowsBelow } from "../../support/docs/markdown";

const readme = readProjectFile("README.md");

test("it can be read in two minutes: 8 kB at most, with a program of 14 lines at most", () => {
  expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(8_000);
  const [, program = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(readme)!;
  expect(program.trimEnd().split("\n").length).toBeLessThanOrEqual(14);
});

test("the excerpt of npm start is the demonstration's output for such a plan, except its warning, and for such results", () => {
  const reason = "restart_triggers changed: config";
  const actions = [
    { name: "orders", instance_id: "54602a9d-5e22-4239-9123-77e350df4a34" },
    { name: "payments", instance_id: "7166cdea-dbad-4d79-9610-7163e6f8b640" },
  ].map((instance) => ({ ...instance, action: "restart", wave: 1, reason }));
  const announcement = { actions, purged: [], warnings: [] };
  const result = (tookMs: number) => ({
    instance_id: "",
    action: "restart",
    result: "success",
    status: "RUNNING",
    reason: "left RUNNING and is RUNNING again",
    submitted_at: new Date(0).toISOString(),
    finished_at: new Date(tookMs).toISOString(),
  });
  const outputs = { results: { orders: result(3_600), payments: result(1_100) }, unfinished: [] };
  const heading = `── 2 of ${stages.length}: ${stages[1]!.title} (BROKER_CONFIG=${stages[1]!.environment["BROKER_CONFIG"]!})`;
  const begins = ["```text", heading, ...describeAnnouncement(announcement), "", "cdktf deploy: done after "];
  expect(readme).toContain(begins.join("\n"));
  expect(readme).toContain([...describeOutputs(outputs), "```"].join("\n"));
});

test("every npm script and command it speaks of exists", () => {
  const { scripts, bin } = JSON.parse(readProjectFile("package.json")) as {
    scripts: Readonly<Record<string, string>>;
    bin: Readonly<Record<string, string>>;
  };
  const ofNpm = ["ci", "install", "pack"];
  const named = [...readme.matchAll(/npm (?:run )?([a-z][\w:]*)(?= |`|$)/gm)].map((match) => match[1]!);
  expect([...new Set(named)].filter((name) => !ofNpm.includes(name) && scripts[name] === undefined)).toEqual([]);
  const commands = [...readme.matchAll(/npx (\S+)/g)].map((match) => match[1]!);
  expect(commands.filter((command) => bin[command] === undefined)).toEqual([]);
});

test("every variable in the table of the page on clouds is one the client reads", () => {
  const known = new Set(Object.values(settings).flatMap(({ variables }) => variables));
  const [, ...rows] = tableRowsBelow(readProjectFile("docs/guides/against-a-cloud.md"), "## Variables");
  const named = rows.flatMap(([cell]) => [...(cell ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1]!));
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((variable) => !known.has(variable))).toEqual([]);
});
