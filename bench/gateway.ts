import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/** A gateway before the service at `target` that answers 429 with Retry-After after `listsPerSecond` lists in a second. */
export async function startGateway(target: string, listsPerSecond: number): Promise<Gateway> {
  let [second, lists] = [0, 0];
  const isTooMany = (): boolean => {
    const now = Math.floor(Date.now() / 1_000);
    [second, lists] = [now, now === second ? lists + 1 : 1];
    return lists > listsPerSecond;
  };
  const server = createServer((incoming, outgoing) => {
    const isList = incoming.method === "GET" && new URL(incoming.url ?? "", target).pathname.endsWith("/instances");
    if (!isList || !isTooMany()) {
      passOn(incoming, outgoing, target);
      return;
    }
    outgoing.writeHead(429, { "content-type": "application/json", "retry-after": "1" });
    outgoing.end(JSON.stringify({ error_code: "APIG.0308", error_msg: "The throttling threshold has been reached." }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void {
  const { method, url, headers } = incoming;
  const onward = request(new URL(url ?? "", target), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}
