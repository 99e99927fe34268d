import type { ApiAnswer } from "../../../../lib/emulator/api-call";
import { createHttpServer, type RequestHandler } from "../../../../lib/emulator/http/http-server";
import type { JsonValue } from "../../../../lib/emulator/json-value";

const well: ApiAnswer = { status: 200, headers: {}, body: {}, shown: [] };

/** Status and code of the two answers of a server whose handler has this defect; "cut" for no answer. */
async function answersWith(defect: Partial<RequestHandler>): Promise<unknown[]> {
  const handler: RequestHandler = {
    handle: () => Promise.resolve({ kind: "whole", answer: well, requestId: "r", delayMs: 0 }),
    delivered: () => undefined,
    nextRequestId: () => "defect",
    nowMs: () => 0,
    ...defect,
  };
  const server = createHttpServer(handler, { allowHosts: [], warn: () => undefined });
  const { url } = await server.listen({ host: "127.0.0.1", port: 0 });
  const ask = async (): Promise<unknown> => {
    const response = await fetch(url);
    const { error_code: code } = (await response.json()) as { error_code?: string };
    return [response.status, code];
  };
  try {
    return [await ask().catch(() => "cut"), await ask().catch(() => "cut")];
  } finally {
    await server.close();
  }
}

const answering = (answer: Partial<ApiAnswer>, delayMs = 0): Partial<RequestHandler> => ({
  handle: () => Promise.resolve({ kind: "whole", answer: { ...well, ...answer }, requestId: "r", delayMs }),
});
const throws = (): never => {
  throw new Error("a defect");
};

const unwritable = { toJSON: throws } as unknown as JsonValue;

describe("a defect of the emulator is answered like one of the service, and the emulator goes on", () => {
  const defect = [500, "DMS.00500000"];

  test.each<[string, Partial<RequestHandler>]>([
    ["a handler that throws", { handle: throws }],
    ["a header that cannot be written", answering({ headers: { "Retry-After": "a\nb" } })],
    ["the same after a delay", answering({ headers: { "Retry-After": "a\nb" } }, 5)],
    ["a body that cannot be written", answering({ body: unwritable })],
    ["the same after a delay", answering({ body: unwritable }, 5)],
    ["an invalid status", answering({ status: 7 })],
  ])("%s", async (_, handler) => {
    expect(await answersWith(handler)).toEqual([defect, defect]);
  });

  test("once the answer is on its way, all that can be done is to cut the connection", async () => {
    for (const answer of await answersWith({ delivered: throws }))
      expect(["cut", [200, undefined]]).toContainEqual(answer);
  });
});
