import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launcherHead } from "../../../../scripts/launcher-head";
import { packageHash } from "../../../../scripts/package-hash";
import { zipPackage } from "../../../../scripts/zip-package";

const files = new Map([
  ["b.txt", Buffer.from("two\n")],
  ["a.txt", Buffer.from("one\n")],
]);

describe("the hash of a package", () => {
  test("is Go's dirhash over the files in order of their names", () => {
    // sha256sum a.txt b.txt | sha256sum | cut -d' ' -f1 | xxd -r -p | base64
    expect(packageHash(files)).toBe("h1:DbWjT9wc0PpMxpMhB9wMbFDvGfq8B27pfhLrqzI1wGM=");
  });

  test("changes with a file's content and with its name", () => {
    expect(packageHash(new Map([["a.txt", Buffer.from("one")]]))).not.toBe(
      packageHash(new Map([["a.txt", Buffer.from("two")]])),
    );
    expect(packageHash(new Map([["a.txt", Buffer.from("one")]]))).not.toBe(
      packageHash(new Map([["b.txt", Buffer.from("one")]])),
    );
  });
});

describe("the zip of a package", () => {
  test("has the same bytes each time", async () => {
    const first = await zipPackage(files);
    expect((await zipPackage(files)).equals(first)).toBe(true);
  });
});

describe("the executable's head", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "launcher-"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const program =
      "process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.NODE_OPTIONS, process.env.NODE_EXTRA_CA_CERTS, process.env.DMS_NODE_EXTRA_CA_CERTS, typeof require]));";
    writeFileSync(join(folder, "program.cjs"), `${launcherHead}\n${program}\n`, { mode: 0o755 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (env: NodeJS.ProcessEnv): unknown =>
    JSON.parse(
      execFileSync(join(folder, "program.cjs"), ["a", "b c"], {
        env: { PATH: process.env.PATH, ...env },
        encoding: "utf8",
      }),
    );

  test("starts node as CommonJS, also below a package of ES modules, and passes the arguments on", () => {
    expect(run({})).toEqual([["a", "b c"], null, null, null, "function"]);
  });

  test("removes the user's node options and passes extra certificates on under our own name", () => {
    const env = { NODE_OPTIONS: "--no-warnings", NODE_EXTRA_CA_CERTS: "/etc/ca.pem" };
    expect(run(env)).toEqual([["a", "b c"], null, null, "/etc/ca.pem", "function"]);
  });

  test("keeps of the user's node options which store of authorities to trust", () => {
    const argumentsOf = (options: string): unknown => {
      const program = "process.stdout.write(JSON.stringify(process.execArgv))";
      writeFileSync(join(folder, "program.cjs"), `${launcherHead}\n${program}\n`, { mode: 0o755 });
      return run({ NODE_OPTIONS: options });
    };
    expect(argumentsOf("--no-warnings --use-openssl-ca --max-old-space-size=99")).toEqual(["--use-openssl-ca"]);
    expect(argumentsOf("--use-bundled-ca")).toEqual(["--use-bundled-ca"]);
    expect(argumentsOf("--no-warnings")).toEqual([]);
  });

  /** A folder with a program `node` that takes no option named `refused`. */
  const withNode = (refused: string): string => {
    const text = `#!/bin/sh\nfor each in "$@"; do [ "$each" = "${refused}" ] && exit 9; done\necho started\n`;
    writeFileSync(join(folder, "node"), text, { mode: 0o755 });
    return folder;
  };
  const start = (path: string, env: NodeJS.ProcessEnv = {}) =>
    spawnSync("/bin/sh", [join(folder, "program.cjs")], { env: { PATH: path, ...env }, encoding: "utf8" });

  test("starts a node once, and a second time where it has to find out whether that knows an option", () => {
    const counting = `#!/bin/sh\necho "$@" >> "${folder}/starts"\n`;
    writeFileSync(join(folder, "node"), counting, { mode: 0o755 });
    const program = join(folder, "program.cjs");
    start(folder);
    expect(readFileSync(join(folder, "starts"), "utf8")).toBe(`${program}\n`);
    start(folder, { NODE_OPTIONS: "--use-openssl-ca" });
    const asked = `--use-openssl-ca --version\n--use-openssl-ca ${program}\n`;
    expect(readFileSync(join(folder, "starts"), "utf8")).toBe(`${program}\n${asked}`);
  });

  test("says which option a node does not know", () => {
    const { status, stdout } = start(withNode("--use-system-ca"), { NODE_OPTIONS: "--use-system-ca" });
    expect(stdout).toContain("does not start with --use-system-ca, which NODE_OPTIONS names");
    expect(status).toBe(1);
  });

  test("says on stdout that node is missing, where Terraform shows it", () => {
    const sh = execFileSync("sh", ["-c", "command -v sh"], { encoding: "utf8" }).trim();
    const { status, stdout } = spawnSync(sh, [join(folder, "program.cjs")], {
      env: { PATH: "/nonexistent" },
      encoding: "utf8",
    });
    expect(stdout).toMatch(/needs Node\.js 20\.18\.1 or later/);
    expect(status).toBe(1);
  });
});
