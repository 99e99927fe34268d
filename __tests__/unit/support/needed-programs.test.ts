import { findProgram, type Machine } from "../../support/programs/needed-programs";

/** A machine on which some files are there. */
const machine = (files: readonly string[], env: Machine["env"] = { PATH: "/bin:/usr/bin" }): Machine => ({
  env,
  exists: (path) => files.includes(path),
  list: (folder) => [
    ...new Set(
      files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1).split("/")[0]!),
    ),
  ],
});

describe("a program that a lane needs", () => {
  test("is the first of its names on PATH", () => {
    expect(findProgram("chromium", machine(["/usr/bin/google-chrome", "/usr/bin/chromium-browser"]))).toBe(
      "/usr/bin/chromium-browser",
    );
    expect(findProgram("curl", machine(["/opt/curl"]))).toBeUndefined();
  });

  test("is the one that its variable names, by path or by name, and no other", () => {
    const files = ["/usr/bin/terraform", "/usr/bin/tofu", "/opt/chrome", "/usr/bin/chromium"];
    const named = (variables: Machine["env"]) => machine(files, { PATH: "/usr/bin", ...variables });
    expect(findProgram("terraform", named({ TERRAFORM_BINARY_NAME: "tofu" }))).toBe("/usr/bin/tofu");
    expect(findProgram("terraform", named({ TERRAFORM_BINARY_NAME: "opentofu" }))).toBeUndefined();
    expect(findProgram("chromium", named({ CHROMIUM_BINARY: "/opt/chrome" }))).toBe("/opt/chrome");
    expect(findProgram("chromium", named({ CHROMIUM_BINARY: "/opt/chromium" }))).toBeUndefined();
  });

  test("is a folder where several belong together: Debian's newest version that has them all, or one of PATH", () => {
    const all = ["initdb", "pg_ctl", "createdb"];
    const debian = (version: string, names = all) => names.map((name) => `/usr/lib/postgresql/${version}/bin/${name}`);
    const files = [...debian("9"), ...debian("15"), ...debian("17", ["pg_ctl"])];
    expect(findProgram("postgresql", machine(files))).toBe("/usr/lib/postgresql/15/bin");
    expect(findProgram("postgresql", machine(all.map((name) => `/usr/bin/${name}`)))).toBe("/usr/bin");
    expect(findProgram("postgresql", machine(["/usr/bin/initdb", "/bin/pg_ctl", "/bin/createdb"]))).toBeUndefined();
  });
});
