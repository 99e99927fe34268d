import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Lazy, Token, ref } from "cdktf";
import { InstanceLifecycle, RestartTrigger } from "../../../lib";
import { synthesize } from "../../support/synth/stack";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triggers-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): string => {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  return file;
};
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

describe("a trigger from a file", () => {
  test("is the sum of sha256sum", () => {
    expect(RestartTrigger.fromFile(write("a", "log.retention=1\n"))).toBe(`sha256:${sha256("log.retention=1\n")}`);
  });

  test("changes with the content, not with the name or the time", () => {
    const one = RestartTrigger.fromFile(write("a", "x"));
    expect(RestartTrigger.fromFile(write("b", "x"))).toBe(one);
    expect(RestartTrigger.fromFile(write("a", "y"))).not.toBe(one);
  });

  test("is the same on Windows, where git writes other line ends", () => {
    const unix = RestartTrigger.fromFile(write("a", "größe=1\nb=2\n"));
    expect(RestartTrigger.fromFile(write("b", "größe=1\r\nb=2\r\n"))).toBe(unix);
    expect(RestartTrigger.fromFile(write("c", "größe=1\rb=2\n"))).not.toBe(unix);
  });

  test("takes the bytes of a binary file as they are", () => {
    const binary = Buffer.from([0, 13, 10, 255]);
    expect(RestartTrigger.fromFile(write("a", binary))).toBe(`sha256:${sha256(binary)}`);
  });

  test("finds the file from the folder the program runs in", () => {
    const file = write("a", "x");
    expect(RestartTrigger.fromFile(relative(process.cwd(), file))).toBe(RestartTrigger.fromFile(file));
  });

  test("refuses a file that is not there, and a folder, saying where it looked", () => {
    const missing = join(folder, "server.properties");
    expect(() => RestartTrigger.fromFile(missing)).toThrow(
      `RestartTrigger.fromFile has invalid input:\n- path is "${missing}". Allowed: a file that can be read (ENOENT: no such file or directory, open '${missing}').`,
    );
    expect(() => RestartTrigger.fromFile(folder)).toThrow("EISDIR");
  });
});

describe("a trigger from a folder", () => {
  test("is the sum of sha256sum over its list of files", () => {
    write("b/deep", "2");
    write("a", "1");
    write("Z", "3");
    const list = `${sha256("3")}  Z\n${sha256("1")}  a\n${sha256("2")}  b/deep\n`;
    expect(RestartTrigger.fromFolder(folder)).toBe(`sha256:${sha256(list)}`);
  });

  test("changes when a file changes, appears, goes or is renamed", () => {
    write("a", "1");
    write("b", "2");
    const seen = [RestartTrigger.fromFolder(folder)];
    write("b", "3");
    seen.push(RestartTrigger.fromFolder(folder));
    write("c", "2");
    seen.push(RestartTrigger.fromFolder(folder));
    rmSync(join(folder, "a"));
    seen.push(RestartTrigger.fromFolder(folder));
    rmSync(join(folder, "c"));
    write("d", "2");
    seen.push(RestartTrigger.fromFolder(folder));
    expect(new Set(seen).size).toBe(5);
  });

  test("refuses one that is empty or not there", () => {
    expect(() => RestartTrigger.fromFolder(folder)).toThrow(/Allowed: a folder with at least one file .*is empty/);
    expect(() => RestartTrigger.fromFolder(join(folder, "none"))).toThrow("ENOENT");
  });
});

describe("a trigger from a value", () => {
  const rendered = (value: unknown) => {
    const { resource } = synthesize((stack) => {
      const restartTriggers = { value: RestartTrigger.fromValue(value) };
      new InstanceLifecycle(stack, "kafka", { instances: { orders: { instanceId: "a", restartTriggers } } });
    });
    return JSON.stringify(resource.dms_instance_lifecycle?.kafka?.instances);
  };

  test("is computed by Terraform, which alone knows attributes of other resources", () => {
    expect(rendered({ name: ref("res.a.name"), tags: Token.asList(ref("res.a.tags")), n: 1 })).toContain(
      JSON.stringify('${sha256(jsonencode({"name" = res.a.name, "tags" = res.a.tags, "n" = 1}))}'),
    );
  });

  test("takes texts and numbers as well", () => {
    expect(rendered("3.6")).toContain(JSON.stringify('${sha256(jsonencode("3.6"))}'));
    expect(rendered(36)).toContain("${sha256(jsonencode(36))}");
  });

  test("takes late values, and values that only Terraform knows as a whole", () => {
    const late = (value: unknown) => rendered(Lazy.anyValue({ produce: () => value }));
    expect(late({ name: ref("res.a.name") })).toContain(JSON.stringify('${sha256(jsonencode({"name" = res.a.name}))}'));
    expect(late(["a", "b"])).toContain(JSON.stringify('${sha256(jsonencode(["a", "b"]))}'));
    expect(rendered(Token.asList(Lazy.listValue({ produce: () => ["a"] })))).toContain(
      JSON.stringify('${sha256(jsonencode(["a"]))}'),
    );
    expect(rendered(ref("res.a.tags"))).toContain("${sha256(jsonencode(res.a.tags))}");
    expect(rendered(Token.asStringMap(ref("res.a.tags")))).toContain("${sha256(jsonencode(res.a.tags))}");
  });

  test("refuses to follow nothing", () => {
    expect(() => RestartTrigger.fromValue(undefined)).toThrow("value is undefined. Allowed: a value;");
  });
});
