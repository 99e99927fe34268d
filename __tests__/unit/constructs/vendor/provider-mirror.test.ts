import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProviderPackage } from "../../../../lib/constructs/vendor/provider-package";
import { currentPlatform, mirrorPlatforms, writeMirror } from "../../../../lib/constructs/vendor/provider-mirror";
import { writeProviderPackage } from "../../../support/synth/provider-package";

let folder: string;
let mirrored: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mirror-"));
  mirrored = join(folder, "mirror", "npm.invalid", "cdktf-dms-lifecycle", "dms");
  await writeProviderPackage(join(folder, "package"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = () =>
  writeMirror(join(folder, "mirror"), loadProviderPackage(join(folder, "package")), ["linux_amd64", "darwin_arm64"]);

describe("a filesystem mirror", () => {
  test("holds the packed provider once per platform, under its source address", () => {
    const files = write();
    expect(files).toEqual([
      join(mirrored, "terraform-provider-dms_0.1.0_linux_amd64.zip"),
      join(mirrored, "terraform-provider-dms_0.1.0_darwin_arm64.zip"),
    ]);
    const zip = readFileSync(join(folder, "package", "terraform-provider-dms_0.1.0.zip"));
    for (const file of files) expect(readFileSync(file).equals(zip)).toBe(true);
  });

  test("loses other versions of ours and keeps other providers", () => {
    const neighbour = join(folder, "mirror", "registry.terraform.io", "x", "y");
    mkdirSync(neighbour, { recursive: true });
    mkdirSync(mirrored, { recursive: true });
    writeFileSync(join(neighbour, "a.zip"), "");
    writeFileSync(join(mirrored, "terraform-provider-dms_0.0.9_linux_amd64.zip"), "");
    write();
    expect(readdirSync(mirrored).sort()).toEqual([
      "terraform-provider-dms_0.1.0_darwin_arm64.zip",
      "terraform-provider-dms_0.1.0_linux_amd64.zip",
    ]);
    expect(readdirSync(neighbour)).toEqual(["a.zip"]);
  });

  test("keeps whatever does not have the name of one of its zips", () => {
    const others = [
      "notes.txt",
      "terraform-provider-dms_0.0.9_linux_amd64.zip.bak",
      "terraform-provider-dms.zip",
      "terraform-provider-dms_0.0.9.zip",
      "terraform-provider-kafka_0.0.9_linux_amd64.zip",
      "index.json",
    ];
    mkdirSync(join(mirrored, "0.0.9", "linux_amd64"), { recursive: true });
    writeFileSync(join(mirrored, "0.0.9", "linux_amd64", "terraform-provider-dms_v0.0.9"), "unpacked");
    mkdirSync(join(mirrored, "terraform-provider-dms_0.0.8_linux_amd64.zip"));
    for (const name of others) writeFileSync(join(mirrored, name), "");
    const before = readdirSync(mirrored);
    write();
    expect(readdirSync(mirrored)).toEqual(expect.arrayContaining(before));
    expect(existsSync(join(mirrored, "0.0.9", "linux_amd64", "terraform-provider-dms_v0.0.9"))).toBe(true);
  });

  test.each([
    ["the mirror itself", ["mirror"]],
    ["a folder on the way", ["mirror", "npm.invalid"]],
    ["the folder of the zips", ["mirror", "npm.invalid", "cdktf-dms-lifecycle", "dms"]],
  ])("is refused where %s is a symbolic link, which is named, and nothing behind it changes", (_what, parts) => {
    const [link, precious] = [join(folder, ...parts), join(folder, "precious")];
    mkdirSync(precious);
    writeFileSync(join(precious, "terraform-provider-dms_0.0.9_linux_amd64.zip"), "precious");
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(precious, link);
    expect(write).toThrow(`${link} is a symbolic link, and links are not followed there`);
    expect(readdirSync(precious)).toEqual(["terraform-provider-dms_0.0.9_linux_amd64.zip"]);
  });

  test("is refused where one of its zips is a symbolic link; no zip has been removed by then", () => {
    mkdirSync(mirrored, { recursive: true });
    writeFileSync(join(folder, "precious"), "precious");
    writeFileSync(join(mirrored, "terraform-provider-dms_0.0.9_linux_amd64.zip"), "");
    const link = join(mirrored, "terraform-provider-dms_0.1.0_darwin_arm64.zip");
    symlinkSync(join(folder, "precious"), link);
    expect(write).toThrow(`${link} is a symbolic link`);
    expect(readFileSync(join(folder, "precious"), "utf8")).toBe("precious");
    expect(readdirSync(mirrored)).toHaveLength(2);
  });

  test("may lie behind a link further up", () => {
    mkdirSync(join(folder, "real"));
    symlinkSync(join(folder, "real"), join(folder, "link"));
    const files = writeMirror(join(folder, "link", "mirror"), loadProviderPackage(join(folder, "package")));
    expect(files.every((file) => existsSync(file))).toBe(true);
  });

  test("is not written again where it is right already, and is where it is not", () => {
    const [right = "", wrong = ""] = write();
    const longAgo = new Date(2001, 1, 1);
    utimesSync(right, longAgo, longAgo);
    writeFileSync(wrong, "half a zip");
    write();
    expect(statSync(right).mtime).toEqual(longAgo);
    expect(readFileSync(wrong).equals(readFileSync(right))).toBe(true);
  });

  test("has nothing for Windows, which cannot start a script of the POSIX shell", () => {
    expect(mirrorPlatforms("windows_amd64")).toEqual(mirrorPlatforms("linux_amd64"));
  });

  test("serves the usual platforms and this one, each once", () => {
    expect(mirrorPlatforms("freebsd_arm64")).toEqual([
      "linux_amd64",
      "linux_arm64",
      "darwin_arm64",
      "darwin_amd64",
      "freebsd_arm64",
    ]);
    expect(mirrorPlatforms("linux_arm64")).toHaveLength(4);
    expect(currentPlatform()).toMatch(/^[a-z]+_[a-z0-9]+$/);
  });
});

test("a provider that was never built is refused with the remedy", () => {
  expect(() => loadProviderPackage(join(folder, "nowhere"))).toThrow(/has not been built.*npm run build/);
});
