import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A request and an answer as a document of the service shows them; see fixtures/README.md. */
export interface DocumentedFixture {
  readonly document: { readonly page: string; readonly dated: string; readonly note?: string };
  readonly request: {
    readonly method: string;
    /** `{project_id}` stands for any project. */
    readonly path: string;
    readonly body?: Readonly<Record<string, unknown>>;
    readonly documentedQuery?: readonly string[];
    readonly mandatoryQuery?: readonly string[];
  };
  readonly answer: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** Absent: an empty body. */
    readonly body?: unknown;
  };
}

const folder = join(__dirname, "../fixtures");

export function documentedFixtureNames(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(/\.json$/, ""));
}

export function documentedFixture(name: string): DocumentedFixture {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as DocumentedFixture;
}
