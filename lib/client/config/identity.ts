import type { Identity } from "../client-config";
import type { GatheredSettings } from "./sources/gather-settings";
import type { SettingKey } from "./sources/settings";

interface Candidate {
  readonly key: SettingKey;
  readonly kind: Identity["kind"];
}

/** The settings that identify each of these, the preferred one first. */
const identities = {
  /** Ids come first: other providers prefer them for projects. */
  project: [
    { key: "projectId", kind: "id" },
    { key: "projectName", kind: "name" },
  ],
  /** The project in the account of an agency. */
  delegatedProject: [
    { key: "delegatedProject", kind: "name" },
    { key: "projectId", kind: "id" },
    { key: "projectName", kind: "name" },
  ],
  user: [
    { key: "userId", kind: "id" },
    { key: "userName", kind: "name" },
  ],
  /** The name first: beside OS_USER_DOMAIN_NAME, OS_PROJECT_DOMAIN_ID often means another domain. */
  domain: [
    { key: "domainName", kind: "name" },
    { key: "domainId", kind: "id" },
  ],
} as const satisfies Record<string, readonly Candidate[]>;

/**
 * The id or name that is set with the clearest intent, e.g. an attribute project_name before an OS_PROJECT_ID of the environment; of equals
 * the first of the table. `undefined` if none is set. Pure.
 */
export function identityOf(gathered: GatheredSettings, what: keyof typeof identities): Identity | undefined {
  const candidates: readonly Candidate[] = identities[what];
  const set = candidates.flatMap(({ key, kind }) => {
    const setting = gathered.get(key);
    return setting === undefined ? [] : [{ kind, value: setting.value, rank: setting.rank }];
  });
  // The sort is stable: equal ranks keep the order of the table.
  const [best] = set.sort((a, b) => a.rank - b.rank);
  if (best === undefined) return undefined;
  const { kind, value } = best;
  return kind === "id" ? { kind, id: value } : { kind, name: value };
}
