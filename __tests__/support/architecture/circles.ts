import { dirname, join, relative, sep } from "node:path";

/** Steps from each node to others. A node that is only reached has no steps. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The circles of a graph, each as the sorted nodes that reach one another; a step from a node to itself is one. */
export function circlesIn(graph: Graph): readonly (readonly string[])[] {
  const circles = [...graph.keys()]
    .filter((node) => reachedFrom(graph, node).has(node))
    .map((node) => circleOf(graph, node));
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()];
}

function circleOf(graph: Graph, node: string): readonly string[] {
  return [...reachedFrom(graph, node)].filter((other) => reachedFrom(graph, other).has(node)).sort();
}

function reachedFrom(graph: Graph, start: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(graph.get(start) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...(graph.get(node) ?? []));
  }
  return reached;
}

/**
 * The graph of a folder, from the graph of its files: each room is one node, with all files below it, and each file at the top is one. Steps
 * out of the folder and within a room are left out.
 */
export function roomsIn(folder: string, files: Graph): Graph {
  const nodeOf = (file: string): string | undefined => {
    const steps = relative(folder, file).split(sep);
    return steps[0] === ".." ? undefined : steps[0];
  };
  const rooms = new Map<string, readonly string[]>();
  for (const [file, others] of files) {
    const from = nodeOf(file);
    if (from === undefined) continue;
    const to = others.map(nodeOf).filter((each) => each !== undefined && each !== from);
    rooms.set(from, [...new Set([...(rooms.get(from) ?? []), ...to])] as string[]);
  }
  return rooms;
}

/** Resolves a relative import to one of `files`; `undefined` for a package and for a file outside of them. */
export function importedFile(file: string, specifier: string, files: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = join(dirname(file), specifier);
  return [`${path}.ts`, join(path, "index.ts"), `${path}.d.ts`, path].find((each) => files.has(each));
}
