import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { ownPackage } from "./own-package";

/** The mark of a class of cdktf or cdktn, in every copy of the library. */
interface Kind {
  /** E.g. `cdktf.TerraformModule` or `cdktn.TerraformModule`. */
  readonly fqn: string;
  readonly version: string;
}

const kindMark = Symbol.for("jsii.rtti");

/** The kinds of `value`, its own class's first. Pure. */
function kindsOf(value: object): readonly Kind[] {
  const kinds: Kind[] = [];
  for (let each: unknown = value.constructor; typeof each === "function"; each = Object.getPrototypeOf(each)) {
    // A subclass would inherit the mark of its base class.
    const mark = Object.getOwnPropertyDescriptor(each, kindMark)?.value as Kind | undefined;
    if (mark !== undefined) kinds.push(mark);
  }
  return kinds;
}

/**
 * Whether `value` is an instance of the library's class of that name, made by any copy of the library: in a project with several copies,
 * `instanceof` knows only one. Pure.
 */
export function isOfClass(value: object, name: string): boolean {
  return kindsOf(value).some(({ fqn }) => fqn.endsWith(`.${name}`));
}

const stackKind = (stack: object) => kindsOf(stack).find(({ fqn }) => fqn.endsWith(".TerraformStack"));
const libraryOf = ({ fqn }: Kind): string => fqn.slice(0, fqn.indexOf("."));
const own = stackKind(TerraformStack.prototype);

/**
 * Returns `scope`. Throws if its stack belongs to the other library, cdktn or cdktf: the two share their marks, so such a stack accepts
 * every construct and then fails in the middle of synthesis.
 */
export function inOwnLibrary<Scope extends IConstruct>(scope: Scope): Scope {
  const stack = scope.node.scopes.findLast((each) => TerraformStack.isStack(each));
  const found = stack && stackKind(stack);
  if (stack === undefined || found === undefined || own === undefined || libraryOf(found) === libraryOf(own)) {
    return scope;
  }
  const [other, ours] = [libraryOf(found), libraryOf(own)];
  throw new Error(
    `The stack "${stack.node.path}" is of ${other} ${found.version}, and ${ownPackage().name} works with ${ours} ${own.version} here. ` +
      `Allowed: a stack of ${ours}; for one of ${other}, the same names are in the package ${other}-dms-lifecycle.`,
  );
}
