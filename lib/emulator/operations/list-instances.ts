import { answer, type ApiAnswer } from "../api-call";
import { engineOf } from "../engine-words";
import type { Condition } from "../instance-record";
import { viewInstance, type Dialect } from "../instance-view";
import { refuse } from "../refusal";
import { unseenOf, type InstanceNow } from "../store";
import type { ServiceState } from "./service-state";

/** Query parameters whose spelling differs between the versions. */
const spelling = {
  "v1.0": { id: "id", includeFailure: "includeFailure", exactMatchName: "exactMatchName" },
  v2: { id: "instance_id", includeFailure: "include_failure", exactMatchName: "exact_match_name" },
} as const;

/** Never listed: a deletion drops an instance from the list at once. */
const unlisted: readonly string[] = ["DELETING", "RECYCLE"];

const defaultLimit = 10;
const maxLimit = 50;

/**
 * `GET …/instances`: one page in v2, everything in v1.0, in the order seeded. `instance_num` counts all that match.
 * Empty filters count as absent. v1.0 has no documented paging: `start` and `limit` of the sample request are ignored.
 */
export function listInstances(
  state: ServiceState,
  dialect: Dialect,
  projectId: string,
  query: URLSearchParams,
): ApiAnswer {
  const candidates = state.store
    .ofProject(projectId, state.pace().nowMs)
    .filter((instance) => isListed(instance, dialect, query));
  const status = query.get("status") ?? "";
  const matching = candidates.filter((instance) => status === "" || instance.status === status);
  const page = dialect === "v2" ? cutPage(matching, query) : matching;
  const awaited = candidates.filter(({ record }) => isOnItsWayTo(status, record.condition));
  return answer(
    200,
    {
      instances: page.map((instance) => viewInstance(instance.record, instance.status, dialect, "list")),
      instance_num: matching.length,
    },
    unseenOf([...page, ...awaited]),
  );
}

/**
 * A list of another status does not show a change, with one exception: who asks for nothing but the status that it ends in
 * is told by its absence that it is not there yet, and would wait for ever if that were no way of being told.
 */
function isOnItsWayTo(status: string, condition: Condition): boolean {
  return condition.kind === "changing" && condition.end === status;
}

function isListed({ record, status }: InstanceNow, dialect: Dialect, query: URLSearchParams): boolean {
  const words = spelling[dialect];
  const filter = (name: string): string => query.get(name) ?? "";
  if (unlisted.includes(status)) return false;
  if (status === "CREATEFAILED" && filter(words.includeFailure) !== "true") return false;
  const engine = filter("engine");
  if (engine !== "" && engineOf(engine) !== engineOf(record.engine)) return false;
  const id = filter(words.id);
  if (id !== "" && record.id !== id) return false;
  const enterpriseProject = filter("enterprise_project_id");
  if (enterpriseProject !== "" && record.fields.enterprise_project_id !== enterpriseProject) return false;
  const name = filter("name");
  return name === "" || (filter(words.exactMatchName) === "true" ? record.name === name : record.name.includes(name));
}

function cutPage(matching: readonly InstanceNow[], query: URLSearchParams): readonly InstanceNow[] {
  const limit = wholeNumber(query.get("limit"), defaultLimit);
  if (limit === undefined || limit < 1 || limit > maxLimit) {
    throw refuse("DMS.00400062", `limit must be from 1 to ${maxLimit}.`);
  }
  const offset = wholeNumber(query.get("offset"), 0);
  // Assumed: offset 0 is valid also when nothing matches; otherwise an empty project could not be listed.
  if (offset === undefined || (offset > 0 && offset >= matching.length)) throw refuse("DMS.40050010");
  return matching.slice(offset, offset + limit);
}

function wholeNumber(text: string | null, absent: number): number | undefined {
  if (text === null || text === "") return absent;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
