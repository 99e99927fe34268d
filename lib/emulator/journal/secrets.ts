import { parseAuthorization } from "../auth/signature";
import { isJsonObject, type JsonValue } from "../json-value";

export const mask = "***";

/** Names of headers, parameters, members and path segments whose value is a secret. Documented instance calls do not use such names. */
const secretName =
  /pass|pwd|secret|token|credential|signature|authorization|cookie|session|(access|private|api)[-_]?key|^[as]k$/i;

/** Values that are secret by their form at every place: proof of a login, a signed token, the user part of a URL. */
const secretForms: readonly RegExp[] = [
  /(?<=\b(?:bearer|basic|negotiate)\s+)[\w+/=.~-]{4,}/gi,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /(?<=\/\/)[^/\s@]+(?=@)/g,
];

/** Shorter values are masked at their place and not searched elsewhere, because they may be ordinary words. */
const shortestSoughtFor = 8;
const mostRemembered = 200;

/** True for a name whose value is a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/**
 * The secrets seen so far: a value in a place with a secret's name is a secret at every other place, in the same call and in later ones.
 * The last 200 are remembered.
 */
export class SecretValues {
  private values = new Set<string>();

  /** Remembers a value. Takes any text; short ones are not searched. */
  add(value: string): void {
    if (value.length < shortestSoughtFor) return;
    this.values.delete(value);
    this.values.add(value);
    for (const oldest of this.values) {
      if (this.values.size <= mostRemembered) break;
      this.values.delete(oldest);
    }
  }

  /** Remembers the values of headers with a secret's name: the whole, and each part that is usable by itself. */
  addFromHeaders(headers: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(headers)) {
      if (isSecretName(name)) for (const part of secretParts(value)) this.add(part);
    }
  }

  /** Remembers the texts of members with a secret's name. Throws `RangeError` if the value is nested thousands deep. */
  addFromJson(value: JsonValue, isSecret = false): void {
    if (typeof value === "string") {
      if (isSecret) this.add(value);
    } else if (Array.isArray(value)) {
      for (const item of value as readonly JsonValue[]) this.addFromJson(item, isSecret);
    } else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) this.addFromJson(member, isSecret || isSecretName(name));
    }
  }

  /** The text with every secret masked. */
  conceal(text: string): string {
    let concealed = text;
    for (const value of this.values) if (concealed.includes(value)) concealed = concealed.replaceAll(value, mask);
    for (const form of secretForms) concealed = concealed.replace(form, mask);
    return concealed;
  }

  /** The same for every text of a JSON value, names of members too. */
  concealJson(value: JsonValue): JsonValue {
    if (typeof value === "string") return this.conceal(value);
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => this.concealJson(item));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [this.conceal(name), this.concealJson(member)]),
    );
  }

  /** Forgets everything. */
  clear(): void {
    this.values.clear();
  }
}

/**
 * The secret parts of a header: the key and the signature of a signature, the values of cookies and parameters, the proof after a scheme.
 */
function secretParts(header: string): readonly string[] {
  const claim = parseAuthorization(header);
  if (claim !== undefined) return [claim.accessKey, claim.signature];
  const parts = header.split(/[\s,;]+/).map((part) => /=(.+)$/.exec(part)?.[1] ?? part);
  return [header, ...parts];
}
