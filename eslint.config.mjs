import tseslint from "typescript-eslint";
import hand from "./eslint.hand.cjs";
import importTable from "./eslint.imports.cjs";
import pureRules from "./eslint.pure.cjs";

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      "examples/**",
      "cdktf.out/**",
      "node_modules/**",
      "coverage/**",
      "**/*.js",
      "**/*.mjs",
      "**/*.cjs",
      "pure-globals.d.ts",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    plugins: { hand },
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // One hand: a module is imported once, types inline where values come with them; members, constants and remarks in one form.
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "no-duplicate-imports": "error",
      "hand/private-members": "error",
      "hand/remarks": "error",
      "@typescript-eslint/naming-convention": [
        "error",
        { selector: "variable", modifiers: ["destructured"], format: null },
        // Replaced by its value when the programs are built.
        { selector: "variable", filter: "^SCHEMA_ANSWER$", format: null },
        // snake_case is for attributes that bear the name Terraform gives them.
        { selector: "variable", modifiers: ["const", "global"], format: ["camelCase", "PascalCase", "snake_case"] },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "LogicalExpression[operator='??']:not([right.value='']) > MemberExpression.left:matches([object.name=/^env(ironment)?$/], [object.property.name='env'])",
          message:
            "A variable that is set to an empty string counts as not set: read it with variableOf (lib/domain/environment).",
        },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines-per-function": ["warn", { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["lib/**"],
    plugins: { imports: { rules: { table: importTable.rule } } },
    rules: { "imports/table": "error" },
  },
  { files: ["lib/{domain,framework,rollout,report}/**"], rules: pureRules },
  { files: ["**/*.d.ts"], rules: { "no-duplicate-imports": "off" } },
  {
    files: ["__tests__/**", "bench/**", "scripts/**"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
