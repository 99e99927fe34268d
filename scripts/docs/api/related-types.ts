import ts from "typescript";
import { describeExport, type Described } from "./describe";
import type { Library } from "./library";

/**
 * Our own exported interfaces and classes that the types of `described` name, directly or through each other, in the order of their first
 * use. `taken` are described elsewhere. Types that are generated from the provider's schema have their pages there.
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
