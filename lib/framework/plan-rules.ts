import { describeAt } from "./describe-value";
import { equalValues } from "./equality";
import { attributeType } from "./implied-type";
import type { Path } from "./path";
import type { Attribute, Attributes, NestedAttribute } from "./schema";
import { isList, isMap, isObject, type ObjectValue, type Value } from "./value";

/** One place where a value breaks a rule of Terraform's; `problem` reads after the attribute's name. */
export interface Violation {
  readonly path: Path;
  readonly problem: string;
}

/** The three values of one place that a plan is judged by. */
interface Planned<V> {
  readonly prior: V | undefined;
  readonly config: V;
  readonly planned: V;
}

/**
 * Where a plan breaks what Terraform enforces: a configured value is kept exactly (or stays at its prior value), only a
 * computed attribute that the configuration leaves null may be chosen, nested maps and lists keep their keys. Pure.
 */
export function findPlanViolations(attributes: Attributes, values: Planned<ObjectValue>): readonly Violation[] {
  const judge = new PlanJudge(attributes);
  return judge.object(attributes, values, []);
}

class PlanJudge {
  constructor(private readonly root: Attributes) {}

  object(attributes: Attributes, { prior, config, planned }: Planned<ObjectValue>, path: Path): readonly Violation[] {
    return Object.entries(attributes).flatMap(([name, attribute]) =>
      this.attribute(
        attribute,
        { prior: prior?.[name], config: config[name] ?? null, planned: planned[name] ?? null },
        [...path, name],
      ),
    );
  }

  private attribute(attribute: Attribute, values: Planned<Value>, path: Path): readonly Violation[] {
    const { prior, config, planned } = values;
    const type = attributeType(attribute);
    if (equalValues(type, planned, config)) return [];
    if (config === null) {
      return attribute.computed === true ? [] : this.violation(path, values, "and it is not computed");
    }
    if (prior !== undefined && prior !== null && equalValues(type, planned, prior)) return [];
    if (!("nesting" in attribute)) return this.violation(path, values, "and configured values are kept");
    return this.nested(attribute, values, path);
  }

  private nested(attribute: NestedAttribute, values: Planned<Value>, path: Path): readonly Violation[] {
    const { prior, config, planned } = values;
    const { attributes, nesting } = attribute;
    if (nesting === "single") return this.element(attributes, values, path);
    if (nesting === "map" && isMap(config) && isMap(planned)) {
      const before = isMap(prior) ? prior : new Map<string, Value>();
      if (!sameKeys(config, planned)) return this.violation(path, values, "with other keys");
      return [...config].flatMap(([key, element]) => {
        const one: Planned<Value> = { prior: before.get(key), config: element, planned: planned.get(key) ?? null };
        return this.element(attributes, one, [...path, { key }]);
      });
    }
    if (isList(config) && isList(planned) && config.length === planned.length) {
      if (nesting === "set") return this.setElements(attributes, { prior, config, planned }, path);
      const before = isList(prior) ? prior : [];
      return config.flatMap((element, index) => {
        const one: Planned<Value> = { prior: before[index], config: element, planned: planned[index] ?? null };
        return this.element(attributes, one, [...path, { index }]);
      });
    }
    return this.violation(path, values, "and configured values are kept");
  }

  private element(attributes: Attributes, values: Planned<Value>, path: Path): readonly Violation[] {
    const { prior, config, planned } = values;
    if (isObject(config) && isObject(planned)) {
      return this.object(attributes, { prior: isObject(prior) ? prior : undefined, config, planned }, path);
    }
    return config === planned ? [] : this.violation(path, values, "and configured values are kept");
  }

  /** Set elements have no names: each planned one must be a lawful plan of some configured one. */
  private setElements(
    attributes: Attributes,
    sets: { prior: Value | undefined; config: readonly Value[]; planned: readonly Value[] },
    path: Path,
  ): readonly Violation[] {
    const candidates = isList(sets.prior) ? [undefined, ...sets.prior] : [undefined];
    const lawful = (planned: Value): boolean =>
      sets.config.some((config) =>
        candidates.some((prior) => this.element(attributes, { prior, config, planned }, path).length === 0),
      );
    return sets.planned.every(lawful) ? [] : this.violation(path, sets, "with an element that is not configured");
  }

  private violation(path: Path, { prior, config, planned }: Planned<Value>, why: string): readonly Violation[] {
    const show = (value: Value): string => describeAt(this.root, path, value);
    const before = prior === undefined ? "" : `, prior value ${show(prior)}`;
    return [{ path, problem: `is planned as ${show(planned)} (configured ${show(config)}${before}), ${why}` }];
  }
}

function sameKeys(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}
