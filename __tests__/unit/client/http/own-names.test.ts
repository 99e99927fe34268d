import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { createDmsClient } from "../../../../lib/client/dms-client";
import { lookUp } from "../../../../lib/client/http/own-names";
import { startCannedServer } from "../../../support/client/canned-server";
import { clientConfig, forever } from "../../../support/client/fixture-config";

const found = (name: string, options: LookupOptions): Promise<string | LookupAddress[]> =>
  new Promise((resolve, reject) => {
    lookUp(name, options, (error, address) => (error === null ? resolve(address) : reject(error)));
  });

const four = { address: "127.0.0.1", family: 4 };
const six = { address: "::1", family: 6 };

describe("a name of this machine", () => {
  test.each(["localhost", "LOCALHOST", "localhost.", "dms.localhost", "a.b.localhost"])(
    "%s is this machine",
    async (name) => {
      expect(await found(name, { all: true })).toEqual([four, six]);
      expect(await found(name, { all: true, family: 6 })).toEqual([six]);
      expect(await found(name, { all: true, family: "IPv4" })).toEqual([four]);
      expect(await found(name, {})).toBe("127.0.0.1");
      expect(await found(name, { family: "IPv6" })).toBe("::1");
    },
  );

  test("is never resolved through a resolver; other names are", async () => {
    const server = await startCannedServer(() => ({ body: { instance_id: "i-1", status: "RUNNING" } }));
    const asked: string[] = [];
    const resolver = jest.spyOn(dns, "lookup").mockImplementation(((
      name: string,
      _: LookupOptions,
      done: (error: Error) => void,
    ) => {
      asked.push(name);
      done(new Error("no such name"));
    }) as unknown as typeof dns.lookup);
    const read = async (host: string): Promise<unknown> => {
      const client = createDmsClient(clientConfig(server.url.replace("127.0.0.1", host)));
      try {
        return await client.get("i-1", forever);
      } finally {
        await client.close();
      }
    };
    try {
      expect(await read("dms.localhost")).toMatchObject({ status: "RUNNING" });
      expect(await read("localhost")).toMatchObject({ status: "RUNNING" });
      expect(asked).toEqual([]);
      await expect(read("localhost.example")).rejects.toMatchObject({ code: "unreachable", fate: "not-sent" });
      expect(asked).toEqual(["localhost.example"]);
    } finally {
      resolver.mockRestore();
      await server.close();
    }
  });
});
