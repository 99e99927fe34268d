import vm from "node:vm";
import { compilingOnce } from "../../support/jest/compiled-once";

type Compiled = (this: unknown, ...parameters: readonly unknown[]) => unknown;
type Compile = (...parameters: Parameters<typeof vm.compileFunction>) => Compiled;

const filename = "/module.js";

/** A compiler, and the code that it left to the one below. */
function compiler() {
  const left: string[] = [];
  const compile = compilingOnce((code, parameters, options) => {
    left.push(code);
    return vm.compileFunction(code, parameters, { ...options, parsingContext: vm.createContext() });
  }) as Compile;
  return { compile, left };
}

const inContext = (globals: object = {}) => ({ filename, parsingContext: vm.createContext(globals) });

describe("modules that are compiled once", () => {
  test("run in the context of each call, with its globals", () => {
    const { compile } = compiler();
    const [first, second] = [1, 2].map((number) => compile("return number;", [], inContext({ number })));
    expect([first!(), second!(), first!()]).toEqual([1, 2, 1]);
  });

  test("keep nothing of an earlier call", () => {
    const { compile } = compiler();
    const code = "let times = 0; return () => ++times;";
    const counters = [1, 2].map(() => compile(code, [], inContext())() as () => number);
    expect([counters[0]!(), counters[0]!(), counters[1]!()]).toEqual([1, 2, 1]);
  });

  test("are handed to the engine only once", () => {
    const compiled: string[] = [];
    const compile = compilingOnce(vm.compileFunction, (code) => {
      compiled.push(code);
      return new vm.Script(`(() => { ${code} })`);
    }) as Compile;
    for (let call = 0; call < 3; call++) expect(compile("return 1;", [], inContext())()).toBe(1);
    expect(compiled).toEqual(["return 1;"]);
  });

  test("are compiled again when the file has changed, and when it has other parameters", () => {
    const { compile } = compiler();
    const call = (code: string, ...parameters: string[]): unknown => compile(code, parameters, inContext())(7);
    expect([call("return 1;"), call("return 2;"), call("return 1;")]).toEqual([1, 2, 1]);
    expect([call("return typeof one;"), call("return typeof one;", "one")]).toEqual(["undefined", "number"]);
  });

  test("are strict where they say so", () => {
    const { compile } = compiler();
    expect(compile('"use strict";\nreturn this;', [], inContext()).call(undefined)).toBeUndefined();
  });

  test("may end with a comment", () => {
    const { compile } = compiler();
    expect(compile("return 1; // the end", [], inContext())()).toBe(1);
  });

  test.each(["throw new Error();", "\n  throw new Error();"])("tell line and column of the file: %j", (code) => {
    const own = vm.compileFunction(code, ["module", "exports"], inContext()) as Compiled;
    const once = compiler().compile(code, ["module", "exports"], inContext());
    expect(placeOf(once)).toBe(placeOf(own));
  });

  test("fail with the file's name and line where they are not JavaScript", () => {
    const { compile } = compiler();
    const failure = thrownBy(() => compile("\nreturn ]", [], inContext()));
    expect(failure.name).toBe("SyntaxError");
    expect(failure.stack).toMatch(/^\/module\.js:2\n/);
  });

  test("are left to the engine's own way without a file or a context", () => {
    const { compile, left } = compiler();
    expect([compile("return 1;", [], { filename })(), compile("return 2;")()]).toEqual([1, 2]);
    expect(left).toEqual(["return 1;", "return 2;"]);
  });
});

function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (thrown) {
    return thrown as Error;
  }
  throw new Error("nothing was thrown");
}

const placeOf = (call: () => unknown): string | undefined => thrownBy(call).stack?.match(/\/module\.js:\d+:\d+/)?.[0];
