import type { Identity } from "../client-config";
import type { GatheredSettings } from "./gather-settings";
import type { SettingKey } from "./settings";

const identities = {
  /** Ids are what providers give precedence for projects. */
  project: [
    { key: "projectId", kind: "id" },
    { key: "projectName", kind: "name" },
  ],
  /** In the account of an agency. */
  delegatedProject: [
    { key: "delegatedProject", kind: "name" },
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
 * What was set most deliberately of names and ids, e.g. an attribute project_name over an OS_PROJECT_ID left in the
 * environment; of equals the first of the table. `undefined` when none is set. Pure.
 */
export function identityOf(gathered: GatheredSettings, what: keyof typeof identities): Identity | undefined {
  const candidates: readonly { readonly key: SettingKey; readonly kind: Identity["kind"] }[] = identities[what];
  const rankOf = ({ key }: { readonly key: SettingKey }): number => gathered.get(key)?.rank ?? Number.POSITIVE_INFINITY;
  // Stable: of equal ranks the first of the table stays first.
  const [best] = [...candidates].sort((a, b) => rankOf(a) - rankOf(b));
  if (best === undefined) return undefined;
  const { key, kind } = best;
  const value = gathered.get(key)?.value;
  if (value === undefined) return undefined;
  return kind === "id" ? { kind, id: value } : { kind, name: value };
}
