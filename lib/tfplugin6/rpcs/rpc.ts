import { type Diagnostic, errorDiagnostic } from "../../framework/values/diagnostic";
import type { Schema } from "../../framework/values/schema";
import type { ObjectValue, Value } from "../../framework/values/value";
import { diagnosticMessages } from "../messages/diagnostic-message";
import { decodeConfig, decodeObject, type DynamicValueMessage, encodeObject } from "../codec/dynamic-value";
import type { UnaryMethod } from "../grpc-service";
import type { MessageType } from "../messages/message";
import type { Diagnosed } from "../messages/messages";
import { ValueError } from "../codec/value-error";
import { providerBug } from "../../framework/rules/provider-bug";

interface Messages<Request, Response> {
  readonly Request: MessageType<Request>;
  readonly Response: MessageType<Response>;
}

/** One RPC that cannot fail because of its request: decode, call, encode. */
export function rpc<Request, Response>(
  messages: Messages<Request, Response>,
  call: (request: Request) => Response | Promise<Response>,
): UnaryMethod {
  return {
    kind: "unary",
    handle: async (bytes) => messages.Response.encode(await call(messages.Request.decode(bytes))),
  };
}

/**
 * One RPC whose response has diagnostics: decode, call, encode. A request that cannot be answered is also a diagnostic; only an exception
 * of the server fails the call.
 */
export function diagnosedRpc<Request, Response extends Diagnosed>(
  messages: Messages<Request, Response>,
  call: (request: Request) => Promise<ResponseParts<Response>>,
): UnaryMethod {
  const answer = async (request: Request): Promise<Uint8Array> => {
    try {
      return encodeParts(messages.Response, await call(request));
    } catch (error) {
      const refusal: Diagnosed = { diagnostics: diagnosticMessages([refusalOf(error)]) };
      return messages.Response.encode(refusal as Response);
    }
  };
  return { kind: "unary", handle: (bytes) => answer(messages.Request.decode(bytes)) };
}

/** The diagnostic for the user instead of an answer. Throws an error that does not concern the request. */
export function refusalOf(error: unknown): Diagnostic {
  if (error instanceof RequestError) return error.diagnostic;
  if (!(error instanceof ValueError)) throw error;
  const detail =
    `Terraform sent a value that does not fit the provider's schema: ${error.message}.\n` +
    "Use the provider version that the state was written with, or a newer one; nothing was changed.";
  return errorDiagnostic("Value Does Not Fit The Schema", detail);
}

/** The type of a request, and the codec of its objects. */
export interface NamedType {
  readonly name: string;
  decode(message: DynamicValueMessage | undefined): ObjectValue | undefined;
  /** Decodes an object of nulls instead of null, for calls that always concern an object. */
  decodeConfig(message: DynamicValueMessage | undefined): ObjectValue;
  encode(value: Value | undefined): DynamicValueMessage;
}

/** An RPC about one of the types of `schemas`. An unknown type is reported in a diagnostic. */
export type TypeRpc = <Request extends { readonly type_name?: string | undefined }, Response extends Diagnosed>(
  messages: Messages<Request, Response>,
  call: (request: Request, type: NamedType) => Promise<ResponseParts<Response>>,
) => UnaryMethod;

/** Creates a factory for RPCs about the types of `schemas`, which each call looks up. */
export function createTypeRpc(
  kind: "resource" | "data source" | "action",
  schemas: () => Readonly<Record<string, Schema>>,
): TypeRpc {
  return (messages, call) =>
    diagnosedRpc(messages, async (request) => call(request, namedType(kind, schemas(), request.type_name ?? "")));
}

export function namedType(kind: string, schemas: Readonly<Record<string, Schema>>, name: string): NamedType {
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) {
    const detail = `This provider has no ${kind} ${JSON.stringify(name)}. Check the type's name and the provider's version.`;
    throw new RequestError("Unknown Type", detail);
  }
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

/** The error for a request that cannot be answered, with the message for its user. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly diagnostic: Diagnostic;

  constructor(summary: string, detail: string) {
    super(detail);
    this.diagnostic = errorDiagnostic(summary, detail);
  }
}

/** A response's fields. Each is computed when it is encoded. */
type ResponseParts<Response> = { readonly [Field in keyof Response]?: () => Response[Field] };

/**
 * Encodes each part of a response by itself: one that cannot be encoded is left out and reported in a diagnostic. It would otherwise fail
 * the call and cost Terraform the others, such as the new state. (Encoded fields one after the other are an encoded message.)
 */
function encodeParts<Response extends Diagnosed>(
  type: MessageType<Response>,
  parts: ResponseParts<Response>,
): Uint8Array {
  const problems: Diagnostic[] = [];
  const encoded = Object.entries<(() => unknown) | undefined>(parts).map(([field, make]) => {
    try {
      return type.encode({ [field]: make?.() } as unknown as Response);
    } catch (error) {
      problems.push(leftOut(field, error));
      return new Uint8Array();
    }
  });
  if (problems.length === 0 && encoded.length === 1) return encoded[0] ?? new Uint8Array();
  return joined([...encoded, type.encode({ diagnostics: diagnosticMessages(problems) } as Response)]);
}

function leftOut(field: string, error: unknown): Diagnostic {
  const problem = error instanceof Error ? error.message : String(error);
  const detail = `The answer's ${field} cannot be sent and was left out: ${problem}.\n${providerBug}`;
  return errorDiagnostic("Provider Bug", detail);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
