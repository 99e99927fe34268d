import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/**
 * Protobuf messages defined by a table of fields, so that a definition reads like its .proto and has no cost at start-up. Every field may
 * be absent: an `undefined` field is not written, and a field that was not sent is `undefined`, so readers decide on defaults themselves.
 * Unknown fields are skipped.
 */
export interface MessageType<T> {
  encode(message: T): Uint8Array;
  /** Bytes of the result are views into `bytes`. Throws for bytes that are not this message. */
  decode(bytes: Uint8Array): T;
}

/** One field: its number, and the writer and reader of its values. */
interface Field<T> {
  readonly number: number;
  readonly wireType: WireType;
  /** Writes tag and value. */
  write(writer: BinaryWriter, value: T): void;
  /** Reads one occurrence; `before` is the result of the previous occurrence and may be extended. */
  read(reader: BinaryReader, before: T | undefined): T;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type MessageOf<F> = { readonly [K in keyof F]?: (F[K] extends Field<infer T> ? T : never) | undefined };

/** A message with the given fields. */
export function message<const F extends Fields>(fields: F): MessageType<MessageOf<F>> {
  const byNumber = new Map(Object.entries(fields).map(([name, field]) => [field.number, { name, field }]));
  return {
    encode: (value) => {
      const writer = new BinaryWriter();
      const values: Readonly<Record<string, unknown>> = value;
      for (const { name, field } of byNumber.values()) {
        const fieldValue = values[name];
        if (fieldValue !== undefined) field.write(writer, fieldValue);
      }
      return writer.finish();
    },
    decode: (bytes) => {
      const reader = new BinaryReader(bytes);
      const values: Record<string, unknown> = {};
      while (reader.pos < reader.len) {
        const [number, wireType] = reader.tag();
        const known = byNumber.get(number);
        if (known === undefined) reader.skip(wireType, number);
        else if (wireType !== known.field.wireType) throw new Error(`Field ${known.name} has wire type ${wireType}.`);
        else values[known.name] = known.field.read(reader, values[known.name]);
      }
      return values as MessageOf<F>;
    },
  };
}

/** Refers to a message type that is defined later, for messages that contain themselves. */
export function later<T>(type: () => MessageType<T>): MessageType<T> {
  return { encode: (value) => type().encode(value), decode: (bytes) => type().decode(bytes) };
}

/** A text in UTF-8. */
export const string = (number: number): Field<string> => ({
  number,
  wireType: WireType.LengthDelimited,
  write: (writer, value) => writer.tag(number, WireType.LengthDelimited).string(value),
  read: (reader) => reader.string(),
});

/** Bytes, as a view into the input. */
export const bytes = (number: number): Field<Uint8Array> => ({
  number,
  wireType: WireType.LengthDelimited,
  write: (writer, value) => writer.tag(number, WireType.LengthDelimited).bytes(value),
  read: (reader) => reader.bytes(),
});

/** A bool, written also if it is false. */
export const bool = (number: number): Field<boolean> => ({
  number,
  wireType: WireType.Varint,
  write: (writer, value) => writer.tag(number, WireType.Varint).bool(value),
  read: (reader) => reader.bool(),
});

/** An int64 within the safe integers, for versions, counts and positions. */
export const int64 = (number: number): Field<number> => ({
  number,
  wireType: WireType.Varint,
  write: (writer, value) => writer.tag(number, WireType.Varint).int64(value),
  read: (reader) => Number(reader.int64()),
});

/** An enum by its number, known or not. */
export const enumeration = (number: number): Field<number> => ({
  number,
  wireType: WireType.Varint,
  write: (writer, value) => writer.tag(number, WireType.Varint).int32(value),
  read: (reader) => reader.int32(),
});

/** One message; of several occurrences the last counts (senders do not split messages). */
export const one = <T>(number: number, type: MessageType<T>): Field<T> => ({
  number,
  wireType: WireType.LengthDelimited,
  write: (writer, value) => writer.tag(number, WireType.LengthDelimited).bytes(type.encode(value)),
  read: (reader) => type.decode(reader.bytes()),
});

/** Any number of messages, in order. */
export const many = <T>(number: number, type: MessageType<T>): Field<readonly T[]> => {
  const single = one(number, type);
  return {
    ...single,
    write: (writer, values) => values.forEach((value) => single.write(writer, value)),
    // A copy per element would make the time to read them grow with the square of their number.
    read: (reader, before) => {
      const values = (before ?? []) as T[];
      values.push(single.read(reader, undefined));
      return values;
    },
  };
};

/** `map<string, …>`, which the wire knows as repeated pairs of key (1) and value (2). */
export const mapOf = <T>(number: number, value: Field<T>): Field<ReadonlyMap<string, T>> => {
  const pairs = many(number, message({ key: string(1), value }));
  return {
    number,
    wireType: pairs.wireType,
    write: (writer, map) =>
      pairs.write(
        writer,
        [...map].map(([key, entry]) => ({ key, value: entry })),
      ),
    read: (reader, before) => {
      const map = (before ?? new Map<string, T>()) as Map<string, T>;
      const [pair] = pairs.read(reader, undefined);
      if (pair?.value !== undefined) map.set(pair.key ?? "", pair.value);
      return map;
    },
  };
};
