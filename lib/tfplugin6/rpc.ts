import type { Schema } from "../framework/schema";
import type { UnaryMethod } from "./grpc-service";
import type { MessageType } from "./message";

/** One RPC: decode, call, encode. */
export function rpc<Request, Response>(
  messages: { readonly Request: MessageType<Request>; readonly Response: MessageType<Response> },
  call: (request: Request) => Response | Promise<Response>,
): UnaryMethod {
  return {
    kind: "unary",
    handle: async (bytes) => messages.Response.encode(await call(messages.Request.decode(bytes))),
  };
}

/** The schema of a type that Terraform names. Throws for one that the provider does not have. */
export function schemaOf(schemas: Readonly<Record<string, Schema>>, typeName: string): Schema {
  const schema = Object.hasOwn(schemas, typeName) ? schemas[typeName] : undefined;
  if (schema === undefined) throw new Error(`The provider has no type ${JSON.stringify(typeName)}.`);
  return schema;
}

/** Empty bytes and none mean the same on the wire. */
export function privateBytes(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes === undefined || bytes.length === 0 ? undefined : bytes;
}
