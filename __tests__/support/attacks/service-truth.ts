import type { JsonObject } from "../../../lib/emulator/json-value";
import { idOf, seedOf } from "../acceptance/hcl";
import { projectId, type Workspace } from "../acceptance/workspace";
import { type Name, names } from "./story";

/** The service behind an attack, as its operators see it once the trouble is over. */
export class ServiceTruth {
  private readonly restarts = new Map<Name, number>();

  public constructor(
    private readonly workspace: Workspace,
    private readonly token: string,
  ) {}

  /** How often the service has restarted each instance, by its own records. Those of a deleted instance stay as last seen. Ends the trouble. */
  public async restartCounts(): Promise<Readonly<Record<Name, number>>> {
    this.workspace.emulator.setFaults([]);
    for (const name of names) {
      const path = `/v2/${projectId}/instances/${idOf(name)}/tasks?limit=100`;
      const answer = await fetch(this.workspace.url + path, { headers: { "x-auth-token": this.token } });
      if (!answer.ok) continue;
      const { tasks } = (await answer.json()) as { readonly tasks: readonly unknown[] };
      this.restarts.set(name, tasks.length);
    }
    return Object.fromEntries(names.map((name) => [name, this.restarts.get(name) ?? 0])) as Record<Name, number>;
  }

  /** The status of each instance that is there. */
  public statuses(): ReadonlyMap<Name, string> {
    const { projects } = this.workspace.emulator.instances(projectId) as unknown as {
      readonly projects: Readonly<Record<string, readonly { readonly instance_id: string; readonly status: string }[]>>;
    };
    const found = projects[projectId] ?? [];
    return new Map(
      names.flatMap((name) => {
        const status = found.find(({ instance_id: id }) => id === idOf(name))?.status;
        return status === undefined ? [] : [[name, status] as const];
      }),
    );
  }

  /** Ends every harm that the trouble left: instances run, but those in deletion are gone. */
  public heal(foreign: JsonObject): void {
    const living = [...this.statuses()].filter(([, status]) => status !== "DELETING").map(([name]) => name);
    this.workspace.emulator.replaceInstances(seedWith(living, foreign));
  }
}

/** Running instances with further fields. */
export function seedWith(living: readonly Name[], fields: JsonObject): ReturnType<typeof seedOf> {
  const { projects = {} } = seedOf(living);
  const instances = (projects[projectId] ?? []).map((instance) => ({ ...fields, ...instance }));
  return { projects: { [projectId]: instances } };
}

/** A token for the user, which the service issues. */
export async function tokenOf(
  url: string,
  user: { readonly name: string; readonly password: string; readonly domain: string },
): Promise<string> {
  const { name, password, domain } = user;
  const identity = { methods: ["password"], password: { user: { name, password, domain: { name: domain } } } };
  const answer = await fetch(`${url}/v3/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ auth: { identity, scope: { project: { id: projectId } } } }),
  });
  const token = answer.headers.get("x-subject-token");
  if (token === null) throw new Error(`no token: ${answer.status} ${await answer.text()}`);
  return token;
}
