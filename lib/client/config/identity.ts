import type { Identity } from "../client-config";
import type { GatheredSettings } from "./gather-settings";
import type { SettingKey } from "./settings";

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
} as const;

/**
 * The id or name that is set with the clearest intent, e.g. an attribute project_name before an OS_PROJECT_ID of the environment; of equals
 * the first of the table. `undefined` if none is set. Pure.
 */
export function identityOf(gathered: GatheredSettings, what: keyof typeof identities): Identity | undefined {
  const candidates: readonly { readonly key: SettingKey; readonly kind: Identity["kind"] }[] = identities[what];
  const rankOf = ({ key }: { readonly key: SettingKey }): number => gathered.get(key)?.rank ?? Number.POSITIVE_INFINITY;
  // The sort is stable: equal ranks keep the order of the table.
  const [best] = [...candidates].sort((a, b) => rankOf(a) - rankOf(b));
  if (best === undefined) return undefined;
  const { key, kind } = best;
  const value = gathered.get(key)?.value;
  if (value === undefined) return undefined;
  return kind === "id" ? { kind, id: value } : { kind, name: value };
}
