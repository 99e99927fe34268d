import {
  configProperties,
  docOf,
  emitInput,
  emitReferences,
  getter,
  inputType,
  objectsBelow,
  rendered,
} from "./emit-structs";
import { type Element, type Field, pascal } from "./model";

const cdktfNames = [
  "ComplexList",
  "ComplexMap",
  "ImportableResource",
  "TerraformDataSource",
  "TerraformProvider",
  "TerraformResource",
];
const cdktfTypes = ["IResolvable", "TerraformMetaArguments"];
const supportNames = ["ObjectReference", "hclAttributes", "mapKey", "renderList", "renderMap", "renderObject"];

/** The source text of the file with an element's class, its configuration and its references. Pure; not formatted. */
export function emitElement(element: Element): string {
  const objects = objectsBelow(element.fields);
  const body = [
    emitConfig(element),
    ...objects.filter(({ configurable }) => configurable).map(({ shape }) => emitInput(shape)),
    ...(element.kind === "provider" ? [] : objects.map(({ shape, within }) => emitReferences(shape, within))),
    emitClass(element),
  ].join("\n");
  return `${header}\n${imports(body, element)}\n\n${body}\n`;
}

const header = "// Written by scripts/generate-l1.ts from the provider's schema. Change the schema, not this file.";

function imports(body: string, element: Element): string {
  const used = (names: readonly string[]) => names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const values = used(cdktfNames.filter((name) => !(element.kind !== "provider" && name === "TerraformProvider")));
  const providerType = element.kind === "resource" ? ["TerraformProvider"] : [];
  const types = [...used(cdktfTypes), ...providerType].map((name) => `type ${name}`);
  const lines = [
    `import { ${[...types, ...values].sort(byLastWord).join(", ")} } from "cdktf";`,
    `import type { Construct } from "constructs";`,
    ...(element.kind === "provider"
      ? [
          `import { inOwnLibrary } from "../own-library";`,
          `import { providerAddress } from "../provider-address";`,
          `import { ownPackage } from "../own-package";`,
        ]
      : [`import { inOwnLibrary } from "../own-library";`]),
    `import { ${used(supportNames).join(", ")} } from "./binding";`,
  ];
  return lines.join("\n");
}

function byLastWord(a: string, b: string): number {
  const [one, other] = [a, b].map((name) => name.replace("type ", "")) as [string, string];
  return one < other ? -1 : 1;
}

function emitConfig({ kind, className, fields }: Element): string {
  if (kind === "provider") {
    const alias = `/**
  * The name that tells several configurations of this provider apart.
  * @default - this is the default configuration
  */
  readonly alias?: string | undefined;`;
    return `export interface ${className}Config {\n${configProperties(fields)}\n${alias}\n}`;
  }
  return `export interface ${className}Config extends TerraformMetaArguments {\n${configProperties(fields)}\n}`;
}

function emitClass(element: Element): string {
  const { kind, className, typeName, description, fields } = element;
  const base = { provider: "TerraformProvider", resource: "TerraformResource", data: "TerraformDataSource" }[kind];
  const configurable = fields.filter((field) => field.configurable);
  const configDefault = fields.some((field) => field.required) ? "" : " = {}";
  const stored = kind === "provider" ? [...configurable, aliasField] : configurable;
  return `
/** ${description.split("\n")[0] ?? ""} */
export class ${className} extends ${base} {
  public static readonly tfResourceType = ${JSON.stringify(typeName)};
${kind === "resource" ? importMethod(typeName) : ""}
${stored.map((field) => `  private _${field.property}: ${inputType(field.shape)} | undefined;`).join("\n")}

  public constructor(scope: Construct, id: string, config: ${className}Config${configDefault}) {
    super(inOwnLibrary(scope), id, {
${superConfig(element)}
    });
${stored.map((field) => `    this._${field.property} = config.${field.property};`).join("\n")}
  }
${(kind === "provider" ? stored : fields).map((field) => members(field, kind)).join("\n")}

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
${configurable.map((field) => `      ${field.attribute}: ${rendered(field, `this._${field.property}`)},`).join("\n")}
    };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(this.synthesizeAttributes()${blockNames(configurable)});
  }
}`;
}

/** The names of the block attributes, as a further argument. */
function blockNames(fields: readonly Field[]): string {
  const names = fields
    .filter(({ shape }) => shape.kind === "object" && shape.isBlock)
    .map(({ attribute }) => JSON.stringify(attribute));
  return names.length === 0 ? "" : `, [${names.join(", ")}]`;
}

const aliasField: Field = {
  attribute: "alias",
  property: "alias",
  description: "",
  required: false,
  configurable: true,
  fallback: undefined,
  shape: { kind: "string" },
};

function superConfig({ kind, typeName }: Element): string {
  switch (kind) {
    case "provider":
      return `      terraformResourceType: "${typeName}",
      terraformGeneratorMetadata: { providerName: "${typeName}", providerVersion: ownPackage().version },
      terraformProviderSource: providerAddress,`;
    case "resource":
    case "data":
      return `      ...config,
      terraformResourceType: "${typeName}",
      terraformGeneratorMetadata: { providerName: "${typeName.split("_")[0] ?? ""}" },`;
  }
}

function importMethod(typeName: string): string {
  return `
  /** Declares an import block: \`cdktf plan\` then writes the configuration of what already exists. */
  public static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return new ImportableResource(scope, importToId, {
      terraformResourceType: ${JSON.stringify(typeName)},
      importId: importFromId,
      ...(provider && { provider }),
    });
  }
`;
}

function members(field: Field, kind: Element["kind"]): string {
  const { property, shape, required, configurable } = field;
  const name = pascal(property);
  const type = inputType(shape);
  const read =
    kind === "provider"
      ? `public ${property === "alias" ? "override " : ""}get ${property}(): ${type} | undefined {\n    return this._${property};\n  }`
      : getter(field);
  if (!configurable) return `\n${docOf(field, false)}\n  ${read}`;

  const nested = shape.kind === "object" || ("element" in shape && shape.element.kind === "object");
  const optional = kind === "provider" ? " | undefined" : "";
  const write = nested
    ? `public put${name}(value: ${type}): void {\n    this._${property} = value;\n  }`
    : `public ${property === "alias" ? "override " : ""}set ${property}(value: ${type}${optional}) {\n    this._${property} = value;\n  }`;
  const reset = required ? "" : `\n\n  public reset${name}(): void {\n    this._${property} = undefined;\n  }`;
  const input = `\n\n  /** The configured value, not a reference. */\n  public get ${property}Input(): ${type} | undefined {\n    return this._${property};\n  }`;
  return `\n${docOf(field, false)}\n  ${read}\n\n  ${write}${reset}${input}`;
}
