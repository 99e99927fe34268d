/**
 * A project as a configuration tells it: `id:…` or `name:…`. An id and a name may mean the same project. Only Keystone knows, and the
 * provider does not ask it for that.
 */
export type ProjectKey = `${"id" | "name"}:${string}`;

/** The key of a project that is known by an id or by a name. */
export function projectKey(
  project: { readonly kind: "id"; readonly id: string } | { readonly kind: "name"; readonly name: string },
): ProjectKey {
  return project.kind === "id" ? `id:${project.id}` : `name:${project.name}`;
}

/** The key in a text that was kept; `undefined` for any other text. */
export function parseProjectKey(text: unknown): ProjectKey | undefined {
  return typeof text === "string" && /^(id|name):./.test(text) ? (text as ProjectKey) : undefined;
}

/** Whether two keys mean one project; `unsure` for an id and a name, and if one of them is not known. */
export function compareProjects(
  one: ProjectKey | undefined,
  other: ProjectKey | undefined,
): "same" | "other" | "unsure" {
  if (one === undefined || other === undefined) return "unsure";
  if (one === other) return "same";
  return kindOf(one) === kindOf(other) ? "other" : "unsure";
}

/** Two keys that are known to mean different projects. */
export interface MovedProject {
  readonly from: ProjectKey;
  readonly to: ProjectKey;
}

/** The move from one project to another; `undefined` if the keys may mean the same one. */
export function moveBetween(from: ProjectKey | undefined, to: ProjectKey | undefined): MovedProject | undefined {
  if (from === undefined || to === undefined) return undefined;
  return compareProjects(from, to) === "other" ? { from, to } : undefined;
}

/** A project by the attribute that names it, such as `project_id "p"`. */
export function describeProject(key: ProjectKey): string {
  const kind = kindOf(key);
  return `project_${kind} ${JSON.stringify(key.slice(kind.length + 1))}`;
}

function kindOf(key: ProjectKey): string {
  return key.slice(0, key.indexOf(":"));
}
