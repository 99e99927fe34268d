import { dirname } from "node:path";
import { Script } from "node:vm";
import type { CodeCache } from "./code-cache";

/** A program of several parts. */
interface PartProgram {
  /** Its main file, as stack traces name it. */
  readonly file: string;
  /** Reads the code of a part. */
  readonly read: (index: number) => string;
  /** Loads a module that is not a part. */
  readonly others: NodeJS.Require;
  /** `undefined`: every process compiles for itself. */
  readonly cache: CodeCache | undefined;
  /** Calls `listener` when the process ends. */
  readonly onEnd: (listener: () => void) => void;
}

interface Compiled {
  readonly name: string;
  readonly script: Script;
  /** The kept code it was made from. */
  readonly kept: { readonly data: Buffer; readonly depth: number } | undefined;
  /** Whether V8 is set as it was then. */
  readonly isSetAsThen: () => boolean;
}

type PartFunction = (...of: readonly unknown[]) => void;

const parameters = "(function(exports,require,module,__filename,__dirname){";

/**
 * The `require` of every part: compiles the part `part:N` when it is first asked for. With a cache it takes the compiled code from there,
 * and at the end of a process that knew more of the program than the one before puts it there.
 */
export function createPartLoader({ file, read, others, cache, onEnd }: PartProgram): NodeJS.Require {
  const compiled: Compiled[] = [];
  const loaded = new Map<string, { readonly exports: unknown }>();
  const compile = (name: string): PartFunction => {
    const source = `${parameters}${read(Number(name.slice("part:".length)))}\n})`;
    const kept = cache?.read(name);
    const options = { filename: `${file}#${name}`, columnOffset: -parameters.length };
    const script = new Script(source, { ...options, cachedData: kept?.data });
    // Not to be made each time: it fits the key, and this Node.js does not want it.
    if (cache !== undefined && script.cachedDataRejected !== true)
      compiled.push({
        name,
        script,
        kept,
        isSetAsThen: kept === undefined ? fits("0") : () => takes(source, kept.data),
      });
    return script.runInThisContext() as PartFunction;
  };
  const part = (name: string): unknown => {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const made = { exports: {} };
    loaded.set(name, made);
    compile(name)(made.exports, give, made, file, dirname(file));
    return made.exports;
  };
  const give = Object.assign((name: string): unknown => (name.startsWith("part:") ? part(name) : others(name)), others);
  if (cache !== undefined) onEnd(() => keep(cache, compiled));
  return give;
}

/**
 * Code that was compiled under other settings of V8 than those of the next process would be refused there. In the first part, every process
 * knows the same.
 */
function keep(cache: CodeCache, compiled: readonly Compiled[]): void {
  const depth = compiled.length;
  for (const [index, { name, script, kept, isSetAsThen }] of compiled.entries()) {
    const isWanted = kept === undefined || (index > 0 && kept.depth < depth);
    if (isWanted && isSetAsThen()) cache.write(name, { data: script.createCachedData(), depth });
  }
}

/** Whether V8 takes the code of now. */
function fits(source: string): () => boolean {
  const data = new Script(source).createCachedData();
  return () => takes(source, data);
}

/** Under a name of its own: V8 would not look at cached code of a source that it has compiled in this process already. */
function takes(source: string, cachedData: Buffer): boolean {
  return new Script(source, { filename: "kept code", cachedData }).cachedDataRejected !== true;
}
