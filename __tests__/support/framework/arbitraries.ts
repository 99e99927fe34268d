import fc from "fast-check";
import { canonicalText } from "../../../lib/framework/values/equality";
import {
  type Attribute,
  type Attributes,
  attributeType,
  type NestedAttribute,
  type Type,
} from "../../../lib/framework/values/schema";
import { Decimal, unknown, type ObjectValue, type Value } from "../../../lib/framework/values/value";

// Few different words and numbers, so that equal values come up often. `__proto__` is a legal map key.
const words = fc.constantFrom("a", "b", "", "__proto__", "constructor", "\u00e9");
const numbers = fc.constantFrom<Value>(0, 1, 1n, 0.5, new Decimal("0.1"), 2n ** 60n, new Decimal("1.0"), -7);

/** Types of up to three levels. */
export const types: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Type>("string", "bool", "number"),
    fc.record({ list: tie("type") }),
    fc.record({ set: tie("type") }),
    fc.record({ map: tie("type") }),
    fc.record({
      object: fc.dictionary(fc.constantFrom("a", "b", "decimal"), tie("type"), { maxKeys: 3, noNullPrototype: true }),
    }),
  ),
})).type;

/** Values of a type; null and unknown stand in for some of them at every depth. */
export function valueOf(type: Type, holes: readonly Value[] = [null, unknown]): fc.Arbitrary<Value> {
  const whole = wholeOf(type, holes);
  return holes.length === 0
    ? whole
    : fc.oneof({ weight: 6, arbitrary: whole }, { weight: 1, arbitrary: fc.constantFrom(...holes) });
}

function wholeOf(type: Type, holes: readonly Value[]): fc.Arbitrary<Value> {
  if (type === "string") return words;
  if (type === "bool") return fc.boolean();
  if (type === "number") return numbers;
  if ("list" in type) return fc.array(valueOf(type.list, holes), { maxLength: 3 });
  if ("set" in type) return setOf(valueOf(type.set, holes), type);
  if ("map" in type) return mapOf(valueOf(type.map, holes));
  return objectOf(Object.entries(type.object).map(([name, field]) => [name, valueOf(field, holes)]));
}

/** Some values of one type. */
export function typedValue(count: number): fc.Arbitrary<{ readonly type: Type; readonly values: Value[] }> {
  return types.chain((type) =>
    fc.array(valueOf(type), { minLength: count, maxLength: count }).map((values) => ({ type, values })),
  );
}

/**
 * Configurations that Terraform could send for a schema: read-only attributes null, required ones present, others as may be.
 * With `unknowns` some values at every depth are unknown.
 */
export function configOf(attributes: Attributes, unknowns: boolean): fc.Arbitrary<ObjectValue> {
  return objectOf(Object.entries(attributes).map(([name, attribute]) => [name, configured(attribute, unknowns)]));
}

function configured(attribute: Attribute, unknowns: boolean): fc.Arbitrary<Value> {
  if (attribute.required !== true && attribute.optional !== true) return fc.constant(null);
  const whole =
    "nesting" in attribute
      ? nested(attribute.nesting, configOf(attribute.attributes, unknowns), attributeType(attribute))
      : wholeOf(attribute.type, unknowns ? [unknown] : []);
  const holes: Value[] = attribute.required === true ? [] : [null];
  if (unknowns) holes.push(unknown);
  if (holes.length === 0) return whole;
  return fc.oneof({ weight: 5, arbitrary: whole }, { weight: 1, arbitrary: fc.constantFrom(...holes) });
}

function nested(nesting: NestedAttribute["nesting"], element: fc.Arbitrary<ObjectValue>, type: Type) {
  switch (nesting) {
    case "single":
      return element;
    case "map":
      return mapOf(element);
    case "list":
      return fc.array(element, { maxLength: 3 });
    case "set":
      return setOf(element, type);
  }
}

/** Terraform sends no element of a set twice. */
function setOf(element: fc.Arbitrary<Value>, type: Type): fc.Arbitrary<readonly Value[]> {
  const elementType = typeof type === "object" && "set" in type ? type.set : "string";
  return fc.uniqueArray(element, { selector: (one) => canonicalText(elementType, one), maxLength: 3 });
}

function mapOf(element: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc
    .uniqueArray(fc.tuple(words, element), { selector: ([key]) => key, maxLength: 3 })
    .map((entries) => new Map(entries));
}

function objectOf(fields: readonly (readonly [string, fc.Arbitrary<Value>])[]): fc.Arbitrary<ObjectValue> {
  return fc
    .tuple(...fields.map(([, field]) => field))
    .map((values) => Object.fromEntries(fields.map(([name], index) => [name, values[index] ?? null])));
}
