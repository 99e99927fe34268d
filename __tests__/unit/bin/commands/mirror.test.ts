import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mirrorCommand } from "../../../../lib/bin/commands/mirror";
import { UsageError } from "../../../../lib/batch/usage-error";
import { currentPlatform } from "../../../../lib/constructs/vendor/provider-mirror";
import { providerAddress } from "../../../../lib/constructs/provider-address";

const run = (directory: string, ...options: readonly string[]) =>
  mirrorCommand().parseAsync([directory, ...options], { from: "user" });

describe("dms-lifecycle mirror", () => {
  let folder: string;
  let output: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dms-mirror-"));
    output = "";
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      output += String(text);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test("makes the folder, with the provider in it, and prints the block that uses it", async () => {
    const mirror = join(folder, "new", "mirror");
    await run(mirror);
    expect(existsSync(join(mirror, providerAddress))).toBe(true);
    expect(output).toContain(`path    = ${JSON.stringify(mirror)}`);
  });

  test("prints JSON when it is asked to", async () => {
    await run(folder, "--json");
    expect(JSON.parse(output)).toMatchObject({ directory: folder, source: providerAddress });
  });

  describe("with an executable", () => {
    test("has it unpacked, ready to be run, under the address that is asked for", async () => {
      const program = file("provider");
      copyFileSync(process.execPath, program);
      await run(folder, "--executable", program, "--source", "registry.example.com/team/dms", "--json");
      const { version } = JSON.parse(output) as { readonly version: string };
      const placed = join(folder, "registry.example.com/team/dms", version, currentPlatform());
      const [name] = readdirSync(placed);
      expect(name).toMatch(`terraform-provider-dms_v${version}`);
      expect(statSync(join(placed, name!)).mode & 0o111).toBe(0o111);
      expect(readFileSync(join(placed, name!)).equals(readFileSync(process.execPath))).toBe(true);
      expect(JSON.parse(output)).toMatchObject({
        source: "registry.example.com/team/dms",
        provider_installation: expect.stringContaining('include = ["registry.example.com/team/dms"]') as string,
      });
      expect(existsSync(join(folder, providerAddress))).toBe(false);
    });

    test("replaces a zip for the same platform, and no other", async () => {
      await run(folder);
      const before = readdirSync(join(folder, providerAddress));
      await run(folder, "--executable", process.execPath);
      const after = readdirSync(join(folder, providerAddress));
      const gone = before.filter((name) => !after.includes(name));
      expect(gone).toHaveLength(1);
      expect(gone[0]).toContain(currentPlatform());
    });

    test.each([
      ["there is none", () => join(folder, "missing"), "which cannot be read"],
      ["it is a script", () => file("script"), "which is not a program of Linux, macOS or Windows"],
    ])("is refused when %s", async (_, fileOf, reason) => {
      const running = run(join(folder, "mirror"), "--executable", fileOf());
      await expect(running).rejects.toThrow(UsageError);
      await expect(running).rejects.toThrow(reason);
      expect(existsSync(join(folder, "mirror"))).toBe(false);
    });
  });

  test.each(["dms", "team/dms", "Registry.example.com/team/dms", "registry.example.com/team/other", "../x/team/dms"])(
    "refuses %s as a source",
    async (source) => {
      await expect(run(folder, "--source", source)).rejects.toThrow("--source is");
    },
  );

  test.each([
    ["a file", () => file("taken"), "ENOTDIR"],
    ["below a file", () => join(file("taken"), "mirror"), "ENOTDIR"],
    ["where a file is in the way", () => (file("npm.invalid"), folder), "ENOTDIR"],
    ["a symbolic link", () => link("linked"), "linked is a symbolic link, and links are not followed there"],
    ["where a symbolic link is in the way", () => (link("npm.invalid"), folder), "npm.invalid is a symbolic link"],
    ["where no folder can be made, by nobody", () => "/sys/dms-mirror", /E(PERM|ACCES|ROFS)/],
    ["below /proc, where Node would try for good", () => "/proc/dms/mirror", /E(NOENT|PERM|ACCES|ROFS)/],
    ["longer than paths can be", () => join(folder, "a".repeat(300)), "ENAMETOOLONG"],
  ])("refuses a folder that is %s, and names it", async (_, directoryOf, reason) => {
    const directory = directoryOf();
    const running = run(directory);
    await expect(running).rejects.toThrow(UsageError);
    await expect(running).rejects.toThrow(`<directory> is ${JSON.stringify(directory)}, which cannot be written: `);
    await expect(running).rejects.toThrow(reason);
    await expect(running).rejects.toThrow("Allowed: a folder that can be written, or the path of one to make.");
    expect(output).toBe("");
  });

  test("refuses an empty name, which is not a name for this folder", async () => {
    await expect(run("")).rejects.toThrow('<directory> is "". Allowed: a folder that can be written');
    expect(existsSync("npm.invalid")).toBe(false);
  });

  describe("appended to the CLI configuration", () => {
    let configuration: string;
    let errors: string;
    beforeEach(() => {
      configuration = join(folder, ".terraformrc");
      errors = "";
      jest.spyOn(process.stderr, "write").mockImplementation((text) => {
        errors += String(text);
        return true;
      });
    });

    /** `HOME=… dms-lifecycle mirror … >> ~/.terraformrc` */
    async function append(environment: NodeJS.ProcessEnv = {}): Promise<void> {
      const stdout = openSync(configuration, "a");
      jest.replaceProperty(process.stdout, "fd", stdout as 1);
      jest.replaceProperty(process, "env", { HOME: folder, ...environment });
      output = "";
      try {
        await run(join(folder, "mirror"));
      } finally {
        writeSync(stdout, output);
        closeSync(stdout);
      }
    }

    const content = () => readFileSync(configuration, "utf8");

    test.each([
      ["that Terraform reads", {}],
      ["of a home, while Terraform reads another file", { TF_CLI_CONFIG_FILE: "/dev/null" }],
    ])("adds the block once to a file %s", async (_, environment) => {
      writeFileSync(configuration, "disable_checkpoint = true\n");
      await append(environment);
      const once = content();
      expect(once).toMatch(/^disable_checkpoint = true\nprovider_installation \{/);
      expect(errors).toBe("");
      await append(environment);
      expect(content()).toBe(once);
      expect(errors).toBe(`${configuration} has the block for this mirror already. Nothing was added to it.\n`);
    });

    test("adds nothing beside another block, and the complaint has the entries for that one", async () => {
      const before = "provider_installation {\n  direct {}\n}\n";
      writeFileSync(configuration, before);
      const running = append();
      await expect(running).rejects.toThrow(UsageError);
      await expect(running).rejects.toThrow(`${configuration} has a block provider_installation, and Terraform takes`);
      await expect(running).rejects.toThrow(`path    = ${JSON.stringify(join(folder, "mirror"))}`);
      expect(content()).toBe(before);
    });

    test("adds the block to a file of another name, whatever the home has", async () => {
      writeFileSync(configuration, "provider_installation {}\n");
      configuration = join(folder, "other.tfrc");
      await append();
      expect(content()).toContain("provider_installation {");
    });
  });

  function link(name: string): string {
    mkdirSync(join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), join(folder, name));
    return join(folder, name);
  }

  function file(name: string): string {
    writeFileSync(join(folder, name), "");
    return join(folder, name);
  }
});
