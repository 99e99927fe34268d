import type { InstanceRecord } from "../instance-record";
import { shownFields, type Dialect } from "../instance-view";
import type { JsonObject } from "../json-value";

/** What is shown of an instance in a list: as a version of the API shows it, as a seed has it, or in short. */
export type ListedAs = Dialect | "seed" | "brief";

/** The JSON of an instance around its status, which alone changes. */
interface Parts {
  readonly before: string;
  readonly after: string;
}

/** Made when first needed, and kept as long as the fields of the instance. Writing 10,000 instances anew takes most of a second. */
const written = new WeakMap<JsonObject, Partial<Record<ListedAs, Parts>>>();

/** The JSON of an instance in a list. */
export function instanceText(record: InstanceRecord, status: string, as: ListedAs): string {
  let known = written.get(record.fields);
  if (known === undefined) written.set(record.fields, (known = {}));
  const { before, after } = (known[as] ??= writeParts(record, as));
  return before + JSON.stringify(status) + after;
}

function writeParts({ id, name, engine, fields }: InstanceRecord, as: ListedAs): Parts {
  const others = JSON.stringify(fieldsOf(fields, as));
  return {
    before: `{"instance_id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"engine":${JSON.stringify(engine)},"status":`,
    after: others === "{}" ? "}" : `,${others.slice(1)}`,
  };
}

function fieldsOf(fields: JsonObject, as: ListedAs): JsonObject {
  switch (as) {
    case "seed":
      return fields;
    case "brief":
      return { engine_version: fields.engine_version ?? "" };
    case "v1.0":
    case "v2":
      return shownFields(fields, as, "list");
  }
}
