import { parseAmount } from "../../domain/amount";
import { parseDuration } from "../../domain/duration";
import { checkKeys } from "./instances";
import type { InputProblem } from "./problem";
import { isObject } from "./prop-names";
import { isOpen, isToken } from "./tokens";

// Each check judges one prop. A value that is absent or known only to Terraform passes: the provider judges it once it is known. Values are
// `unknown`, because programs in plain JavaScript call this too.

type Problems = readonly InputProblem[];

export function checkText(input: string, received: unknown): Problems {
  const fine = isOpen(received) || (typeof received === "string" && received.trim() !== "");
  return fine ? [] : [{ input, received, allowed: "a non-empty string" }];
}

/** A name that Terraform can refer to. */
export function checkName(input: string, received: unknown): Problems {
  const fine = isOpen(received) || (typeof received === "string" && /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(received));
  return fine ? [] : [{ input, received, allowed: "a name of letters, digits, - and _ that starts with a letter" }];
}

/** A text that may be a secret, so that its problems do not show it. */
export function checkSecret(input: string, received: unknown): Problems {
  return checkText(input, received).map((problem) => ({ ...problem, isSecret: true }));
}

export function checkWord(input: string, received: unknown, words: readonly string[]): Problems {
  return received === undefined ? [] : checkNeededWord(input, received, words);
}

/** A required word. */
export function checkNeededWord(input: string, received: unknown, words: readonly string[]): Problems {
  const fine = isToken(received) || (typeof received === "string" && words.includes(received));
  return fine ? [] : [{ input, received, allowed: words.map((word) => `"${word}"`).join(", ") }];
}

export function checkFlag(input: string, received: unknown): Problems {
  const fine = isOpen(received) || typeof received === "boolean";
  return fine ? [] : [{ input, received, allowed: "true or false" }];
}

/** A flag that must be known at synth: `why` tells the reason, as the end of a sentence. */
export function checkWrittenFlag(input: string, received: unknown, why: string): Problems {
  if (!isToken(received)) return checkFlag(input, received);
  return [{ input, received, allowed: `true or false, written out: ${why}` }];
}

export function checkCount(input: string, received: unknown, least = 0): Problems {
  const fine = isOpen(received) || (Number.isSafeInteger(received) && (received as number) >= least);
  return fine ? [] : [{ input, received, allowed: `a whole number, ${least} or more` }];
}

/** A duration; `positive` refuses "0s". */
export function checkDuration(
  input: string,
  received: unknown,
  options: { readonly positive?: boolean } = {},
): Problems {
  if (isOpen(received)) return [];
  const durationMs = typeof received === "string" ? parseDuration(received) : undefined;
  if (durationMs !== undefined && (durationMs > 0 || options.positive !== true)) return [];
  const examples = options.positive === true ? `"90s", "20m" or "1h30m", longer than zero` : `"0s", "90s" or "1h30m"`;
  return [{ input, received, allowed: `a duration such as ${examples}` }];
}

/** A number of instances or a share of them, both as text. */
export function checkAmount(input: string, received: unknown, least: 0 | 1): Problems {
  if (isOpen(received)) return [];
  const amount = typeof received === "string" ? parseAmount(received) : undefined;
  if (amount !== undefined && amount.value >= least) return [];
  return [
    { input, received, allowed: `a number of instances such as "${least}", or a share from "${least}%" to "100%"` },
  ];
}

/**
 * A map of texts. A key with the value undefined is refused: a variable that is set only on some machines would be a trigger that comes and
 * goes.
 */
export function checkTexts(input: string, received: unknown): Problems {
  if (isOpen(received)) return [];
  if (!isObject(received)) return [{ input, received, allowed: "an object with string values" }];
  const wrong = Object.entries(received)
    .filter(([, value]) => value === undefined || (!isOpen(value) && typeof value !== "string"))
    .map(([key, value]) => ({ input: `${input}[${JSON.stringify(key)}]`, received: value, allowed: "a string" }));
  return [...checkKeys(input, received), ...wrong];
}
