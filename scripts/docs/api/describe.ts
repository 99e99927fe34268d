import ts from "typescript";
import { commentOn, type Library } from "./library";

/** The description of one exported class, function, object or interface for a page. Texts are Markdown. */
export interface Described {
  readonly name: string;
  readonly text: string;
  /** Its construction or call as code; `undefined` if users neither make nor call it. */
  readonly call: string | undefined;
  /** Name of the interface of its props; empty without one. */
  readonly propsName: string;
  readonly props: readonly Property[];
  readonly members: readonly Property[];
}

export interface Property {
  readonly name: string;
  /** The declared type, without "or undefined". */
  readonly type: string;
  /** The text of `@default`; `undefined` for required props and for members. */
  readonly default: string | undefined;
  readonly text: string;
}

/** Describes an export. Throws for a name that is not exported or is neither a class, a function, an object nor an interface. */
export function describeExport(library: Library, name: string): Described {
  const found = library.exported.get(name);
  if (found === undefined) throw new Error(`A page speaks of ${name}, which lib/index.ts does not export.`);
  const { symbol, comment } = found;
  const { checker } = library;
  const node = symbol.declarations?.[0];
  const text = comment === "" ? textOf(symbol.getDocumentationComment(checker)) : markdown(comment);
  const nothing = { name, text, call: undefined, propsName: "", props: [], members: [] };
  if (node === undefined) return nothing;
  if (ts.isClassDeclaration(node)) return { ...nothing, ...describeClass(checker, name, node) };
  if (ts.isInterfaceDeclaration(node)) return { ...nothing, props: propsOf(checker, checker.getTypeAtLocation(node)) };
  if (ts.isFunctionDeclaration(node)) return { ...nothing, call: signatureOf(name, node) };
  if (ts.isVariableDeclaration(node)) return { ...nothing, members: functionsOf(checker, node) };
  throw new Error(`${name} is a ${ts.SyntaxKind[node.kind]}, for which there is no kind of page yet.`);
}

function describeClass(checker: ts.TypeChecker, name: string, node: ts.ClassDeclaration): Partial<Described> {
  const parameters = node.members.find(ts.isConstructorDeclaration)?.parameters ?? ([] as readonly never[]);
  const last = parameters.at(-1);
  const props = last?.type === undefined ? [] : propsOf(checker, checker.getTypeFromTypeNode(last.type));
  const taken = props.flatMap((prop) => [prop.name, `${prop.name}Input`]);
  const names = parameters.map((each) => each.name.getText() + (isOptional(each) ? "?" : ""));
  return {
    call: `new ${name}(${names.join(", ")})`,
    propsName: props.length === 0 ? "" : (last?.type?.getText() ?? ""),
    props,
    members: node.members.flatMap((member) => describeMember(checker, member)).filter((m) => !taken.includes(m.name)),
  };
}

function isOptional({ questionToken, initializer }: ts.ParameterDeclaration): boolean {
  return questionToken !== undefined || initializer !== undefined;
}

/** The description of a member; empty if it is not public, is static, or has no comment. */
function describeMember(checker: ts.TypeChecker, member: ts.ClassElement): readonly Property[] {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static;
  const symbol = member.name && checker.getSymbolAtLocation(member.name);
  if (symbol === undefined || (ts.getCombinedModifierFlags(member) & hidden) !== 0) return [];
  if (!ts.isPropertyDeclaration(member) && !ts.isGetAccessor(member) && !ts.isMethodDeclaration(member)) return [];
  const text = markdown(commentOn(member)); // The own comment only, not an inherited one.
  if (text === "") return [];
  const parameters = ts.isMethodDeclaration(member) ? `(${parametersOf(member)})` : "";
  return [{ name: symbol.name + parameters, type: typeText(member.type), default: undefined, text }];
}

function functionsOf(checker: ts.TypeChecker, node: ts.VariableDeclaration): readonly Property[] {
  return checker
    .getTypeAtLocation(node)
    .getProperties()
    .flatMap((property) => {
      const [signature] = checker.getTypeOfSymbolAtLocation(property, node).getCallSignatures();
      const declaration = signature?.getDeclaration();
      if (signature === undefined || declaration === undefined) return [];
      const text = textOf(signature.getDocumentationComment(checker));
      const name = `${property.name}(${parametersOf(declaration)})`;
      return [{ name, type: typeText(declaration.type), default: undefined, text }];
    });
}

function parametersOf({ parameters }: ts.SignatureDeclaration): string {
  return parameters.map((each) => each.name.getText()).join(", ");
}

function signatureOf(name: string, { parameters, type }: ts.FunctionDeclaration): string {
  const typed = parameters.map((each) => `${each.name.getText()}: ${typeText(each.type)}`);
  return `${name}(${typed.join(", ")}): ${oneLine(type?.getText() ?? "void")}`;
}

// The props of a type, without cdktf's props of every block (count, provisioners, …), because cdktf is not read.
function propsOf(checker: ts.TypeChecker, type: ts.Type): readonly Property[] {
  return type.getProperties().flatMap((symbol) => {
    const node = symbol.declarations?.[0];
    if (node === undefined || !ts.isPropertySignature(node)) return [];
    const text = textOf(symbol.getDocumentationComment(checker));
    const tag = symbol.getJsDocTags(checker).find(({ name }) => name === "default");
    const written = markdown(ts.displayPartsToString(tag?.text)).trim();
    const fallback = node.questionToken === undefined ? undefined : written || "- not set";
    return [{ name: symbol.name, type: typeText(node.type), default: fallback, text }];
  });
}

function typeText(type: ts.TypeNode | undefined): string {
  return oneLine(type?.getText() ?? "").replace(/ \| undefined$/, "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function textOf(parts: readonly ts.SymbolDisplayPart[]): string {
  return markdown(ts.displayPartsToString([...parts]));
}

/** A text with `{@link …}` turned into Markdown. */
function markdown(text: string): string {
  return text.replace(/\{@link (\S+?)(?: ([^}]+))?\}/g, (_, target: string, title?: string) =>
    /^https?:/.test(target) ? `[${title ?? target}](${target})` : `\`${target}\``,
  );
}
