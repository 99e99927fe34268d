interface Place {
  readonly line: number;
  /** In UTF-16 units, from 1. */
  readonly column: number;
}

/**
 * The place at which a text stops being JSON; `undefined` if it is JSON. The place quotes nothing of the text, which may hold secrets; the
 * message of `JSON.parse` does.
 */
export function jsonFault(text: string): Place | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return placeOfFault(text);
  }
}

/** The place of the fault in a text that is not JSON. */
function placeOfFault(text: string): Place {
  const lines = text.slice(0, faultAt(text)).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** The value of a JSON text. Throws an error that tells the place of the fault and quotes nothing. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`it is not JSON (${describePlace(placeOfFault(text))})`);
  }
}

/** `line 3, column 5`. */
export function describePlace({ line, column }: Place): string {
  return `line ${line}, column ${column}`;
}

const blanks = /[ \t\n\r]*/y;
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** The token that is allowed next. `first` and `firstKey`: right after an opening bracket, which may be closed at once. */
type Expected = "value" | "first" | "key" | "firstKey" | "colon" | "next";

/** Offset of the first character that is not allowed at its place, or of the end. */
function faultAt(json: string): number {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = skip(blanks, json, 0);
  for (;;) {
    const step = nextStep(expected, json, at, open);
    if (step === undefined) return at;
    expected = step.expected;
    at = skip(blanks, json, step.end);
    if (expected === "next" && open.length === 0) return at;
  }
}

interface Step {
  readonly expected: Expected;
  readonly end: number;
}

function nextStep(expected: Expected, json: string, at: number, open: ("{" | "[")[]): Step | undefined {
  const character = json[at] ?? "";
  const inObject = open.at(-1) === "{";
  const mayClose = expected === "next" || expected === (inObject ? "firstKey" : "first");
  if (open.length > 0 && mayClose && character === (inObject ? "}" : "]")) {
    open.pop();
    return { expected: "next", end: at + 1 };
  }
  switch (expected) {
    case "next":
      return character === "," ? { expected: inObject ? "key" : "value", end: at + 1 } : undefined;
    case "colon":
      return character === ":" ? { expected: "value", end: at + 1 } : undefined;
    case "key":
    case "firstKey":
      return stepOver(text, json, at, "colon");
    case "value":
    case "first":
      if (character !== "{" && character !== "[") return stepOver(character === '"' ? text : scalar, json, at, "next");
      open.push(character);
      return { expected: character === "{" ? "firstKey" : "first", end: at + 1 };
  }
}

function stepOver(pattern: RegExp, json: string, at: number, expected: Expected): Step | undefined {
  const end = skip(pattern, json, at);
  return end === at ? undefined : { expected, end };
}

/** The offset behind the match of `pattern` at `at`; `at` if it does not match. */
function skip(pattern: RegExp, json: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(json) ? pattern.lastIndex : at;
}
