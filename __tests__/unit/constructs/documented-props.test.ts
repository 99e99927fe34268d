import { failedInstancePurgeSchema } from "../../../lib/provider/schemas/failed-instance-purge";
import { instanceLifecycleSchema } from "../../../lib/provider/schemas/instance-lifecycle";
import { readDeclaredProps, readPublicInterfaces } from "../../support/synth/declared-props";
import { literalOf } from "../../support/synth/default-tag";

const declared = readDeclaredProps();
const props = readPublicInterfaces().flatMap((owner) =>
  (declared.get(owner) ?? []).map((prop) => ({ ...prop, owner, where: `${owner}.${prop.name}` })),
);

describe("props that users write", () => {
  test("are found, inherited ones too", () => {
    const names = props.map(({ where }) => where);
    expect(names).toContain("InstanceLifecycleProps.maxDeletions");
    expect(names).toContain("LifecycleRollout.canary");
    expect(names).toContain("DmsProviderProps.endpoint");
    expect(names).toContain("PortableBatchActionProps.pollInterval");
    expect(names).toContain("PortableInstance.instanceId");
    expect(names.length).toBeGreaterThan(100);
  });

  test("each have a description", () => {
    expect(props.filter(({ text }) => text.trim() === "").map(({ where }) => where)).toEqual([]);
  });

  test("have a default if they are optional, and only then", () => {
    const wrong = props.filter(
      ({ optional, defaultTag }) => optional !== (defaultTag !== undefined && defaultTag !== ""),
    );
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });

  test("say it as a value, or in words after a dash", () => {
    const unclear = props.filter(
      ({ optional, defaultTag = "" }) =>
        optional && literalOf(defaultTag) === undefined && !defaultTag.startsWith("- "),
    );
    expect(unclear.map(({ where, defaultTag }) => `${where}: ${defaultTag ?? ""}`)).toEqual([]);
  });
});

interface Attribute {
  readonly description: string;
  readonly default?: unknown;
}

const { attributes: lifecycle } = instanceLifecycleSchema;
const { attributes: purge } = failedInstancePurgeSchema;

/** The provider's default of each attribute that is left out. */
const schemas: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
  InstanceLifecycleProps: lifecycle,
  LifecycleInstance: lifecycle.instances.attributes,
  LifecycleRollout: lifecycle.rollout.attributes,
  LifecycleTimeouts: lifecycle.timeouts.attributes,
  FailedInstancePurgeProps: purge,
  DmsInstanceLifecycleConfig: lifecycle,
  DmsInstanceLifecycleInstances: lifecycle.instances.attributes,
  DmsInstanceLifecycleRollout: lifecycle.rollout.attributes,
  DmsInstanceLifecycleTimeouts: lifecycle.timeouts.attributes,
  DmsFailedInstancePurgeConfig: purge,
};
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test.each(Object.entries(schemas))("the defaults of %s are those of the provider's schema", (owner, attributes) => {
  const optional = props.filter((prop) => prop.owner === owner && prop.optional);
  expect(optional).not.toEqual([]);
  const said = optional.map(({ name, defaultTag = "" }) => [name, literalOf(defaultTag)?.value]);
  expect(said).toEqual(optional.map(({ name }) => [name, attributes[snake(name)]?.default]));
});

test("nothing of a provider's configuration has a default that is written down, but whether it is vendored", () => {
  const literals = props
    .filter(({ owner }) => owner === "DmsProviderProps")
    .flatMap(({ name, defaultTag = "" }) => (literalOf(defaultTag) === undefined ? [] : [`${name}: ${defaultTag}`]));
  expect(literals).toEqual(["vendor: true"]);
});
