import type { Story } from "../../__tests__/support/versions/core-stories";
import { renderTable } from "./markdown-table";
import { digestOf, type VersionRecord } from "../versions/record";

/**
 * `text` with its tables up to date: of programs after the mark `<!-- programs -->`, of stories after `<!-- stories -->`, each up to the
 * next empty line. Throws when a mark is missing, or the record is of other stories than these. Pure.
 */
export function withVersionTables(text: string, record: VersionRecord, stories: readonly Story[]): string {
  if (record.stories !== digestOf(stories)) {
    throw new Error(
      "The core stories are not those of the last record. Run npx tsx scripts/record-versions.ts, with DMS_TERRAFORMS for OpenTofu.",
    );
  }
  return withTable(withTable(text, "programs", programTable(record)), "stories", storyTable(stories));
}

function withTable(text: string, name: string, table: string): string {
  const mark = new RegExp(`^<!-- ${name} -->\\n(\\|.*\\n|\\n)*`, "m");
  if (!mark.test(text)) throw new Error(`The mark <!-- ${name} --> is missing.`);
  return text.replace(mark, () => `<!-- ${name} -->\n\n${table}\n\n`);
}

function programTable({ programs }: VersionRecord): string {
  const rows = programs.map(({ name, stories, hasActions }) => [
    ...name.split(" "),
    String(stories),
    hasActions ? "yes" : "the program has none",
  ]);
  return renderTable(["Program", "Version", "Stories passed", "Actions"], rows);
}

function storyTable(stories: readonly Story[]): string {
  const subjects = [...new Set(stories.map(({ subject }) => subject))];
  const rows = subjects.map((subject) => [
    subject,
    String(stories.filter((story) => story.subject === subject).length),
  ]);
  return renderTable(["Subject", "Stories"], rows);
}
