import ts from "typescript";
import { describeExport, type Described } from "./describe";
import type { Library } from "./library";

/**
 * The exported interfaces and classes of our own that the types of `described` name, and those that these name, in the order in
 * which they are met. `taken` are described elsewhere. What is generated from the provider's schema has its pages there.
 */
export function findTypes(
  library: Library,
  described: readonly Described[],
  taken: ReadonlySet<string>,
): readonly Described[] {
  const found = new Map<string, Described>();
  const queue = [...described];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const name of namesIn(next)) {
      if (taken.has(name) || found.has(name) || !isOurType(library, name)) continue;
      const type = describeExport(library, name);
      found.set(name, type);
      queue.push(type);
    }
  }
  return [...found.values()];
}

function namesIn({ props, members }: Described): readonly string[] {
  return [...props, ...members].flatMap(({ type }) => type.match(/[A-Z]\w+/g) ?? []);
}

function isOurType(library: Library, name: string): boolean {
  const node = library.exported.get(name)?.symbol.declarations?.[0];
  if (node === undefined || node.getSourceFile().fileName.includes("/l1/")) return false;
  return ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node);
}
