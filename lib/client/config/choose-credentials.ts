import { connectionRules } from "../../domain/connection";
import { shownValue } from "../../domain/shown-value";
import type { Credentials, Identity } from "../client-config";
import { configProblem } from "./config-problem";
import type { ConfigProblem } from "./config-problem";
import type { Gathered, GatheredSettings } from "./gather-settings";
import { identityOf } from "./identity";
import { settings } from "./settings";
import type { SettingKey } from "./settings";

type CredentialsChoice =
  | { readonly kind: "chosen"; readonly credentials: Credentials }
  /** Nothing was set that could prove anything, but for what is ambient and not to be used: the places it was found in. */
  | { readonly kind: "nothing"; readonly withheld: readonly string[] }
  /** A part of what was begun is missing. */
  | { readonly kind: "incomplete"; readonly problem: ConfigProblem }
  /** A value is not allowed. */
  | { readonly kind: "wrong"; readonly problem: ConfigProblem };

type Way = "token" | "keys" | "password";

/** Settings of which one is enough, the one that texts name first. */
type Need = readonly SettingKey[];

/** `telling`: settings that show that the way is meant. In the order of preference. */
const ways: readonly { readonly way: Way; readonly telling: readonly SettingKey[] }[] = [
  { way: "token", telling: ["token"] },
  { way: "keys", telling: ["accessKey", "secretKey", "securityToken"] },
  { way: "password", telling: ["userName", "userId", "password"] },
];

/** The environment and an entry of clouds.yaml that OS_CLOUD names: set for whatever runs there, not for one provider block. */
export type Ambient = "used" | "withheld";

const ambientRank = 2;

/**
 * Chooses how to prove who we are: token, then AK/SK, then password; but what was set on purpose (attributes) comes before
 * what happens to be in the environment. A way begun with attributes and left incomplete is a problem even when the
 * environment has another. Ways of which all that is set is ambient count only if `ambient` says so. Pure.
 */
export function chooseCredentials(gathered: GatheredSettings, ambient: Ambient): CredentialsChoice {
  const all = ways
    .map(({ way, telling }) => ({
      way,
      rank: Math.min(...telling.map((key) => gathered.get(key)?.rank ?? Number.POSITIVE_INFINITY)),
      missing: needsOf(way, gathered).filter((need) => !isMet(need, gathered)),
    }))
    .filter(({ rank }) => Number.isFinite(rank))
    // Stable: of equal ranks the order of preference stays.
    .sort((a, b) => a.rank - b.rank);
  const begun = all.filter(({ rank }) => ambient === "used" || rank < ambientRank);
  const [first] = begun;
  if (first === undefined) return { kind: "nothing", withheld: originsOf(all, gathered) };
  const complete = begun.find(({ missing }) => missing.length === 0);
  const isMeant = first.missing.length > 0 && (first.rank < ambientRank || complete === undefined);
  if (complete === undefined || isMeant) {
    return { kind: "incomplete", problem: describeMissing(needsOf(first.way, gathered), first.missing, gathered) };
  }
  return formCredentials(complete.way, gathered);
}

/** Where the secrets of ways come from, such as `OS_TOKEN`. */
function originsOf(begun: readonly { readonly way: Way }[], gathered: GatheredSettings): readonly string[] {
  const secrets = { token: "token", keys: "secretKey", password: "password" } as const satisfies Record<
    Way,
    SettingKey
  >;
  return begun.flatMap(({ way }) => gathered.get(secrets[way])?.origin ?? []);
}

/** What a way cannot do without. A domain is needed where Keystone is told a name, of the user or of the project. */
function needsOf(way: Way, gathered: GatheredSettings): readonly Need[] {
  switch (way) {
    case "token":
      return [["token"]];
    case "keys":
      return [["accessKey"], ["secretKey"]];
    case "password": {
      const user = identityOf(gathered, "user");
      const project = identityOf(gathered, "project");
      const login: readonly Need[] = [["userName", "userId"], ["password"]];
      return user?.kind === "id" && project?.kind === "id" ? login : [...login, ["domainName", "domainId"]];
    }
  }
}

function isMet(need: Need, gathered: GatheredSettings): boolean {
  return need.some((key) => gathered.has(key));
}

function formCredentials(way: Way, gathered: GatheredSettings): CredentialsChoice {
  const unsendable = ([way === "token" ? "token" : "accessKey", "securityToken"] as const).find(
    (key) => way !== "password" && !connectionRules[key].allows(gathered.get(key)?.value ?? ""),
  );
  if (unsendable !== undefined) {
    const text =
      "It has characters that no HTTP header may carry: only visible ASCII is allowed. The value is not shown.";
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
    case "keys":
      return formKeys(gathered, valueOf("accessKey"), valueOf("secretKey"));
  }
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

/** A security token belongs to one key: one left in the environment must not spoil a key set elsewhere. */
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

/** A setting without an attribute is known by its first variable. */
function nameOf(key: SettingKey): string {
  return settings[key].attribute ?? settings[key].variables[0] ?? key;
}
