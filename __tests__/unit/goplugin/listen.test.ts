import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listen, socketFolders } from "../../../lib/goplugin/listen";

let folder: string;
let server: Server;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "l-"));
  server = createServer();
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder whose path makes the socket's path `bytes` long. */
function folderForSocketPathOf(bytes: number): string {
  const path = join(folder, "x".repeat(bytes - folder.length - "/".length - "/plugin-XXXXXX/s".length));
  mkdirSync(path);
  return path;
}

describe("listening", () => {
  test("uses a socket in a folder that only its owner may enter, and removes it", async () => {
    const { address, cleanUp } = await listen(server, [folder]);
    expect(address.network).toBe("unix");
    expect(dirname(dirname(address.address))).toBe(folder);
    expect(statSync(dirname(address.address)).mode & 0o777).toBe(0o700);
    server.close();
    cleanUp();
    expect(existsSync(dirname(address.address))).toBe(false);
    cleanUp();
  });

  test("takes a path of 107 bytes", async () => {
    const { address } = await listen(server, [folderForSocketPathOf(107)]);
    expect(address).toMatchObject({ network: "unix" });
    expect(Buffer.byteLength(address.address)).toBe(107);
  });

  test("uses the next folder when the path would have 108 bytes", async () => {
    const { address } = await listen(server, [folderForSocketPathOf(108), folder]);
    expect(dirname(dirname(address.address))).toBe(folder);
  });

  test("counts bytes, not characters", async () => {
    const wide = join(folder, "ü".repeat(40));
    mkdirSync(wide);
    expect((await listen(server, [wide])).address.network).toBe("tcp");
  });

  test("uses loopback when every path would be too long", async () => {
    const { address } = await listen(server, [folderForSocketPathOf(108)]);
    const { port } = server.address() as { port: number };
    expect(address).toEqual({ network: "tcp", address: `127.0.0.1:${port}` });
  });

  test.each(["missing", "a-file", "a-file/below", "/proc"])(
    "goes on if no file can be made in the folder: %s",
    async (name) => {
      writeFileSync(join(folder, "a-file"), "");
      const impossible = name.startsWith("/") ? name : join(folder, name);
      const { address } = await listen(server, [impossible, folder]);
      expect(dirname(dirname(address.address))).toBe(folder);
    },
  );

  test("uses loopback if no file can be made in any folder", async () => {
    expect((await listen(server, [join(folder, "missing"), "/proc"])).address.network).toBe("tcp");
  });

  test("looks first where the host wants its sockets", () => {
    expect(socketFolders("/wanted")).toEqual(["/wanted", tmpdir()]);
    expect(socketFolders("")).toEqual([tmpdir()]);
    expect(socketFolders(undefined)).toEqual([tmpdir()]);
  });
});
