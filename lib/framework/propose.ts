import { equalValues } from "./equality";
import { impliedType } from "./implied-type";
import type { Attribute, Attributes, NestedAttribute } from "./schema";
import { isList, isMap, isObject, unknown, type ObjectValue, type Value } from "./value";

/**
 * What Terraform's user asks for, before the resource has its say: the configuration, its null attributes filled with their
 * defaults; computed ones hold their prior value, or are unknown where there was no such object before. Pure.
 *
 * Terraform sends a proposal of its own; this one is made from the configuration and the prior state instead, because that
 * one knows no defaults and leaves new computed values null.
 */
export function propose(attributes: Attributes, config: ObjectValue, prior: ObjectValue | undefined): ObjectValue {
  const entries = Object.entries(attributes).map(([name, attribute]) => {
    const before = prior === undefined ? undefined : (prior[name] ?? null);
    return [name, proposeAttribute(attribute, config[name] ?? null, before)] as const;
  });
  return Object.fromEntries(entries);
}

/** `prior` is `undefined` where the object around the attribute is new. */
function proposeAttribute(attribute: Attribute, config: Value, prior: Value | undefined): Value {
  if (config === null) {
    if (attribute.default !== undefined) return attribute.default;
    if (attribute.computed !== true) return null;
    return prior === undefined ? unknown : prior;
  }
  return "nesting" in attribute ? proposeNested(attribute, config, prior) : config;
}

function proposeNested({ nesting, attributes }: NestedAttribute, config: Value, prior: Value | undefined): Value {
  switch (nesting) {
    case "single":
      return proposeElement(attributes, config, prior);
    case "list": {
      const before = isList(prior) ? prior : [];
      return isList(config) ? config.map((element, i) => proposeElement(attributes, element, before[i])) : config;
    }
    case "map": {
      if (!isMap(config)) return config;
      const before = isMap(prior) ? prior : new Map<string, Value>();
      return new Map([...config].map(([key, element]) => [key, proposeElement(attributes, element, before.get(key))]));
    }
    case "set":
      return isList(config) ? proposeSet(attributes, config, isList(prior) ? prior : []) : config;
  }
}

function proposeElement(attributes: Attributes, config: Value, prior: Value | undefined): Value {
  return isObject(config) ? propose(attributes, config, isObject(prior) ? prior : undefined) : config;
}

/** Set elements have no names: an element continues the prior one from which it differs in nothing that is configured. */
function proposeSet(attributes: Attributes, config: readonly Value[], prior: readonly Value[]): readonly Value[] {
  const type = impliedType(attributes);
  return config.map((element) => {
    const predecessor = prior.find((before) => equalValues(type, proposeElement(attributes, element, before), before));
    return proposeElement(attributes, element, predecessor);
  });
}
