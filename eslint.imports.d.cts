import type { Rule } from "eslint";

interface Allowed {
  readonly ours: readonly string[];
  readonly npm: readonly string[];
  readonly node: readonly string[] | "all";
}

declare const imports: {
  readonly folders: Readonly<Record<string, Allowed>>;
  readonly rooms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly objectionTo: (file: string, specifier: string) => string | undefined;
  readonly rule: Rule.RuleModule;
};
export = imports;
