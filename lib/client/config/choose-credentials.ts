import type { Credentials } from "../client-config";
import { configProblem } from "./config-problem";
import type { ConfigProblem } from "./config-problem";
import type { Gathered, GatheredSettings } from "./gather-settings";
import { settings } from "./settings";
import type { SettingKey } from "./settings";

export type CredentialsChoice =
  | { readonly kind: "chosen"; readonly credentials: Credentials }
  /** Nothing was set that could prove anything. */
  | { readonly kind: "nothing" }
  | { readonly kind: "problem"; readonly problem: ConfigProblem };

type Way = "token" | "keys" | "password";

/** `telling`: settings that show that the way is meant · `required`: what it cannot do without. In the order of preference. */
const ways: readonly {
  readonly way: Way;
  readonly telling: readonly SettingKey[];
  readonly required: readonly SettingKey[];
}[] = [
  { way: "token", telling: ["token"], required: ["token"] },
  { way: "keys", telling: ["accessKey", "secretKey", "securityToken"], required: ["accessKey", "secretKey"] },
  { way: "password", telling: ["userName", "password"], required: ["userName", "password", "domainName"] },
];

/**
 * Chooses how to prove who we are: token, then AK/SK, then password; but what was set on purpose (attributes) comes before
 * what happens to be in the environment. A way begun with attributes and left incomplete is a problem even when the
 * environment has another. Pure.
 */
export function chooseCredentials(gathered: GatheredSettings): CredentialsChoice {
  const begun = ways
    .map(({ way, telling, required }) => ({
      way,
      required,
      rank: Math.min(...telling.map((key) => gathered.get(key)?.rank ?? Number.POSITIVE_INFINITY)),
      missing: required.filter((key) => !gathered.has(key)),
    }))
    .filter(({ rank }) => Number.isFinite(rank))
    // Stable: of equal ranks the order of preference stays.
    .sort((a, b) => a.rank - b.rank);
  const [first] = begun;
  if (first === undefined) return { kind: "nothing" };
  const complete = begun.find(({ missing }) => missing.length === 0);
  const isMeant = first.missing.length > 0 && (first.rank < 2 || complete === undefined);
  if (complete === undefined || isMeant)
    return { kind: "problem", problem: describeMissing(first.required, first.missing) };
  return formCredentials(complete.way, gathered);
}

function formCredentials(way: Way, gathered: GatheredSettings): CredentialsChoice {
  const unsendable = ([way === "token" ? "token" : "accessKey", "securityToken"] as const).find(
    (key) => way !== "password" && !/^[\x21-\x7e]*$/.test(gathered.get(key)?.value ?? ""),
  );
  if (unsendable !== undefined) {
    const text =
      "It has characters that no HTTP header may carry: only visible ASCII is allowed. The value is not shown.";
    return { kind: "problem", problem: configProblem([unsendable], text) };
  }
  const valueOf = (key: SettingKey): string => gathered.get(key)?.value ?? "";
  switch (way) {
    case "token":
      return { kind: "chosen", credentials: { kind: "token", token: valueOf("token") } };
    case "password": {
      const login = { userName: valueOf("userName"), password: valueOf("password"), domainName: valueOf("domainName") };
      return { kind: "chosen", credentials: { kind: "password", ...login } };
    }
    case "keys":
      return formKeys(gathered, valueOf("accessKey"), valueOf("secretKey"));
  }
}

function formKeys(gathered: GatheredSettings, accessKey: string, secretKey: string): CredentialsChoice {
  const form = gathered.get("signatureForm")?.value ?? "access";
  if (form !== "access" && form !== "credential") {
    const text = `The form of signatures is ${JSON.stringify(form)}; allowed are "access" and "credential".`;
    return { kind: "problem", problem: configProblem(["signatureForm"], text) };
  }
  const securityToken = matchingSecurityToken(gathered.get("securityToken"), gathered.get("accessKey"));
  return { kind: "chosen", credentials: { kind: "keys", accessKey, secretKey, securityToken, form } };
}

/** A security token belongs to one key: one left in the environment must not spoil a key set elsewhere. */
function matchingSecurityToken(token: Gathered | undefined, key: Gathered | undefined): string | undefined {
  return token !== undefined && token.rank <= (key?.rank ?? 0) ? token.value : undefined;
}

function describeMissing(required: readonly SettingKey[], missing: readonly SettingKey[]): ConfigProblem {
  const given = required.filter((key) => !missing.includes(key));
  const name = (key: SettingKey): string => settings[key].attribute ?? key;
  const beside = given.length === 0 ? "" : `, while ${given.map(name).join(" and ")} is set`;
  const text = `Credentials are incomplete: ${missing.map(name).join(" and ")} is missing${beside}.`;
  return configProblem([...missing, ...given], text);
}
