import { hiddenCharacters } from "./visible-line";

/**
 * JSON that reads back as `value` and is safe to show to a terminal and a CI system: hidden characters and the beginnings of commands (see
 * `visibleLine`) are written as escapes. No line of it begins with a text, so `::` commands need no escape.
 * @param indent spaces for each level. @default one line
 */
export function visibleJson(value: object, indent?: number): string {
  return JSON.stringify(value, null, indent).split("\n").map(visible).join("\n");
}

function visible(line: string): string {
  return line
    .replace(hiddenCharacters, escaped)
    .replace(/(?<=#)#(?=\w*\[)/g, escaped)
    .replace(/(?<=\b(?:section_(?:start|end)|travis_(?:fold|time))):/gi, escaped);
}

function escaped(character: string): string {
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
