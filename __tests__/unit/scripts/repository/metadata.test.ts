import { codeOwners, issueConfig, withAddress, withRepositoryLinks } from "../../../../scripts/repository/metadata";

const none = { address: "", owners: [] };
const some = { address: "https://forge.example/team/dms", owners: ["@team/maintainers", "@one"] };
const manifest = `${JSON.stringify({ name: "a", license: "MPL-2.0", files: ["dist"] }, undefined, 2)}\n`;

describe("without an address", () => {
  test("package.json has nothing about one, whatever it had", () => {
    expect(withAddress(manifest, none)).toBe(manifest);
    expect(withAddress(withAddress(manifest, some), none)).toBe(manifest);
  });

  test("a link is its text, and becomes a link again", () => {
    const text = "See <!-- repository issues -->the issues<!-- /repository -->.";
    expect(withRepositoryLinks(text, none)).toBe(text);
    expect(withRepositoryLinks(withRepositoryLinks(text, some), none)).toBe(text);
  });

  test("it has no owners and no links for reports", () => {
    expect(codeOwners(none)).not.toMatch(/^[^#]/m);
    expect(issueConfig(none)).not.toContain("contact_links");
  });
});

describe("with an address", () => {
  test("package.json says where it is, where it is described and where to complain, behind the licence", () => {
    const made = JSON.parse(withAddress(manifest, some)) as object;
    expect(Object.entries(made)).toEqual([
      ["name", "a"],
      ["license", "MPL-2.0"],
      ["repository", { type: "git", url: "git+https://forge.example/team/dms.git" }],
      ["homepage", "https://forge.example/team/dms#readme"],
      ["bugs", { url: "https://forge.example/team/dms/issues" }],
      ["files", ["dist"]],
    ]);
  });

  test("links lead there, however often they are made", () => {
    const made = withRepositoryLinks(
      "<!-- repository . -->a clone<!-- /repository --> <!-- repository a/b -->x<!-- /repository -->",
      some,
    );
    expect(made).toContain("[a clone](https://forge.example/team/dms)");
    expect(made).toContain("[x](https://forge.example/team/dms/a/b)");
    expect(withRepositoryLinks(made, some)).toBe(made);
  });

  test("owners are asked for everything, and holes are reported in private", () => {
    expect(codeOwners(some)).toContain("\n* @team/maintainers @one\n");
    expect(issueConfig(some)).toContain("url: https://forge.example/team/dms/security/advisories/new");
  });
});

test.each([
  "forge.example/team/dms",
  "https://forge.example/team/dms/",
  "https://forge.example/team/dms.git",
  "https://forge.example",
])("%s is refused as an address", (address) =>
  expect(() => withAddress(manifest, { address, owners: [] })).toThrow("Allowed: https://HOST/OWNER/NAME"),
);
