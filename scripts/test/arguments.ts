import { isAbsolute, join, relative } from "node:path";

/** Lanes that a command asks for: those of `npm test`, every lane, or some by name. */
export type Wish =
  { readonly kind: "usual" } | { readonly kind: "all" } | { readonly kind: "named"; readonly names: readonly string[] };

export interface ParsedArguments {
  readonly wish: Wish;
  /** Arguments for Jest, without the choice of lanes. */
  readonly forJest: readonly string[];
}

/**
 * `--all` means every lane. `--selectProjects` names lanes, as in Jest, and so does the path of a file or folder in a lane. All other
 * arguments are for Jest.
 */
export function parseArguments(args: readonly string[], knownLanes: readonly string[], root: string): ParsedArguments {
  const { names, rest } = takeSelectedProjects(args.filter((arg) => arg !== "--all"));
  const ofPaths = rest.flatMap((arg) => laneOfPath(arg, knownLanes, root) ?? []);
  if (names.length > 0) return { wish: { kind: "named", names }, forJest: rest };
  if (ofPaths.length > 0) return { wish: { kind: "named", names: [...new Set(ofPaths)] }, forJest: rest };
  return { wish: { kind: args.includes("--all") ? "all" : "usual" }, forJest: rest };
}

function takeSelectedProjects(args: readonly string[]): { readonly names: string[]; readonly rest: string[] } {
  const names: string[] = [];
  const rest: string[] = [];
  let isName = false;
  for (const arg of args) {
    const [flag, value] = arg.split("=", 2);
    if (flag === "--selectProjects") {
      isName = true;
      if (value !== undefined) names.push(value);
      continue;
    }
    isName &&= !arg.startsWith("-");
    (isName ? names : rest).push(arg);
  }
  return { names, rest };
}

function laneOfPath(arg: string, knownLanes: readonly string[], root: string): string | undefined {
  if (arg.startsWith("-")) return undefined;
  const [folder, lane] = relative(root, isAbsolute(arg) ? arg : join(root, arg)).split("/");
  return folder === "__tests__" && lane !== undefined && knownLanes.includes(lane) ? lane : undefined;
}
