import { createHash } from "node:crypto";
import { joinedRelease, releaseFiles, untestedMark } from "../../../../scripts/executable/release-folder";

const built = (platform: string) =>
  releaseFiles({ version: "1.2.3", platform, name: "terraform-provider-dms_v1.2.3", content: Buffer.from(platform) });
const sumsIn = (files: ReadonlyMap<string, Uint8Array>) =>
  Buffer.from(files.get("terraform-provider-dms_1.2.3_SHA256SUMS")!).toString();

describe("the release of one executable", () => {
  test("has the names that registries know, and the sums of each file", async () => {
    const files = await built("linux_amd64");
    const names = ["terraform-provider-dms_1.2.3_linux_amd64.zip", "terraform-provider-dms_1.2.3_manifest.json"];
    expect([...files.keys()]).toEqual([...names, "terraform-provider-dms_1.2.3_SHA256SUMS"]);
    const expected = names.map((name) => `${createHash("sha256").update(files.get(name)!).digest("hex")}  ${name}\n`);
    expect(sumsIn(files)).toBe(expected.join(""));
  });

  test("has the same bytes for the same executable", async () => {
    expect(await built("linux_amd64")).toEqual(await built("linux_amd64"));
  });
});

describe("the release of several platforms", () => {
  test("has the zips of all, one manifest, and sums that list them", async () => {
    const files = joinedRelease([await built("linux_amd64"), await built("darwin_arm64")], "1.2.3");
    const listed = [...sumsIn(files).matchAll(/ {2}(\S+)\n/g)].map(([, name]) => name);
    expect(listed).toEqual([
      "terraform-provider-dms_1.2.3_linux_amd64.zip",
      "terraform-provider-dms_1.2.3_manifest.json",
      "terraform-provider-dms_1.2.3_darwin_arm64.zip",
    ]);
    expect([...files.keys()].sort()).toEqual([...listed, "terraform-provider-dms_1.2.3_SHA256SUMS"].sort());
  });

  test("refuses a folder whose executable has not run a story", async () => {
    const untested = new Map([...(await built("darwin_arm64")), [untestedMark, Buffer.from("")]]);
    const joining = async () => joinedRelease([await built("linux_amd64"), untested], "1.2.3");
    await expect(joining()).rejects.toThrow("is marked UNTESTED");
  });

  test("refuses two files of one name that are not the same", async () => {
    const one = await built("linux_amd64");
    const other = new Map([...one].map(([name]) => [name, Buffer.from("another")]));
    expect(() => joinedRelease([one, other], "1.2.3")).toThrow(
      "Two folders have another terraform-provider-dms_1.2.3_linux",
    );
  });
});
