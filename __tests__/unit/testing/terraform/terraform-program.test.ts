import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireTerraform } from "../../../../lib/testing/terraform/terraform-program";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "dms-terraform-program-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that prints a text, for any arguments. */
function printing(stdout: string, stderr = "", code = 0): string {
  const file = join(folder, "terraform");
  writeFileSync(join(folder, "stdout"), stdout);
  writeFileSync(join(folder, "stderr"), stderr);
  writeFileSync(file, `#!/bin/sh\ncat "${folder}/stdout"\ncat "${folder}/stderr" >&2\nexit ${String(code)}\n`);
  chmodSync(file, 0o755);
  return file;
}
const versionOf = (program: string): string => requireTerraform(program, "startDms", "Install it.");

test.each([
  ["as Terraform prints it", '{\n  "terraform_version": "1.11.4",\n  "platform": "linux_amd64"\n}\n'],
  [
    "behind OpenTofu's warnings of its configuration",
    "Warning: Unable to open CLI configuration file\n\n" + '{\n  "terraform_version": "1.11.4"\n}\n',
  ],
])("the version is read %s", (_, stdout) => {
  expect(versionOf(printing(stdout))).toBe("1.11.4");
});

test("the version is read without the arguments that the environment has for other commands", () => {
  const program = printing('{"terraform_version":"1.11.4"}');
  // As Terraform refuses a flag that its command does not have.
  const refusing = '\n[ -z "$TF_CLI_ARGS$TF_CLI_ARGS_version" ] || exit 1\n';
  writeFileSync(program, readFileSync(program, "utf8").replace("\n", refusing));
  process.env["TF_CLI_ARGS"] = "-input=false";
  process.env["TF_CLI_ARGS_version"] = "-lock=false";
  try {
    expect(versionOf(program)).toBe("1.11.4");
  } finally {
    delete process.env["TF_CLI_ARGS"];
    delete process.env["TF_CLI_ARGS_version"];
  }
});

test("a program that cannot be started, or is too old, is said to be so", () => {
  expect(() => versionOf(join(folder, "nothing"))).toThrow(
    /^startDms needs terraform >= 1\.5 on PATH, and ".*nothing" cannot be started\. Install it\.$/,
  );
  expect(() => versionOf(printing('{"terraform_version":"1.4.9"}'))).toThrow("found 1.4.9. Install it.");
});

test("an output of a program instead of a version is quoted, as one visible line", () => {
  expect(() => versionOf(printing("oops\n", "\u001b[31mbroken\n", 3))).toThrow(
    /version -json" ended with 3 and printed: oops .*broken\. Install it\.$/,
  );
  expect(() => versionOf(printing("{}"))).toThrow("printed: {}. Install it.");
});
