import { DefaultTokenResolver, StringConcat, type TerraformLocal, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { holdsTimeOfNow } from "../../domain/time-of-now";
import { constructsIn, onceASynthesis } from "../once-a-synthesis";
import { isOfClass } from "../own-library";
import { warnAtSynth } from "./warnings";

/** Functions of Terraform with a new result in each plan. */
const changingCall = /(?<![\w.])(timestamp|plantimestamp|uuid|bcrypt)\s*\(/;

/** A reference to a local. A name of Terraform has letters, digits, `_` and `-`. */
const localName = /\blocal\.([\p{L}\p{N}_-]+)/gu;

/**
 * Warns of triggers that are new in every plan and so restart instances at every deploy: a call such as `timestamp()`, also through a local
 * of the stack, or the time of this synth written out. Other references are not judged. `triggers` is called after all declarations; its
 * keys name the triggers in the warning.
 */
export function warnOfChangingTriggers(construct: IConstruct, triggers: () => Readonly<Record<string, unknown>>): void {
  warnAtSynth(construct, "dms:trigger-new-every-plan", () => {
    const nowMs = Date.now();
    const causes = Object.entries(triggers()).flatMap(([name, value]) => {
      const cause = causeIn(construct, value, nowMs);
      return cause === undefined ? [] : [`${name} ${cause}`];
    });
    if (causes.length === 0) return undefined;
    return (
      `${causes.join("; ")}. Such a trigger changes with every plan, so every deploy restarts. ` +
      "Use a value that changes with the cause of a restart: RestartTrigger, a version, or a date that you change."
    );
  });
}

function causeIn(construct: IConstruct, value: unknown, nowMs: number): string | undefined {
  const stack = TerraformStack.of(construct);
  for (const text of textsIn(resolved(stack, value))) {
    const call = callIn(stack, text, new Set());
    if (call !== undefined) return `calls ${call}()`;
    if (!text.includes("${") && holdsTimeOfNow(text, nowMs))
      return `is the time of this synth (${JSON.stringify(text)})`;
  }
  return undefined;
}

// The value as the stack will contain it.
function resolved(scope: TerraformStack, value: unknown): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false }) as unknown;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The first such call in an expression, or in a local that it refers to. */
function callIn(stack: TerraformStack, text: string, visited: Set<TerraformLocal>): string | undefined {
  if (!text.includes("${")) return undefined;
  const code = text.replace(/"(?:[^"\\$]|\\.|\$(?!\{))*"/g, '""');
  const [, call] = changingCall.exec(code) ?? [];
  if (call !== undefined) return call;
  const locals = onceASynthesis(stack, localsIn);
  for (const [, name = ""] of code.matchAll(localName)) {
    const local = locals.get(name);
    if (local === undefined || visited.has(local)) continue;
    visited.add(local);
    for (const each of textsIn(resolved(stack, local.toTerraform()))) {
      const behind = callIn(stack, each, visited);
      if (behind !== undefined) return behind;
    }
  }
  return undefined;
}

function isLocal(node: IConstruct): node is TerraformLocal {
  return isOfClass(node, "TerraformLocal");
}

/** The locals of a stack by their names. */
function localsIn(stack: TerraformStack): ReadonlyMap<string, TerraformLocal> {
  const locals = constructsIn(stack).filter((node): node is TerraformLocal => isLocal(node));
  return new Map(locals.map((local) => [local.friendlyUniqueId, local]));
}
