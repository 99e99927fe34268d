import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const constructs = resolve(__dirname, "../../../lib/constructs");
const files = ["", "l1"].flatMap((folder) =>
  readdirSync(join(constructs, folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(constructs, folder, name)),
);

interface Prop {
  readonly where: string;
  readonly optional: boolean;
  readonly text: string;
  readonly defaultTag: string | undefined;
}

/** Every prop of every exported interface that a user writes: names that end in Props, Config or stand in such a one. */
function propsOf(file: string): readonly Prop[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter((declaration) => declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
    .flatMap((declaration) =>
      declaration.members.filter(ts.isPropertySignature).map((member) => {
        const [tag] = ts.getJSDocTags(member).filter(({ tagName }) => tagName.text === "default");
        return {
          where: `${declaration.name.text}.${member.name.getText()}`,
          optional: member.questionToken !== undefined,
          text: ts
            .getJSDocCommentsAndTags(member)
            .filter(ts.isJSDoc)
            .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
            .join(""),
          defaultTag: tag && (ts.getTextOfJSDocComment(tag.comment) ?? ""),
        };
      }),
    );
}

const props = files.flatMap(propsOf).filter(({ where }) => /^(Dms|Data|Instance|Failed|Lifecycle|Forbid)/.test(where));

describe("props of the constructs", () => {
  test("are found", () => {
    const names = props.map(({ where }) => where);
    expect(names).toContain("InstanceLifecycleProps.maxDeletions");
    expect(names).toContain("LifecycleRollout.canary");
    expect(names).toContain("DmsProviderConfig.endpoint");
    expect(names.length).toBeGreaterThan(60);
  });

  test("each say what they are for", () => {
    expect(props.filter(({ text }) => text.trim() === "").map(({ where }) => where)).toEqual([]);
  });

  test("that are optional each say what holds without them, and only those", () => {
    const wrong = props.filter(
      ({ optional, defaultTag }) => optional !== (defaultTag !== undefined && defaultTag !== ""),
    );
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });
});
