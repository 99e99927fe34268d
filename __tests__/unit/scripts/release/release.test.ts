import { changesOf } from "../../../../scripts/release/changes";
import { releaseProblems } from "../../../../scripts/release/release-problems";
import { shippedSbom } from "../../../../scripts/release/sbom";

const changelog = "## 0.2.0 (March 2, 2027)\n\nFEATURES:\n\n- More\n\n## 0.1.0 (Unreleased)\n\n- First\n";
const address = "https://forge.example/team/dms";
const right = { version: "0.2.0", tag: "v0.2.0", place: address, changelog, repository: { address, owners: [] } };

test("a version with a date, its tag and a repository with an address can be released", () => {
  expect(releaseProblems(right)).toEqual([]);
});

test("a release needs an address, that of the place where it is made", () => {
  const [problem] = releaseProblems({ ...right, repository: { address: "", owners: [] } });
  expect(problem).toMatch(/^The repository has no address\. Set it in /);
  expect(releaseProblems({ ...right, place: "https://forge.example/else/dms" })).toEqual([
    "The repository's address is https://forge.example/team/dms, and this is https://forge.example/else/dms.",
  ]);
});

test("another tag than the version, and a version that the changelog does not date, are refused", () => {
  expect(releaseProblems({ ...right, tag: "v0.3.0" })).toEqual([
    "The tag is v0.3.0, and package.json has version 0.2.0.",
  ]);
  expect(releaseProblems({ ...right, version: "0.1.0", tag: "v0.1.0" })).toEqual([
    'CHANGELOG.md has no section "## 0.1.0 (Month day, year)".',
  ]);
});

test("the text of a release is the section of its version", () => {
  expect(changesOf("0.2.0", changelog)).toBe("FEATURES:\n\n- More\n");
  expect(changesOf("0.2", changelog)).toBeUndefined();
});

describe("the SBOM of the package", () => {
  const development = [{ name: "cdx:npm:package:development", value: "true" }];
  const component = (name: string, properties: typeof development = []) => {
    return { "bom-ref": `${name}@1.0.0`, name, version: "1.0.0", properties };
  };
  const whole = {
    bomFormat: "CycloneDX",
    components: [component("undici"), component("yaml", development), component("jest", development)],
    dependencies: [
      { ref: "ours@0.2.0", dependsOn: ["undici@1.0.0", "yaml@1.0.0", "jest@1.0.0"] },
      { ref: "undici@1.0.0" },
      { ref: "jest@1.0.0", dependsOn: ["yaml@1.0.0"] },
    ],
  };
  const notices = (name: string): string => `Contained:\n\n=====\n${name} 1.0.0 (ISC)\n=====\n\nText.\n`;

  test("has dependencies and bundled packages, not those for development only", () => {
    const shipped = shippedSbom(whole, notices("yaml"));
    expect(shipped.components.map(({ name }) => name)).toEqual(["undici", "yaml"]);
    expect(shipped.components[1]!.properties).toEqual([]);
    expect(shipped.dependencies).toEqual([
      { ref: "ours@0.2.0", dependsOn: ["undici@1.0.0", "yaml@1.0.0"] },
      { ref: "undici@1.0.0", dependsOn: [] },
    ]);
    expect(shipped.bomFormat).toBe("CycloneDX");
  });

  test("is refused when a bundled package is not in npm's list", () => {
    expect(() => shippedSbom(whole, notices("unknown"))).toThrow("lacks unknown@1.0.0");
  });
});
