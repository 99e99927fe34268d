import { describeAt } from "../values/describe-value";
import { errorDiagnostic, warningDiagnostic, type Diagnostic } from "../values/diagnostic";
import { fit } from "../values/fit";
import { type Attribute, type Attributes, attributeType } from "../values/schema";
import { renderPath, type Path } from "../values/path";
import { isKnown, isList, isMap, isObject, type ObjectValue, type Value } from "../values/value";

/**
 * The findings of the schema alone about a configuration: missing required attributes, values of the wrong kind, values for read-only
 * attributes, findings of the attributes' validators and warnings for deprecated ones, at every depth. Unknown values pass.
 */
export function validateConfig(attributes: Attributes, config: ObjectValue): readonly Diagnostic[] {
  return validateObject(attributes, attributes, config, []);
}

function validateObject(root: Attributes, attributes: Attributes, config: ObjectValue, path: Path) {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = config[name] ?? null;
    if (value === null) return attribute.required === true ? [missing([...path, name])] : [];
    return validateAttribute(root, attribute, value, [...path, name]);
  });
}

function validateAttribute(root: Attributes, attribute: Attribute, value: Value, path: Path): readonly Diagnostic[] {
  if (attribute.required !== true && attribute.optional !== true) return [readOnly(path)];
  const deprecated = attribute.deprecated === undefined ? [] : [deprecation(attribute.deprecated, path)];
  if (!isKnown(value)) return deprecated;
  // A value at the top was compared with its type down to its last part.
  const { misfits } = path.length > 1 ? fits : fit(attributeType(attribute), value, { unknowns: "allowed" });
  if (misfits.length > 0) return misfits.map((misfit) => wrongKind([...path, ...misfit.path], misfit.problem));
  const own = findingsOfValidators(root, attribute, value, path);
  const nested = "nesting" in attribute ? validateNested(root, attribute.attributes, value, path) : [];
  return [...deprecated, ...own, ...nested];
}

const fits: Pick<ReturnType<typeof fit>, "misfits"> = { misfits: [] };

function findingsOfValidators(root: Attributes, { validators = [] }: Attribute, value: Value, path: Path) {
  if (validators.length === 0) return [];
  const shown = describeAt(root, path, value);
  return validators.flatMap((validate) => validate(value, path, shown));
}

function validateNested(root: Attributes, attributes: Attributes, value: Value, path: Path): readonly Diagnostic[] {
  if (isList(value)) {
    return value.flatMap((element, index) =>
      isObject(element) ? validateObject(root, attributes, element, [...path, { index }]) : [],
    );
  }
  if (isMap(value)) {
    return [...value].flatMap(([key, element]) =>
      isObject(element) ? validateObject(root, attributes, element, [...path, { key }]) : [],
    );
  }
  return isObject(value) ? validateObject(root, attributes, value, path) : [];
}

function missing(path: Path): Diagnostic {
  const name = renderPath(path);
  return errorDiagnostic("Missing Required Attribute", `${name} is required, but is null. Give it a value.`, path);
}

function readOnly(path: Path): Diagnostic {
  const detail = `${renderPath(path)} is set by the provider and cannot be configured. Remove it from the configuration.`;
  return errorDiagnostic("Read-Only Attribute", detail, path);
}

function deprecation(reason: string, path: Path): Diagnostic {
  return warningDiagnostic("Deprecated Attribute", `${renderPath(path)} is deprecated. ${reason}`, path);
}

function wrongKind(path: Path, problem: string): Diagnostic {
  return errorDiagnostic("Wrong Kind Of Value", `${renderPath(path)} ${problem}.`, path);
}
