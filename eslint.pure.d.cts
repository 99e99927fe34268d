import type { Linter } from "eslint";

declare const rules: Linter.RulesRecord;
export = rules;
