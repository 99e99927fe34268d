import { join, relative } from "node:path";
import { exportsOf, filesBelow, root, takenBy } from "../support/architecture/source-files";

const lib = filesBelow(join(root, "lib"));
const product = [
  ...lib,
  join(root, "main.ts"),
  ...filesBelow(join(root, "scripts")),
  ...filesBelow(join(root, "bench")),
];
const tests = filesBelow(join(root, "__tests__"));

/** What `npm` users import; and what is imported when it is first needed, by another name. */
const entries = ["lib/index.ts", "lib/testing/index.ts", "lib/bin/dms-plugin.ts", "lib/client/undici-agent.ts"];

/** Exported so far although no other file of the product needs them. The list gets shorter, never longer. */
const leftOver: readonly string[] = [
  "lib/bin/commands/batch-connection.ts: BatchConnection",
  "lib/bin/commands/batch-options.ts: ReadText",
  "lib/bin/commands/batch-text.ts: Paint",
  "lib/bin/replaced-instance-file.ts: ReplacedInstanceFileOptions",
  "lib/bin/run-record-files.ts: RunRecordFilesOptions",
  "lib/constructs/l1/binding.ts: renderList",
  "lib/constructs/portable-arguments.ts: PortablePlaces",
  "lib/constructs/portable-runner.ts: vendorRunner",
  "lib/constructs/vendor/lock-file.ts: LockEntry",
  "lib/constructs/vendor/package-root.ts: OwnPackage",
  "lib/constructs/vendor/provider-mirror.ts: Platform",
  "lib/constructs/vendor/provider-mirror.ts: mirrorPlatforms",
  "lib/constructs/vendor/provider-mirror.ts: currentPlatform",
  "lib/constructs/warnings.ts: warningIds",
  "lib/goplugin/host-watch.ts: HostWatch",
  "lib/provider/lifecycle/assessment.ts: Request",
  "lib/provider/lifecycle/import.ts: parseImportId",
  "lib/provider/lifecycle/model.ts: ResultsState",
  "lib/provider/lifecycle/private-state.ts: PrivateState",
  "lib/provider/lifecycle/prospect.ts: ProspectInput",
  "lib/provider/provider.ts: ProviderDependencies",
  "lib/report/create-report.ts: ReportResult",
  "lib/report/terraform-json.ts: TerraformJson",
];

const key = (file: string, name: string): string => `${relative(root, file)}: ${name}`;

test("a value is exported for another file of the product, a type for another file or a test", () => {
  const taken = (files: readonly string[]): ReadonlySet<string> =>
    new Set(files.flatMap(takenBy).map(({ from, name }) => key(from, name)));
  const [byProduct, byTests] = [taken(product), taken(tests)];
  const isTaken = (by: ReadonlySet<string>, file: string, name: string): boolean =>
    by.has(key(file, name)) || by.has(key(file, "*"));
  const needless = lib
    .filter((file) => !entries.includes(relative(root, file)))
    .flatMap(exportsOf)
    .filter(({ file, name, isType }) => !isTaken(byProduct, file, name) && !(isType && isTaken(byTests, file, name)))
    .map(({ file, name }) => key(file, name));
  expect(needless.filter((each) => !leftOver.includes(each))).toEqual([]);
});

test("the emulator takes types of the domain and nothing else", () => {
  const taken = lib
    .filter((file) => relative(root, file).startsWith("lib/emulator/"))
    .flatMap(takenBy)
    .filter(({ from, isType }) => relative(root, from).startsWith("lib/domain/") && !isType);
  expect(taken.map(({ file, name }) => key(file, name))).toEqual([]);
});
