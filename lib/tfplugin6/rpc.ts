import type { Schema } from "../framework/schema";
import type { ObjectValue, Value } from "../framework/value";
import { decodeConfig, decodeObject, encodeObject, type DynamicValueMessage } from "./dynamic-value";
import type { UnaryMethod } from "./grpc-service";
import type { MessageType } from "./message";

interface Messages<Request, Response> {
  readonly Request: MessageType<Request>;
  readonly Response: MessageType<Response>;
}

/** One RPC: decode, call, encode. */
export function rpc<Request, Response>(
  messages: Messages<Request, Response>,
  call: (request: Request) => Response | Promise<Response>,
): UnaryMethod {
  return {
    kind: "unary",
    handle: async (bytes) => messages.Response.encode(await call(messages.Request.decode(bytes))),
  };
}

/** The type that a request is about, and its objects' way from and to the wire. */
export interface NamedType {
  readonly name: string;
  decode(message: DynamicValueMessage | undefined): ObjectValue | undefined;
  /** With an object of nulls in place of null: where a call always means an object. */
  decodeConfig(message: DynamicValueMessage | undefined): ObjectValue;
  encode(value: Value | undefined): DynamicValueMessage;
}

/** An RPC about one of the types of `schemas`. Its call fails for a type that is not among them. */
export type TypeRpc = <Request extends { readonly type_name?: string | undefined }, Response>(
  messages: Messages<Request, Response>,
  call: (request: Request, type: NamedType) => Promise<Response>,
) => UnaryMethod;

/** Creates what makes RPCs about the types of `schemas`, which are looked up with each call. */
export function createTypeRpc(schemas: () => Readonly<Record<string, Schema>>): TypeRpc {
  return (messages, call) => rpc(messages, (request) => call(request, namedType(schemas(), request.type_name ?? "")));
}

function namedType(schemas: Readonly<Record<string, Schema>>, name: string): NamedType {
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) throw new Error(`The provider has no type ${JSON.stringify(name)}.`);
  return {
    name,
    decode: (message) => decodeObject(message, schema),
    decodeConfig: (message) => decodeConfig(message, schema),
    encode: (value) => encodeObject(value, schema),
  };
}

/** Empty bytes and none mean the same on the wire. */
export function privateBytes(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes === undefined || bytes.length === 0 ? undefined : bytes;
}
