// Protobuf by field number, written for tests from the encoding's description alone. Shares nothing with lib, so that a
// mistake in lib's tables cannot cancel itself out.

/** Field number to its occurrences: bigint for varints, bytes for everything with a length. */
export type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>;

type Encodable = string | Uint8Array | number | boolean;

/** Field number and value. */
export type ProtoField = readonly [number, Encodable];

/** One message from its fields, in the given order. */
export function proto(...fields: readonly ProtoField[]): Buffer {
  return Buffer.concat(fields.map(([number, value]) => encodeField(number, value)));
}

function encodeField(number: number, value: Encodable): Buffer {
  if (typeof value === "number" || typeof value === "boolean") {
    return Buffer.concat([varint(BigInt(number) << 3n), varint(BigInt(value))]);
  }
  const content = typeof value === "string" ? Buffer.from(value, "utf8") : Buffer.from(value);
  return Buffer.concat([varint((BigInt(number) << 3n) | 2n), varint(BigInt(content.length)), content]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

export function fieldsOf(message: Uint8Array): Fields {
  const bytes = Buffer.from(message);
  const fields = new Map<number, (bigint | Buffer)[]>();
  let position = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(position++);
      value |= BigInt(byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
  };
  while (position < bytes.length) {
    const tag = readVarint();
    const number = Number(tag >> 3n);
    let value: bigint | Buffer;
    if ((tag & 7n) === 0n) {
      value = readVarint();
    } else if ((tag & 7n) === 2n) {
      const length = Number(readVarint());
      if (position + length > bytes.length) throw new Error(`Field ${number} is longer than its message.`);
      value = bytes.subarray(position, (position += length));
    } else {
      throw new Error(`Field ${number} has wire type ${tag & 7n}.`);
    }
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

/** All occurrences of a field that has a length. */
export function bytesOf(message: Uint8Array, number: number): readonly Buffer[] {
  return (fieldsOf(message).get(number) ?? []).map((value) => {
    if (typeof value === "bigint") throw new Error(`Field ${number} is a varint.`);
    return value;
  });
}

/** The only occurrence. */
export function oneOf(message: Uint8Array, number: number): Buffer {
  const all = bytesOf(message, number);
  if (all.length !== 1) throw new Error(`Field ${number} occurs ${all.length} times.`);
  return all[0]!;
}

export function textOf(message: Uint8Array, number: number): string | undefined {
  return bytesOf(message, number).at(-1)?.toString("utf8");
}

export function varintOf(message: Uint8Array, number: number): bigint | undefined {
  const value = (fieldsOf(message).get(number) ?? []).at(-1);
  if (value !== undefined && typeof value !== "bigint") throw new Error(`Field ${number} is not a varint.`);
  return value;
}

/** A `map<string, message>` as a Map. */
export function mapOf(message: Uint8Array, number: number): ReadonlyMap<string, Buffer> {
  return new Map(bytesOf(message, number).map((pair) => [textOf(pair, 1) ?? "", oneOf(pair, 2)]));
}
