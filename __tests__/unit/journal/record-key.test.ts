import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRecordKey, type RecordKey } from "../../../lib/journal/record-key";

describe("the key of a user's records", () => {
  const problems: string[] = [];
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "dms-home-"));
    problems.length = 0;
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const open = (env: NodeJS.ProcessEnv = { HOME: home }): RecordKey =>
    createRecordKey({ env, userId: process.getuid!(), onProblem: (message) => problems.push(message) });
  const file = (): string => join(home, ".local", "state", "dms-lifecycle", "record-key");

  test("is made when it is first needed, stays, and can be read by the user alone", () => {
    expect(open().read()).toBeUndefined();
    expect(existsSync(join(home, ".local"))).toBe(false);
    const key = open().make();
    expect(key).toHaveLength(32);
    expect(open().read()).toEqual(key);
    expect(open().make()).toEqual(key);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(join(file(), "..")).mode & 0o777).toBe(0o700);
    expect(problems).toEqual([]);
  });

  test("lies in the user's folder for state, if the environment names one", () => {
    const state = join(home, "state");
    expect(open({ HOME: home, XDG_STATE_HOME: state }).make()).toHaveLength(32);
    expect(existsSync(join(state, "dms-lifecycle", "record-key"))).toBe(true);
    expect(existsSync(join(home, ".local"))).toBe(false);
  });

  test("lies in that folder also where the variable ends with a line end", () => {
    expect(open({ HOME: home, XDG_STATE_HOME: `${join(home, "state")}\r\n` }).make()).toHaveLength(32);
    expect(readdirSync(home)).toEqual(["state"]);
  });

  test("lies in the home, if the environment's folder for state is not a whole path: it would lie in the project", () => {
    expect(open({ HOME: home, XDG_STATE_HOME: "state" }).make()).toHaveLength(32);
    expect(existsSync(file())).toBe(true);
    expect(existsSync("state")).toBe(false);
  });

  test.each<[string, NodeJS.ProcessEnv]>([
    ["no home", {}],
    ["an empty one", { HOME: "", XDG_STATE_HOME: "" }],
    ["one that does not exist", { HOME: "/nonexistent/home" }],
    ["one that is not a whole path", { HOME: ".", XDG_STATE_HOME: "state" }],
  ])("is not kept with %s", (_, env) => {
    expect(open(env).make()).toBeUndefined();
    expect(existsSync("/nonexistent")).toBe(false);
    expect(existsSync("state")).toBe(false);
    expect(problems).toEqual([]);
  });

  test("is not kept where nothing can be written, with one message", () => {
    writeFileSync(join(home, ".local"), "a file where the folder should be");
    const key = open();
    expect([key.make(), key.make(), key.read()]).toEqual([undefined, undefined, undefined]);
    expect(problems).toEqual([
      expect.stringMatching(/ENOTDIR.*; run records of this user and those of others look the same/),
    ]);
  });

  test.each<[string, () => void, string]>([
    ["others can read it", () => chmodSync(file(), 0o644), "is not a file that only this user can read and write"],
    ["others can write its folder", () => chmodSync(join(file(), ".."), 0o777), "can be written by other users"],
    [
      "it is a link",
      () => {
        rmSync(file());
        symlinkSync("/dev/null", file());
      },
      "record-key is ",
    ],
    [
      "its folder is a link",
      () => {
        rmSync(join(file(), ".."), { recursive: true });
        mkdirSync(join(home, "elsewhere"));
        symlinkSync(join(home, "elsewhere"), join(file(), ".."));
      },
      "is a symbolic link",
    ],
  ])("is not used where %s", (_, spoil, said) => {
    open().make();
    spoil();
    expect(open().read()).toBeUndefined();
    expect(open().make()).toBeUndefined();
    expect(problems).toEqual([expect.stringContaining(said), expect.stringContaining(said)]);
  });

  test("is made again if its file has no key", () => {
    open().make();
    writeFileSync(file(), "");
    expect(open().read()).toBeUndefined();
    expect(open().make()).toHaveLength(32);
    expect(readFileSync(file(), "utf8")).toMatch(/^[0-9a-f]{64}$/);
  });
});
