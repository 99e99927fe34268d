import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProviderPackage } from "../../../lib/constructs/vendor/provider-package";
import { currentPlatform, mirrorPlatforms, writeMirror } from "../../../lib/constructs/vendor/provider-mirror";
import { writeProviderPackage } from "../../support/synth/provider-package";

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

  test("is not written again where it is right already, and is where it is not", () => {
    const [right = "", wrong = ""] = write();
    const longAgo = new Date(2001, 1, 1);
    utimesSync(right, longAgo, longAgo);
    writeFileSync(wrong, "half a zip");
    write();
    expect(statSync(right).mtime).toEqual(longAgo);
    expect(readFileSync(wrong).equals(readFileSync(right))).toBe(true);
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

test("a provider that was never built is refused with what to do about it", () => {
  expect(() => loadProviderPackage(join(folder, "nowhere"))).toThrow(/has not been built.*npm run build/);
});
