import vm from "node:vm";

type CompileFunction = typeof vm.compileFunction;

/**
 * Like `compile`, but a file with the same code and parameters is compiled once, for whichever contexts: each call makes a function of its
 * own in its context, and the engine keeps what it has compiled of the code. Calls without a file or a context go to `compile`.
 *
 * `import()` is not available in such functions. The callback for it would keep the sandbox of the call in memory as long as the code.
 */
export function compilingOnce(compile: CompileFunction, toScript = asScript): CompileFunction {
  const compiled = new Map<string, { readonly code: string; readonly script: vm.Script }>();
  return (code, parameters = [], options = {}) => {
    const { filename, parsingContext } = options;
    if (filename === undefined || parsingContext === undefined) return compile(code, parameters, options);
    const names = parameters.join();
    const key = `${names}\n${filename}`;
    const known = compiled.get(key);
    const script = known?.code === code ? known.script : toScript(code, names, filename);
    compiled.set(key, { code, script });
    return script.runInContext(parsingContext) as ReturnType<CompileFunction>;
  };
}

/** A script whose value is the function. Lines and columns of the code are those of the file. */
function asScript(code: string, names: string, filename: string): vm.Script {
  const beginning = `(function (${names}) {`;
  return new vm.Script(`${beginning}${code}\n})`, { filename, columnOffset: -beginning.length });
}

let isInstalled = false;

/**
 * From now on Jest compiles a module once in a worker, and not once for each test file. Each file still runs every module for itself. Not
 * for modules of ECMAScript, whose `import()` Jest answers.
 */
export function compileModulesOnce(): void {
  if (isInstalled || Reflect.has(vm, "SourceTextModule")) return;
  isInstalled = true;
  vm.compileFunction = compilingOnce(vm.compileFunction);
}
