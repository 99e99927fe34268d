import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mirrorCommand } from "../../../../lib/bin/commands/mirror";
import { UsageError } from "../../../../lib/batch/usage-error";
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

  test("refuses an empty name, which is no name for this folder", async () => {
    await expect(run("")).rejects.toThrow('<directory> is "". Allowed: a folder that can be written');
    expect(existsSync("npm.invalid")).toBe(false);
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
