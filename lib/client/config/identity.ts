import type { Identity } from "../client-config";
import type { GatheredSettings } from "./gather-settings";

const identities = {
  /** Ids are what providers give precedence for projects. */
  project: [
    { key: "projectId", kind: "id" },
    { key: "projectName", kind: "name" },
  ],
  user: [
    { key: "userId", kind: "id" },
    { key: "userName", kind: "name" },
  ],
  /** The name first: next to OS_USER_DOMAIN_NAME an OS_PROJECT_DOMAIN_ID often is about something else. */
  domain: [
    { key: "domainName", kind: "name" },
    { key: "domainId", kind: "id" },
  ],
} as const;

/**
 * What was set more deliberately of a name and an id, e.g. an attribute project_name over an OS_PROJECT_ID left in the
 * environment; of equals the first of the table. `undefined` when neither is set. Pure.
 */
export function identityOf(gathered: GatheredSettings, what: keyof typeof identities): Identity | undefined {
  const [first, second] = identities[what];
  const rankOf = (key: typeof first.key | typeof second.key): number =>
    gathered.get(key)?.rank ?? Number.POSITIVE_INFINITY;
  const { key, kind } = rankOf(second.key) < rankOf(first.key) ? second : first;
  const value = gathered.get(key)?.value;
  if (value === undefined) return undefined;
  return kind === "id" ? { kind, id: value } : { kind, name: value };
}
