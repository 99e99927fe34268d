import { mkdtempSync, rmdirSync } from "node:fs";
import type { Server } from "node:net";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";

/** The address of a server for a host. */
export interface Address {
  readonly network: "unix" | "tcp";
  /** Socket path, or host and port. */
  readonly address: string;
}

interface Listening {
  readonly address: Address;
  /** Removes the files of a closed server. */
  readonly cleanUp: () => void;
}

/** Longest path that the kernel can bind: 108 bytes with the closing zero. */
const maxSocketPathBytes = 107;
const loopback = "127.0.0.1";

/**
 * Listens on a Unix socket in a fresh private folder below the first suitable one of `folders`: its path is short enough, and it exists and
 * is writable. Otherwise on a free TCP port of the loopback interface. Rejects if neither is possible.
 */
export async function listen(server: Server, folders: readonly string[]): Promise<Listening> {
  const usable = platform() === "win32" ? [] : folders.filter(hasRoomForSocket);
  for (const folder of usable) {
    const listened = await listenBelow(folder, server).catch(() => undefined);
    if (listened !== undefined) return listened;
  }
  await listening(server, { host: loopback, port: 0 });
  return { address: { network: "tcp", address: `${loopback}:${portOf(server)}` }, cleanUp: () => undefined };
}

async function listenBelow(folder: string, server: Server): Promise<Listening> {
  // Our own folder has mode 0700: other users do not reach the socket, with or without TLS.
  const socketFolder = mkdtempSync(join(folder, folderPrefix));
  const cleanUp = (): void => removeEmpty(socketFolder);
  const path = join(socketFolder, socketName);
  try {
    await listening(server, { path });
  } catch (error) {
    cleanUp();
    throw error;
  }
  return { address: { network: "unix", address: path }, cleanUp };
}

/** Removes the socket's folder; Node.js has already removed the socket. A folder that others have removed or filled is left alone. */
function removeEmpty(folder: string): void {
  try {
    // rmSync is not used, because it loads its own module at the end of every process.
    rmdirSync(folder);
  } catch {
    return;
  }
}

/** Folders for sockets: the host's, else the system's temporary folder. */
export function socketFolders(wanted: string | undefined): readonly string[] {
  return wanted === undefined || wanted === "" ? [tmpdir()] : [wanted, tmpdir()];
}

const folderPrefix = "plugin-";
const socketName = "s";
/** mkdtemp appends six characters. */
const randomSuffix = "XXXXXX";

function hasRoomForSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, folderPrefix + randomSuffix, socketName)) <= maxSocketPathBytes;
}

function listening(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a TCP port.");
  return address.port;
}
