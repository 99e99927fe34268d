import { lockedProviders, withLockEntry } from "../../../../lib/constructs/vendor/lock-file";

const ours = { address: "npm.invalid/a/dms", version: "0.1.0", constraints: "0.1.0", hashes: ["h1:new="] };

const header = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

const ourBlock = `provider "npm.invalid/a/dms" {
  version     = "0.1.0"
  constraints = "0.1.0"
  hashes = [
    "h1:new=",
  ]
}
`;

const nullBlock = `provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "~> 3.0"
  hashes = [
    "h1:abc=",
    "zh:def",
  ]
}
`;

describe("the dependency lock file", () => {
  test("is made with our entry alone if it does not exist", () => {
    expect(withLockEntry(undefined, ours)).toBe(`${header}\n${ourBlock}`);
  });

  test("keeps the entries of other providers letter for letter, in order of their addresses", () => {
    const before = `${header}\n${nullBlock}`;
    expect(withLockEntry(before, ours)).toBe(`${header}\n${ourBlock}\n${nullBlock}`);
  });

  test("replaces its earlier entry of our provider", () => {
    const old = ourBlock.replace("h1:new=", "h1:old=").replaceAll("0.1.0", "0.0.9");
    expect(withLockEntry(`${header}\n${old}\n${nullBlock}`, ours)).toBe(`${header}\n${ourBlock}\n${nullBlock}`);
  });

  test("does not change when the entry is written a second time", () => {
    const once = withLockEntry(`${header}\n${nullBlock}`, ours);
    expect(withLockEntry(once, ours)).toBe(once);
  });

  test("keeps an entry without constraints", () => {
    const bare = `provider "registry.terraform.io/x/y" {\n  version = "1.0.0"\n}\n`;
    expect(withLockEntry(`${header}\n${bare}`, ours)).toContain(bare);
  });

  test("names the providers it holds, with their versions and hashes", () => {
    expect([...lockedProviders(withLockEntry(`${header}\n${nullBlock}`, ours))]).toEqual([
      ["npm.invalid/a/dms", { version: "0.1.0", hashes: ["h1:new="] }],
      ["registry.terraform.io/hashicorp/null", { version: "3.2.4", hashes: ["h1:abc=", "zh:def"] }],
    ]);
    expect([...lockedProviders("")]).toEqual([]);
  });

  test("holds an entry without hashes as Terraform writes one", () => {
    expect(withLockEntry(undefined, { ...ours, hashes: [] })).toBe(
      `${header}\nprovider "npm.invalid/a/dms" {\n  version     = "0.1.0"\n  constraints = "0.1.0"\n}\n`,
    );
  });
});
