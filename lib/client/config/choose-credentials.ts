import { connectionRules } from "../../domain/connection/connection";
import { shownValue } from "../../domain/texts/shown-value";
import type { Credentials, Identity } from "../client-config";
import type { FilePort } from "./sources/clouds-file";
import { configProblem, type ConfigProblem } from "./config-problem";
import type { Gathered, GatheredSettings } from "./sources/gather-settings";
import { identityOf } from "./identity";
import { type SettingKey, settings } from "./sources/settings";
import { type Family, familyOf } from "./sources/variable-families";

type CredentialsChoice =
  { readonly kind: "chosen"; readonly credentials: Credentials } | Exclude<WayChoice, { readonly kind: "chosen" }>;

type WayChoice =
  | { readonly kind: "chosen"; readonly way: Way }
  /** No usable credentials are set. `withheld`: the places of ambient ones, which must not be used. */
  | { readonly kind: "nothing"; readonly withheld: readonly string[] }
  /** A way to authenticate is set only in part. */
  | { readonly kind: "incomplete"; readonly problem: ConfigProblem }
  /** A value is not allowed. */
  | { readonly kind: "wrong"; readonly problem: ConfigProblem };

type Way = "token" | "keys" | "oidc" | "password";

/** Alternative settings of which one is enough; texts name the first. */
type Need = readonly SettingKey[];

/** The ways to authenticate in the order of preference. `telling`: settings that show that the user chose the way. */
const ways: readonly { readonly way: Way; readonly telling: readonly SettingKey[] }[] = [
  { way: "token", telling: ["token"] },
  { way: "keys", telling: ["accessKey", "secretKey", "securityToken"] },
  { way: "oidc", telling: ["identityProviderId", "idTokenFile", "idToken"] },
  { way: "password", telling: ["userName", "userId", "password"] },
];

/**
 * Whether the environment and an entry of clouds.yaml that OS_CLOUD names are used: they are set for all programs, not for one provider
 * block.
 */
export type Ambient = "used" | "withheld";

/** Ranks from this one on are ambient. */
export const ambientRank = 2;

interface WayContext {
  readonly ambient: Ambient;
  /** An agency is assumed, which needs a login with a token. */
  readonly assumesAgency: boolean;
}

/** Further input of the choice. */
export interface ChoiceContext extends WayContext {
  readonly files: FilePort;
  /** Sentences about names of other tools that are set and not read, for an error that misses credentials. */
  readonly hint: string;
}

/**
 * Chooses the credentials: token, then AK/SK, then OIDC, then password. Settings with intent (attributes) come before those of the
 * environment. An incomplete way with attributes is a problem even if the environment has another. A way with only ambient settings counts
 * only if `ambient` says so. Keys cannot assume an agency: another complete way with the same intent comes before them then. I/O only
 * through `files`.
 */
export function chooseCredentials(gathered: GatheredSettings, context: ChoiceContext): CredentialsChoice {
  const choice = chooseWay(gathered, context);
  return choice.kind === "chosen" ? formCredentials(choice.way, gathered, context.files) : choice;
}

/**
 * The cloud whose variables, or entry that OS_CLOUD names, supply the credentials that are chosen; `undefined` if none or several do, or if
 * no credentials are chosen. A domain alone is not a login. Pure.
 */
export function familyOfChosen(gathered: GatheredSettings, context: WayContext): Family | undefined {
  const choice = chooseWay(gathered, context);
  if (choice.kind !== "chosen") return undefined;
  const used = loginOf[choice.way].flatMap((need) => {
    const found = need.flatMap((key) => gathered.get(key) ?? []);
    return found.sort((a, b) => a.rank - b.rank).slice(0, 1);
  });
  const [family, ...others] = new Set(used.flatMap((setting) => familyOf(setting) ?? []));
  return others.length === 0 ? family : undefined;
}

function chooseWay(gathered: GatheredSettings, { ambient, assumesAgency }: WayContext): WayChoice {
  const all = ways
    .map(({ way, telling }) => ({
      way,
      rank: Math.min(...telling.map((key) => gathered.get(key)?.rank ?? Number.POSITIVE_INFINITY)),
      missing: needsOf(way, gathered, assumesAgency).filter((need) => !isMet(need, gathered)),
    }))
    .filter(({ rank }) => Number.isFinite(rank))
    // The sort is stable: equal ranks keep the order of preference.
    .sort((a, b) => a.rank - b.rank);
  const counted = all.filter(({ rank }) => ambient === "used" || rank < ambientRank);
  const begun = assumesAgency ? withoutIdleKeys(counted) : counted;
  const [first] = begun;
  if (first === undefined) return { kind: "nothing", withheld: originsOf(all, gathered) };
  const complete = begun.find(({ missing }) => missing.length === 0);
  const isMeant = first.missing.length > 0 && (first.rank < ambientRank || complete === undefined);
  if (complete === undefined || isMeant) {
    const needs = needsOf(first.way, gathered, assumesAgency);
    return { kind: "incomplete", problem: describeMissing(needs, first.missing, gathered) };
  }
  if (assumesAgency && complete.way === "keys")
    return { kind: "wrong", problem: configProblem(agencyKeys, agencyNeedsToken) };
  return { kind: "chosen", way: complete.way };
}

const agencyKeys = [
  "agencyName",
  "accessKey",
  "token",
  "userName",
  "password",
  "identityProviderId",
  "idTokenFile",
] as const;

const agencyNeedsToken =
  "assume_role and AK/SK are set: an agency is assumed with a token, which AK/SK alone cannot give. Allowed beside assume_role: " +
  "a token; user_name, password and domain_name; or oidc with identity_provider_id and id_token_file.";

interface Begun {
  readonly way: Way;
  readonly rank: number;
  readonly missing: readonly Need[];
}

/** The ways without keys, if another complete one is set with the same intent. */
function withoutIdleKeys(begun: readonly Begun[]): readonly Begun[] {
  const keys = begun.find(({ way }) => way === "keys");
  const hasOther = begun.some(
    ({ way, rank, missing }) => way !== "keys" && missing.length === 0 && rank <= (keys?.rank ?? 0),
  );
  return hasOther ? begun.filter(({ way }) => way !== "keys") : begun;
}

/** The origins of the secrets of ways, such as `OS_TOKEN`. */
function originsOf(begun: readonly { readonly way: Way }[], gathered: GatheredSettings): readonly string[] {
  const secrets: Readonly<Record<Way, readonly SettingKey[]>> = {
    token: ["token"],
    keys: ["secretKey"],
    oidc: ["idTokenFile", "idToken"],
    password: ["password"],
  };
  return begun.flatMap(({ way }) => secrets[way].flatMap((key) => gathered.get(key)?.origin ?? []).slice(0, 1));
}

/** The settings of each way that say who acts and prove it. */
const loginOf: Readonly<Record<Way, readonly Need[]>> = {
  token: [["token"]],
  keys: [["accessKey"], ["secretKey"]],
  oidc: [["identityProviderId"], ["idTokenFile", "idToken"]],
  password: [["userName", "userId"], ["password"]],
};

/** The settings that a way needs. A domain is needed if Keystone gets the name of the user or of the project. */
function needsOf(way: Way, gathered: GatheredSettings, assumesAgency: boolean): readonly Need[] {
  const login = loginOf[way];
  if (way !== "password") return login;
  const user = identityOf(gathered, "user");
  // An agency's project belongs to the agency's domain.
  const namesProject = !assumesAgency && identityOf(gathered, "project")?.kind !== "id";
  return user?.kind === "id" && !namesProject ? login : [...login, ["domainName", "domainId"]];
}

function isMet(need: Need, gathered: GatheredSettings): boolean {
  return need.some((key) => gathered.has(key));
}

/** The settings of a way that go into headers. */
const sentInHeaders = {
  token: ["token", "securityToken"],
  keys: ["accessKey", "securityToken"],
  oidc: ["identityProviderId"],
  password: [],
} as const;

function formCredentials(way: Way, gathered: GatheredSettings, files: FilePort): CredentialsChoice {
  const unsendable = sentInHeaders[way].find((key) => !connectionRules[key].allows(gathered.get(key)?.value ?? ""));
  if (unsendable !== undefined) {
    const text =
      "It has characters that an HTTP header may not contain: only visible ASCII is allowed. The value is not shown.";
    return { kind: "wrong", problem: configProblem([unsendable], text) };
  }
  const valueOf = (key: SettingKey): string => gathered.get(key)?.value ?? "";
  switch (way) {
    case "token":
      return { kind: "chosen", credentials: { kind: "token", token: valueOf("token") } };
    case "password": {
      const user: Identity = identityOf(gathered, "user") ?? { kind: "name", name: "" };
      const domain = identityOf(gathered, "domain");
      return { kind: "chosen", credentials: { kind: "password", user, password: valueOf("password"), domain } };
    }
    case "oidc":
      return formOidc(gathered, valueOf("identityProviderId"), files);
    case "keys":
      return formKeys(gathered, valueOf("accessKey"), valueOf("secretKey"));
  }
}

/** The credentials of OIDC. A file that cannot be read now is reported at once, not at the first login. */
function formOidc(gathered: GatheredSettings, identityProvider: string, files: FilePort): CredentialsChoice {
  const setting = gathered.get("idTokenFile");
  const read = (): string | undefined =>
    (setting === undefined ? gathered.get("idToken")?.value : files.readFile(setting.value))?.trim();
  const origin =
    setting === undefined
      ? (gathered.get("idToken")?.origin ?? "")
      : `${shownValue(setting.value)} (from ${setting.origin})`;
  const now = read();
  if (now === undefined || now === "") {
    const text = `The ID token file ${origin} ${now === undefined ? "cannot be read" : "is empty"}.`;
    return { kind: "wrong", problem: configProblem(["idTokenFile"], text) };
  }
  const domain = identityOf(gathered, "domain");
  return { kind: "chosen", credentials: { kind: "oidc", identityProvider, idToken: { origin, read }, domain } };
}

function formKeys(gathered: GatheredSettings, accessKey: string, secretKey: string): CredentialsChoice {
  const form = gathered.get("signatureForm")?.value ?? "access";
  if (form !== "access" && form !== "credential") {
    const text = `The form of signatures is ${shownValue(form)}; allowed are "access" and "credential".`;
    return { kind: "wrong", problem: configProblem(["signatureForm"], text) };
  }
  const securityToken = matchingSecurityToken(gathered.get("securityToken"), gathered.get("accessKey"));
  return { kind: "chosen", credentials: { kind: "keys", accessKey, secretKey, securityToken, form } };
}

/** The security token that belongs to the key: one that is left in the environment must not spoil a key from another place. */
function matchingSecurityToken(token: Gathered | undefined, key: Gathered | undefined): string | undefined {
  return token !== undefined && token.rank <= (key?.rank ?? 0) ? token.value : undefined;
}

function describeMissing(needs: readonly Need[], missing: readonly Need[], gathered: GatheredSettings): ConfigProblem {
  const given = needs.flatMap((need) => need.find((key) => gathered.has(key)) ?? []);
  const beside = given.length === 0 ? "" : `, while ${namesOf(given)} set`;
  const text = `Credentials are incomplete: ${namesOf(missing.flatMap(([first]) => first ?? []))} missing${beside}.`;
  return configProblem([...missing.flat(), ...given], text);
}

/** "password is", "password and domain_name are" */
function namesOf(keys: readonly SettingKey[]): string {
  return `${keys.map(nameOf).join(" and ")} ${keys.length === 1 ? "is" : "are"}`;
}

/** The name of a setting; without an attribute, its first variable. */
function nameOf(key: SettingKey): string {
  return settings[key].attribute ?? settings[key].variables[0] ?? key;
}
