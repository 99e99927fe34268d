import { decode, encode, ExtData } from "@msgpack/msgpack";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import type { ProtocolClient } from "./client";
import { serve } from "./echo";
import { createFakeServer, type FakeServer } from "./fake-server";
import { oneOf, proto, type ProtoField } from "./protobuf";

export const providerService = "/tfplugin6.Provider/";

/** A fake provider behind the wire, and a client before it. */
export interface ServedProvider {
  readonly fake: FakeServer;
  readonly client: ProtocolClient;
  /** Calls one of the provider's methods with the fields of its request; rejects unless it ends with OK. */
  call(method: string, ...fields: readonly ProtoField[]): Promise<Buffer>;
  /** Resolves when no call is running. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export async function serveFakeProvider(): Promise<ServedProvider> {
  const fake = createFakeServer();
  const { client, serving, close } = await serve(() => createTfplugin6Services(fake));
  return {
    fake,
    client,
    call: (method, ...fields) => client.unary(providerService + method, proto(...fields)),
    drain: () => serving.grpc.drain(10_000),
    close,
  };
}

/** The stock encoding of an unknown value, for values that the stock encoder writes. */
export const unknownValue = new ExtData(0, Uint8Array.of(0));

/** DynamicValue in msgpack. */
export const msgpack = (value: unknown): Buffer => proto([1, encode(value)]);

export const valueOf = (dynamicValue: Uint8Array): unknown => decode(oneOf(dynamicValue, 1));

/** `probe_thing` with every attribute null. */
export const nothing = {
  name: null,
  secret: null,
  amount: null,
  enabled: null,
  labels: null,
  zones: null,
  pairs: null,
  things: null,
  place: null,
  id: null,
};
