import { readFileSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import ts from "typescript";

const constructs = resolve(__dirname, "../../lib/constructs");

/** The interfaces whose props a construct compares with its input. */
const interfaces = [
  "DmsProviderProps",
  "DmsProviderAssumeRole",
  "DmsProviderOidc",
  "InstanceLifecycleProps",
  "LifecycleInstance",
  "LifecycleRollout",
  "LifecycleTimeouts",
  "FailedInstancePurgeProps",
  "PortableBatchActionProps",
  "PortableInstance",
];

/**
 * The names of the props of those interfaces, inherited ones last, as a source text. Reads the constructs; `generated` are files of l1,
 * by name, as they are about to be written.
 */
export function emitPropNames(generated: ReadonlyMap<string, string>): string {
  const declared = new Map(
    readdirSync(constructs, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => interfacesOf(generated.get(basename(name)) ?? readFileSync(join(constructs, name), "utf8"))),
  );
  const namesOf = (name: string): readonly string[] => {
    const declaration = declared.get(name);
    if (declaration === undefined) throw new Error(`No construct has an interface ${name}.`);
    const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText()));
    const own = declaration.members.map((member) => member.name?.getText() ?? "");
    return [...own, ...parents.flatMap(namesOf)];
  };
  const entries = interfaces.map((name) => `${name}: ${JSON.stringify(namesOf(name))},`);
  return `${header}\nexport const propNames = {\n${entries.join("\n")}\n} as const;\n`;
}

const header =
  "// Written by scripts/generate-l1.ts from the interfaces of the props. Change those, not this file.\n\n" +
  "/** The names in each interface of props, for the refusal of a mistyped name. */";

function interfacesOf(text: string): readonly (readonly [string, ts.InterfaceDeclaration])[] {
  return ts
    .createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true)
    .statements.filter(ts.isInterfaceDeclaration)
    .map((declaration) => [declaration.name.text, declaration] as const);
}
