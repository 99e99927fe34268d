import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { DmsProvider } from "../../lib";
import { createFolder, type Run } from "../support/acceptance/terraform";
import { readProjectFile } from "../support/docs/markdown";
import { addNullProvider } from "../support/null-provider/mirror";
import { writeProviderMirror } from "../support/provider/provider-mirror";
import type { TerraformFolder } from "../../lib/testing/terraform/terraform-folder";

const page = readProjectFile("docs/guides/when-terraform-asks-npm-invalid.md");
const notFound = /npm\.invalid/;

/** The first code block below a heading of the page. */
function blockBelow(heading: string): string {
  const [, below = ""] = page.split(`\n## ${heading}\n`);
  const block = /^```\w+\n([^]*?)^```$/m.exec(below)?.[1];
  if (block === undefined) throw new Error(`${heading} has no code block`);
  return block;
}

/** The line of a block that begins with these words. */
function lineOf(block: string, words: string): string {
  const found = block.split("\n").find((line) => line.startsWith(words));
  if (found === undefined) throw new Error(`no line begins with ${words}`);
  return found;
}

describe("the page on npm.invalid", () => {
  let project: TerraformFolder;
  let stackFolder: string;
  beforeEach(() => {
    project = createFolder("dms-asks-", {});
    stackFolder = join(project.folder, "cdktf.out", "stacks", "kafka-fleet");
    synthesize();
  });
  afterEach(() => project.dispose());

  const synthesize = (vendor = true): void => {
    const app = new App({ outdir: join(project.folder, "cdktf.out"), stackTraces: false });
    new DmsProvider(new TerraformStack(app, "kafka-fleet"), "dms", vendor ? {} : { vendor });
    app.synth();
  };
  /** `terraform` in the stack's folder, or in the project's. */
  const inStack = (args: readonly string[], env = {}) => project.run(args, { cwd: stackFolder, env });
  const inProject = (args: readonly string[]) => project.run(args, { cwd: project.folder });
  const settings = (text: string): Readonly<Record<string, string>> => {
    const file = join(project.folder, "company.tfrc");
    writeFileSync(file, text);
    return { TF_CLI_CONFIG_FILE: file };
  };
  const fails = ({ code, output }: Run): void => expect([code, output]).toEqual([1, expect.stringMatching(notFound)]);
  const works = ({ code, output }: Run): void => expect([code, output]).toEqual([0, expect.anything()]);
  const lockFile = (): string => readFileSync(join(stackFolder, ".terraform.lock.hcl"), "utf8");

  test("a company's provider_installation leads past the provider, and with the page's block it does not, -chdir included", async () => {
    const mirror = join(project.folder, "company");
    const company = settings(`provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
    fails(await inStack(["init"], company));
    const mended = settings(blockBelow("A Company Mirror"));
    works(await inStack(["init"], mended));
    const chdir = ["-chdir=cdktf.out/stacks/kafka-fleet", "init", "-reconfigure"];
    works(await project.run(chdir, { cwd: project.folder, env: mended }));
  });

  test("an override of the provider leads past it as well, and beside the page's methods it may stay", async () => {
    const override = `dev_overrides {\n    "npm.invalid/cdktf-dms-lifecycle/dms" = "${project.folder}"\n  }`;
    fails(await inStack(["init"], settings(`provider_installation {\n  ${override}\n}\n`)));
    fails(await inStack(["init"], settings(`provider_installation {\n  ${override}\n  direct {}\n}\n`)));
    const mended = blockBelow("A Company Mirror").replace("{\n", `{\n  ${override}\n`);
    works(await inStack(["init"], settings(mended)));
  });

  test("-plugin-dir leads past the provider, and with the page's argument beside it does not", async () => {
    const [own = ""] = /-plugin-dir=terraform\.d\/plugins/.exec(page) ?? [];
    mkdirSync(join(project.folder, "plugins"));
    const elsewhere = `-plugin-dir=${join(project.folder, "plugins")}`;
    fails(await inStack(["init"], { TF_CLI_ARGS_init: elsewhere }));
    works(await inStack(["init"], { TF_CLI_ARGS_init: `${elsewhere} ${own}` }));
  });

  test("-chdir leads past the provider, and the page's two lines do not", async () => {
    fails(await inProject(["-chdir=cdktf.out/stacks/kafka-fleet", "init"]));
    const block = blockBelow("`-chdir`");
    works(await inProject(lineOf(block, "terraform -chdir").split(" ").slice(1)));
    const [, folder = "", command = ""] = /^cd (\S+) && terraform (.*)$/.exec(lineOf(block, "cd "))!;
    works(await project.run(command.split(" "), { cwd: join(project.folder, folder) }));
  });

  test("an artefact without the lock file needs none for terraform init", async () => {
    writeFileSync(join(stackFolder, ".terraform.lock.hcl"), "");
    works(await inStack(["init"]));
  });

  test("providers lock asks npm.invalid, and with the others named it leaves the entry as it is", async () => {
    fails(await inStack(["providers", "lock", "-platform=linux_amd64"]));
    await addNullProvider(join(project.folder, "mirror"));
    writeFileSync(join(stackFolder, "null.tf"), 'resource "null_resource" "it" {}\n');
    const before = lockFile();
    const [, , , ...args] = lineOf(blockBelow("Providers Lock"), "terraform providers lock").split(" ");
    // The stand-in of the registry has this platform only.
    const named = args.filter((argument) => !argument.startsWith("-platform"));
    works(await inStack(["providers", "lock", `-fs-mirror=${join(project.folder, "mirror")}`, ...named]));
    const [entry = ""] = /^provider "npm\.invalid[^]*?^\}/m.exec(before) ?? [];
    expect(entry).toContain("h1:");
    expect(lockFile()).toContain(entry);
    expect(lockFile()).toContain("hashicorp/null");
  });

  test("vendor: false leads past the provider, whose entry in the lock file is there, and a mirror of its own does not", async () => {
    await project.dispose();
    project = createFolder("dms-asks-", {});
    stackFolder = join(project.folder, "cdktf.out", "stacks", "kafka-fleet");
    synthesize(false);
    fails(await inStack(["init"]));
    expect(lockFile()).toContain('provider "npm.invalid/cdktf-dms-lifecycle/dms"');
    const mirror = join(project.folder, "mirror");
    writeProviderMirror(mirror);
    const own = settings(`provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
    works(await inStack(["init"], own));
  });
});
