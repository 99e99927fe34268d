import type { DmsClientConfig } from "../../../lib/client/client-config";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import { type CannedAnswer, type ReceivedRequest, startCannedServer } from "./canned-server";
import { documentedFixture, type DocumentedFixture } from "./documented-fixture";
import { clientConfig } from "./fixture-config";

export interface FixtureClient {
  readonly fixture: DocumentedFixture;
  readonly client: DmsClient;
  /** The requests since this client was made. */
  readonly received: () => readonly ReceivedRequest[];
  /** Lets the server answer this instead of the fixture's answer. */
  readonly answerWith: (answer: CannedAnswer) => void;
}

export interface FixtureServer {
  readonly url: string;
  /** A client of the fixture's API version, to which the server gives the fixture's answer. */
  clientFor(name: string, changes?: Partial<DmsClientConfig>): FixtureClient;
  /** Ends the clients made so far. */
  closeClients(): Promise<void>;
  close(): Promise<void>;
}

/** A server that plays the documents' examples. */
export async function startFixtureServer(): Promise<FixtureServer> {
  let answer: CannedAnswer = {};
  const server = await startCannedServer(() => answer);
  const clients: DmsClient[] = [];
  return {
    url: server.url,
    clientFor: (name, changes = {}) => {
      const fixture = documentedFixture(name);
      const before = server.received.length;
      answer = fixture.answer;
      const apiVersion = name.startsWith("v2") ? "v2" : "v1.0";
      const client = createDmsClient(clientConfig(server.url, { apiVersion, ...changes }));
      clients.push(client);
      return {
        fixture,
        client,
        received: () => server.received.slice(before),
        answerWith: (canned) => {
          answer = canned;
        },
      };
    },
    closeClients: async () => {
      for (const client of clients.splice(0)) await client.close();
    },
    close: () => server.close(),
  };
}
