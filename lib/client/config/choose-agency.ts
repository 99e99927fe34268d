import type { Agency } from "../client-config";
import { type Ambient, ambientRank } from "./choose-credentials";
import { configProblem, type ConfigProblem } from "./config-problem";
import type { GatheredSettings } from "./gather-settings";

type AgencyChoice =
  | { readonly kind: "none" }
  | { readonly kind: "chosen"; readonly agency: Agency }
  | { readonly kind: "incomplete"; readonly problem: ConfigProblem };

const needed = ["agencyName", "agencyDomainName"] as const;

/**
 * The configured agency. An agency that only the environment names belongs to the credentials of the environment: if those are withheld, so
 * is the agency. Pure.
 */
export function chooseAgency(gathered: GatheredSettings, ambient: Ambient): AgencyChoice {
  const isMeant = needed.some((key) => {
    const rank = gathered.get(key)?.rank;
    return rank !== undefined && (ambient === "used" || rank < ambientRank);
  });
  if (!isMeant) return { kind: "none" };
  const name = gathered.get("agencyName")?.value;
  const domainName = gathered.get("agencyDomainName")?.value;
  if (name !== undefined && domainName !== undefined) return { kind: "chosen", agency: { name, domainName } };
  const [missing, given] = name === undefined ? needed : ([needed[1], needed[0]] as const);
  const names = { agencyName: "agency_name", agencyDomainName: "domain_name" } as const;
  const text = `assume_role is incomplete: ${names[missing]} is missing, while ${names[given]} is set.`;
  return { kind: "incomplete", problem: configProblem([missing, given], text) };
}
