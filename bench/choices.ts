import { parseArgs } from "node:util";

/** The measurements that can run alone. */
export const sections = [
  "start-up",
  "one",
  "500",
  "10000",
  "memory",
  "restart",
  "shapes",
  "projects",
  "emulator",
] as const;

/** One of them. */
export type Section = (typeof sections)[number];

export interface Choices {
  readonly sections: readonly Section[];
  /** The program of a null provider, to be measured beside ours. */
  readonly nullProvider: string | undefined;
}

/** Reads the arguments: `--only one,500` and `--null FILE`. Throws for others. Pure. */
export function readChoices(args: readonly string[]): Choices {
  const { values } = parseArgs({ args: [...args], options: { only: { type: "string" }, null: { type: "string" } } });
  const wanted = values.only?.split(",") ?? sections;
  const unknown = wanted.filter((name) => !sections.some((section) => section === name));
  if (unknown.length > 0) throw new Error(`--only takes ${sections.join(", ")}; there is no ${unknown.join(", ")}.`);
  return { sections: sections.filter((section) => wanted.includes(section)), nullProvider: values.null };
}
