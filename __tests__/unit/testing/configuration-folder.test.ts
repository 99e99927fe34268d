import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareConfiguration } from "../../../lib/testing/configuration-folder";

describe("a configuration folder", () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "dms-configuration-"));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  const write = (path: string, text = ""): void => {
    mkdirSync(join(place, path, ".."), { recursive: true });
    writeFileSync(join(place, path), text);
  };
  const prepare = (folder: string, root?: string) =>
    prepareConfiguration(
      { folder: join(place, folder), ...(root !== undefined && { root: join(place, root) }) },
      join(place, "kit"),
    );

  test("is copied without what terraform left there, with the provider beside it, and not touched", () => {
    write("infra/main.tf", 'provider "dms" {}\n');
    for (const left of ["terraform.tfstate", "terraform.tfstate.backup", ".terraform/x", "sub/terraform.tfstate"]) {
      write(`infra/${left}`);
    }
    write("infra/sub/fleet.json");
    const before = readdirSync(join(place, "infra"), { recursive: true });
    const { folder } = prepare("infra");
    const names = readdirSync(folder).sort();
    expect(names).toEqual([".terraform.lock.hcl", "main.tf", "sub", "terraform.d", "~dms_testing_override.tf.json"]);
    expect(readdirSync(join(folder, "sub"))).toEqual(["fleet.json"]);
    expect(readdirSync(join(place, "infra"), { recursive: true })).toEqual(before);
  });

  test("is copied to the same place again, without what its source no longer has", () => {
    write("infra/main.tf");
    write("infra/old.tf");
    const first = prepare("infra");
    rmSync(join(place, "infra/old.tf"));
    expect(prepare("infra")).toEqual(first);
    expect(existsSync(join(first.folder, "old.tf"))).toBe(false);
  });

  test("brings modules beside it when their root is named", () => {
    write("infra/prod/main.tf");
    write("infra/modules/fleet/main.tf", "# module\n");
    const { folder } = prepare("infra/prod", "infra");
    expect(readFileSync(join(folder, "../modules/fleet/main.tf"), "utf8")).toBe("# module\n");
  });

  test("without configuration, or outside of its root, is refused", () => {
    write("empty/readme.md");
    write("infra/main.tf");
    expect(() => prepare("empty")).toThrow(/no Terraform configuration \(\*\.tf\) in .*empty/);
    expect(() => prepare("nowhere")).toThrow(/no Terraform configuration/);
    expect(() => prepare("infra", "empty")).toThrow(/does not lie in/);
  });
});
