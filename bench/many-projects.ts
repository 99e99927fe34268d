import { createEmulator } from "../lib/emulator/emulator";
import { fleetIds } from "./fleet";
import { providerBlock, type Workspaces } from "./fleet-workspace";
import type { Expectation } from "./goals";

/** The listings of one plan of objects in many projects. */
export interface ProjectLists {
  readonly projects: readonly string[];
  /** The project of each listing, in the order of the listings. */
  readonly listed: readonly string[];
}

/** One provider block, and a resource for each project by `for_each`: adopts, and counts the listings of a plan without due actions. */
export async function countProjectLists(workspaces: Workspaces, count: number): Promise<ProjectLists> {
  const entries = fleetIds(count).map((id, index) => [`p${String(index + 1).padStart(3, "0")}`, id] as const);
  const projects = entries.map(([project]) => project);
  const instanceOf = (instance_id: string) => ({ instance_id, name: "orders", engine: "kafka", status: "RUNNING" });
  const seed = { projects: Object.fromEntries(entries.map(([project, id]) => [project, [instanceOf(id)]])) };
  const emulator = createEmulator({ seed });
  try {
    const { url } = await emulator.listen();
    const ids = entries.map(([project, id]) => `    ${project} = "${id}"`);
    const workspace = await workspaces.create(`projects-${count}`, providerBlock(url, "p001") + fleetIn(ids));
    await workspace.terraform("apply", "-input=false", "-auto-approve");
    const [{ seq: before } = { seq: 0 }] = emulator.journal().slice(-1);
    await workspace.terraform("plan", "-input=false", "-detailed-exitcode");
    const listed = emulator
      .journal()
      .filter(({ seq, path }) => seq > before && path.endsWith("/instances"))
      .map(({ path }) => path.split("/")[2] ?? "");
    return { projects, listed };
  } finally {
    await emulator.close();
  }
}

function fleetIn(ids: readonly string[]): string {
  return `locals {
  ids = {
${ids.join("\n")}
  }
}

resource "dms_instance_lifecycle" "fleet" {
  for_each   = local.ids
  project_id = each.key
  instances  = { orders = { instance_id = each.value, restart_triggers = { config = "1" } } }
}
`;
}

/** The expectation for the listings. Pure. */
export function expectProjectLists({ projects, listed }: ProjectLists): readonly Expectation[] {
  return [
    {
      text: `a plan of ${projects.length} projects with one provider block: one list for each`,
      met: [...listed].sort().join() === [...projects].sort().join(),
    },
  ];
}
