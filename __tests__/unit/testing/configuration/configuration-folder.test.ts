import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareConfiguration } from "../../../../lib/testing/configuration/configuration-folder";

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

  test("is copied without terraform's own files, with the provider beside it, and not changed", () => {
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

  test("is copied to the same place again, without files that its source no longer has", () => {
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

  describe("that has symbolic links", () => {
    const link = (path: string, target: string): void => {
      mkdirSync(join(place, path, ".."), { recursive: true });
      symlinkSync(target, join(place, path));
    };

    test.each([
      ["stands behind a link", "stacks/live", "stacks"],
      ["is a link itself", "stacks/live", undefined],
    ])("is copied, and its source is left alone, when it %s", (_, folder, root) => {
      write("stacks/real/main.tf", "# real\n");
      link("stacks/live", "real");
      const prepared = prepare(folder, root);
      expect(readFileSync(join(prepared.folder, "main.tf"), "utf8")).toBe("# real\n");
      expect(readdirSync(join(prepared.folder))).toContain("~dms_testing_override.tf.json");
      expect(lstatSync(prepared.folder).isSymbolicLink()).toBe(false);
      expect(readdirSync(join(place, "stacks/real"))).toEqual(["main.tf"]);
    });

    test("is copied without them: files and folders of others are not written through", () => {
      write("infra/main.tf");
      write("shared/versions.tf", "# shared\n");
      write("shared/plugins/left");
      link("infra/versions.tf", "../shared/versions.tf");
      link("infra/~dms_testing_override.tf.json", "../shared/versions.tf");
      link("infra/.terraform.lock.hcl", "../shared/versions.tf");
      link("infra/terraform.d", "../shared");
      const { folder } = prepare("infra");
      expect(readFileSync(join(folder, "versions.tf"), "utf8")).toBe("# shared\n");
      expect(readFileSync(join(folder, "~dms_testing_override.tf.json"), "utf8")).toContain("backend");
      expect(readFileSync(join(place, "shared/versions.tf"), "utf8")).toBe("# shared\n");
      expect(readdirSync(join(place, "shared/plugins"))).toEqual(["left"]);
    });

    test("is copied without those that lead nowhere or in a circle", () => {
      write("infra/sub/main.tf");
      write("infra/main.tf");
      link("infra/sub/up", "..");
      link("infra/here", ".");
      link("infra/nowhere.tf", "gone.tf");
      link("infra/root", "/");
      link("infra/other", "sub");
      write("infra/a/main.tf");
      write("infra/b/main.tf");
      link("infra/a/to_b", "../b");
      link("infra/b/to_a", "../a");
      const { folder } = prepare("infra");
      expect(readdirSync(folder).filter((name) => !/^[.~]|^terraform/.test(name))).toEqual([
        "a",
        "b",
        "main.tf",
        "other",
        "sub",
      ]);
      expect(readdirSync(join(folder, "sub"))).toEqual(["main.tf"]);
      expect(readdirSync(join(folder, "other"))).toEqual(["main.tf"]);
      expect(readdirSync(join(folder, "a/to_b"))).toEqual(["main.tf"]);
    });
  });

  test("without configuration, or outside of its root, is refused", () => {
    write("empty/readme.md");
    write("infra/main.tf");
    expect(() => prepare("empty")).toThrow(/no Terraform configuration \(\*\.tf\) in .*empty/);
    expect(() => prepare("nowhere")).toThrow(/no Terraform configuration/);
    expect(() => prepare("infra", "empty")).toThrow(/is not in/);
  });
});
