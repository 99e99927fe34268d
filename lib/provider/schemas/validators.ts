import { parseAmount } from "../../domain/amount";
import { connectionRules } from "../../domain/connection/connection";
import { parseDuration } from "../../domain/duration";
import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Path } from "../../framework/values/path";
import type { Validator } from "../../framework/values/schema";
import { isList } from "../../framework/values/value";
import { invalidAmount, invalidDuration, invalidInstanceId, invalidSetting } from "../messages";
import { nullInstanceId } from "../messages/actions";

/** A duration such as "30s"; `positive` refuses "0s". */
export function duration(options: { readonly positive?: boolean } = {}): Validator {
  return onText((text, path) => {
    const parsed = parseDuration(text);
    const valid = parsed !== undefined && (options.positive !== true || parsed > 0);
    return valid ? [] : [invalidDuration(path, text, options.positive === true)];
  });
}

/** A number of instances or a share of them: "3" or "25%"; `least` is the smallest number allowed. */
export function amount(options: { readonly least: number }): Validator {
  return onText((text, path) => {
    const parsed = parseAmount(text);
    return parsed !== undefined && parsed.value >= options.least ? [] : [invalidAmount(path, text, options.least)];
  });
}

/** A text that may stand in a URL as an instance id. The service itself judges the rest. */
export function instanceId(): Validator {
  return onText((text, path) => (text === "" || isInstanceId(text) ? [] : [invalidInstanceId(path, text)]));
}

/** The rule for a setting of the connection, the same as in the provider block, where an empty string counts as not set. */
export function settingOf(name: "projectId" | "region"): Validator {
  const { allows, allowed } = connectionRules[name];
  return onText((text, path) => (text === "" || allows(text) ? [] : [invalidSetting(path, text, allowed)]));
}

/** A list of such ids, without null or empty ones. Unknown ones pass. */
export function instanceIds(): Validator {
  return (value, path) => {
    if (!isList(value)) return [];
    return value.flatMap((id, index) => {
      const here = [...path, { index }];
      if (id === null) return [nullInstanceId(here)];
      return typeof id === "string" && !isInstanceId(id) ? [invalidInstanceId(here, id)] : [];
    });
  };
}

function isInstanceId(text: string): boolean {
  return /^(?!\.+$)[A-Za-z0-9._-]{1,64}$/.test(text);
}

function onText(judge: (text: string, path: Path) => readonly Diagnostic[]): Validator {
  return (value, path) => (typeof value === "string" ? judge(value, path) : []);
}
