import { answer, type ApiAnswer, wholeNumber } from "../api-call";
import { isOmitted, isStale } from "../faults/list-lag";
import { type Condition, engineOf } from "../fleet/instance-record";
import { type Dialect, viewInstance, instanceText, type ListedAs } from "../fleet/instance-view";
import { JsonText } from "../json-value";
import { refuse } from "../refusal";
import { unseenOf, type InstanceNow } from "../fleet/store";
import type { ServiceState } from "./service-state";
import type { InstanceId } from "../../domain/instance";
import { requireInstance } from "./preconditions";

/** Query parameters whose spelling differs between the versions. */
const spelling = {
  "v1.0": { id: "id", includeFailure: "includeFailure", exactMatchName: "exactMatchName" },
  v2: { id: "instance_id", includeFailure: "include_failure", exactMatchName: "exact_match_name" },
} as const;

/** Statuses that are never listed: a deletion drops an instance from the list at once. */
const unlisted: readonly string[] = ["DELETING", "RECYCLE"];

const defaultLimit = 10;
const maxLimit = 50;

/**
 * `GET …/instances`: one page in v2, all instances in v1.0, in the order of the seed. `instance_num` counts all that match. Empty filters
 * count as absent. v1.0 has no documented paging: `start` and `limit` of the sample request are ignored.
 */
export function listInstances(
  state: ServiceState,
  dialect: Dialect,
  projectId: string,
  query: URLSearchParams,
): ApiAnswer {
  const filter = readFilter(dialect, query);
  const lag = state.faults.forList("list", []);
  const candidates = state.store
    .ofProject(projectId, state.pace().nowMs)
    .filter(({ record }) => !isOmitted(lag, record.id))
    .map((instance) => (isStale(lag, instance.record.id) ? asBefore(instance) : instance))
    .filter((instance) => isListed(instance, filter));
  const { status } = filter;
  const matching = status === "" ? candidates : candidates.filter((instance) => instance.status === status);
  const page = dialect === "v2" ? cutPage(matching, query) : matching;
  const awaited = candidates.filter(({ record }) => isOnItsWayTo(status, record.condition));
  const body = new JsonText(listText(page, dialect, matching.length), () => listText(page, "brief", matching.length));
  return answer(200, body, unseenOf([...page, ...awaited]));
}

/** `GET …/instances/{id}`: 200 with the instance, also while it is DELETING; 404 DMS.00404022 after that. */
export function getInstance(state: ServiceState, dialect: Dialect, projectId: string, id: InstanceId): ApiAnswer {
  const instance = requireInstance(state.store, projectId, id, state.pace().nowMs);
  return answer(200, viewInstance(instance.record, instance.status, dialect, "get"), unseenOf([instance]));
}

/** An instance before its last change. */
function asBefore({ record, status }: InstanceNow): InstanceNow {
  return { record, status: record.before ?? status };
}

function listText(page: readonly InstanceNow[], as: ListedAs, total: number): string {
  const instances = page.map(({ record, status }) => instanceText(record, status, as));
  return `{"instances":[${instances.join(",")}],"instance_num":${total}}`;
}

/**
 * Whether a list of this status shows by absence that the change has not ended. A list of another status does not show a change. But a
 * client that lists only the final status learns from the absence that the instance is not there yet, and would otherwise wait forever.
 */
function isOnItsWayTo(status: string, condition: Condition): boolean {
  return condition.kind === "changing" && condition.end === status;
}

/** The filters of a query; empty for absent ones. */
interface Filter {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly engine: string;
  readonly enterpriseProject: string;
  readonly isExact: boolean;
  readonly withFailed: boolean;
}

function readFilter(dialect: Dialect, query: URLSearchParams): Filter {
  const words = spelling[dialect];
  const said = (name: string): string => query.get(name) ?? "";
  return {
    id: said(words.id),
    name: said("name"),
    status: said("status"),
    engine: said("engine"),
    enterpriseProject: said("enterprise_project_id"),
    isExact: said(words.exactMatchName) === "true",
    withFailed: said(words.includeFailure) === "true",
  };
}

function isListed({ record, status }: InstanceNow, filter: Filter): boolean {
  const { id, name, engine, enterpriseProject } = filter;
  if (unlisted.includes(status)) return false;
  if (status === "CREATEFAILED" && !filter.withFailed) return false;
  if (engine !== "" && engineOf(engine) !== engineOf(record.engine)) return false;
  if (id !== "" && record.id !== id) return false;
  if (enterpriseProject !== "" && record.fields.enterprise_project_id !== enterpriseProject) return false;
  return name === "" || (filter.isExact ? record.name === name : record.name.includes(name));
}

function cutPage(matching: readonly InstanceNow[], query: URLSearchParams): readonly InstanceNow[] {
  const limit = wholeNumber(query.get("limit"), defaultLimit);
  if (limit === undefined || limit < 1 || limit > maxLimit) {
    throw refuse("DMS.00400062", `limit must be from 1 to ${maxLimit}.`);
  }
  const offset = wholeNumber(query.get("offset"), 0);
  // Assumed: offset 0 is valid also without matches; otherwise an empty project could not be listed.
  if (offset === undefined || (offset > 0 && offset >= matching.length)) throw refuse("DMS.40050010");
  return matching.slice(offset, offset + limit);
}
