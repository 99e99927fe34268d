import type { LifecycleSection, PurgeSection, Row, Run, Section } from "../report";
import * as words from "./report-words";

/** How a format writes the parts of a section; a part without content is empty. */
interface Parts {
  readonly said: (sentence: string | undefined) => readonly string[];
  readonly due: (section: LifecycleSection) => readonly string[];
  readonly rows: (rows: readonly Row[]) => readonly string[];
  readonly runs: (runs: readonly Run[]) => readonly string[];
  readonly purge: (section: PurgeSection) => readonly string[];
}

/** The parts of a section below its heading, in the order of every format. Pure. */
export function renderParts(section: Section, parts: Parts): readonly string[] {
  return [
    ...parts.said(section.isForgotten ? words.forgotten : undefined),
    ...parts.said(words.describeDue(section)),
    ...renderContent(section, parts),
  ];
}

function renderContent(section: Section, { said, due, rows, runs, purge }: Parts): readonly string[] {
  switch (section.kind) {
    case "lifecycle":
      return [
        ...due(section),
        ...said(words.describeDeclaration(section)),
        ...rows(section.rows),
        ...runs(section.runs),
      ];
    case "batch":
      return [...rows(section.rows), ...runs(section.runs)];
    case "purge":
      return purge(section);
  }
}
