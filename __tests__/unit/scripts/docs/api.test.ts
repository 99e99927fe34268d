import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeExport } from "../../../../scripts/docs/api/describe";
import { type Library, readLibrary } from "../../../../scripts/docs/api/library";
import { findTypes } from "../../../../scripts/docs/api/related-types";
import { firstSentence, renderSubject, renderType } from "../../../../scripts/docs/api/render";
import { renderWarnings } from "../../../../scripts/docs/warning-table";
import { root } from "../../../support/docs/markdown";

const source = `
/** How big. */
export interface Size {
  /** In metres. */
  readonly height: number;
}
interface Common {
  /** Where. */
  readonly place?: string | undefined;
}
export interface HouseProps extends Common {
  /**
   * Its sizes,
   * by floor.
   *
   * None is a tent.
   * @default {} - a tent
   */
  readonly sizes?: Readonly<Record<string, Size>> | null | undefined;
  /**
   * Colour, as {@link https://colours.example tables} have it.
   * @default "red"
   */
  readonly colour?: string | undefined;
  /**
   * Who lives there.
   * @default - the team
   */
  readonly owner?: string;
}
/** A house. With a roof. */
export class House {
  /** Not for everybody. */
  private readonly secret = 1;
  /** A member of the class, not of a house. */
  public static readonly count = 0;
  public readonly unspoken = this.secret;
  public constructor(scope: object, id: string, props: HouseProps = {}) {}
  /** Its door. */
  public get door(): Door | undefined { return undefined; }
  /** Where it is: what was given. */
  public get place(): string { return ""; }
  /** Opens a window. */
  public open(window: string, wide: boolean): Door { return new Door(); }
}
/** A door. */
export class Door {
  /** Whether it is open. */
  public readonly isOpen: boolean = false;
}
/** Tools. */
export const Tools = { hammer };
/** Hits a nail. */
function hammer(nail: string): void {}
/** Builds it. */
export function build(house: House | undefined, by: string): House { return house!; }
/** From elsewhere. */
export { Resource } from "@cdktf/provider-null/lib/resource";
`;

describe("a description of an export", () => {
  let folder: string;
  let exported: Library;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dms-docs-"));
    mkdirSync(join(folder, "lib"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true, "module": "node16" } }');
    writeFileSync(join(folder, "lib/index.ts"), source);
    exported = readLibrary(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("has how it is made, its props with defaults, and the members that are public and spoken of", () => {
    const places = new Map([["Door", "#door"]]);
    expect(renderSubject(describeExport(exported, "House"), (name) => places.get(name))).toBe(
      [
        "`new House(scope, id, props?)`",
        "### HouseProps",
        [
          "| Prop | Type | Default | Meaning |",
          "| --- | --- | --- | --- |",
          "| `sizes` | `Readonly<Record<string, Size>> \\| null` | `{}`: a tent | Its sizes, by floor.<br>None is a tent. |",
          '| `colour` | `string` | `"red"` | Colour, as [tables](https://colours.example) have it. |',
          "| `owner` | `string` | the team | Who lives there. |",
          "| `place` | `string` | not set | Where. |",
        ].join("\n"),
        "### Members",
        [
          "| Member | Type | Meaning |",
          "| --- | --- | --- |",
          "| `door` | `Door` | Its door. See [Door](#door). |",
          "| `open(window, wide)` | `Door` | Opens a window. See [Door](#door). |",
        ].join("\n"),
      ].join("\n\n"),
    );
  });

  test("is followed by the types it speaks of, unless they are described elsewhere", () => {
    const house = describeExport(exported, "House");
    expect(findTypes(exported, [house], new Set()).map(({ name }) => name)).toEqual(["Size", "Door"]);
    expect(findTypes(exported, [house], new Set(["Door"])).map(({ name }) => name)).toEqual(["Size"]);
    expect(renderType(describeExport(exported, "Size"), () => undefined)).toBe(
      "### Size\n\nHow big.\n\n| Prop | Type | Default | Meaning |\n| --- | --- | --- | --- |\n| `height` | `number` | required | In metres. |",
    );
  });

  test("of a function is its signature, of an object its functions", () => {
    expect(describeExport(exported, "build").call).toBe("build(house: House, by: string): House");
    expect(describeExport(exported, "Tools").members).toEqual([
      { name: "hammer(nail)", type: "void", default: undefined, text: "Hits a nail." },
    ]);
  });

  test("of a re-export from another package is the comment at the re-export", () => {
    expect(describeExport(exported, "Resource").text).toBe("From elsewhere.");
  });

  test("is refused for a name that is not exported", () => {
    expect(() => describeExport(exported, "Cave")).toThrow(
      "A page speaks of Cave, which lib/index.ts does not export.",
    );
  });
});

describe("the table of warnings", () => {
  const tableOf = (list: string): string => {
    const folder = mkdtempSync(join(tmpdir(), "dms-docs-"));
    mkdirSync(join(folder, "lib"));
    writeFileSync(join(folder, "tsconfig.json"), "{}");
    writeFileSync(
      join(folder, "lib/index.ts"),
      `const ids = [${list}] as const;\nexport type WarningId = (typeof ids)[number];`,
    );
    try {
      return renderWarnings(readLibrary(folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test("has every id in its order, with the comment above it", () => {
    const list = `\n  /* It is\n     late. */\n  "b:late",\n  // It is\n  // early.\n  "a:early",\n`;
    expect(tableOf(list).split("\n").slice(2)).toEqual(["| `b:late` | It is late. |", "| `a:early` | It is early. |"]);
  });

  test("is refused while an id has no comment, or without any ids", () => {
    expect(() => tableOf(`\n  /* Said. */\n  "a",\n  "b",\n`)).toThrow(/has to say what b means/);
    expect(() => tableOf("")).toThrow(/no list of ids/);
  });
});

test.each([
  ["One. Two.", "One."],
  ["Says `v1.0` of\nit. More.", "Says `v1.0` of it."],
  ["Declares this:\n\n- a", "Declares this."],
  ["No end", "No end"],
])("the first sentence of %j is %j", (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});
