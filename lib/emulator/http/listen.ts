import type { IncomingMessage, Server } from "node:http";
import { hostIn, isOwnAddress } from "./hosts";

type AddressInfo = Exclude<ReturnType<Server["address"]>, string | null>;

/** Starts to listen, and warns if other machines can call. Rejects if the address cannot be used. */
export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
  warn: (text: string) => void,
): Promise<{ url: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      server.on("error", (error) => warn(`A connection could not be accepted: ${error.message}`));
      resolve();
    });
  });
  const { address, family, port: boundPort } = server.address() as AddressInfo;
  const isAll = address === "0.0.0.0" || address === "::";
  if (isAll || !isOwnAddress(hostIn(family === "IPv6" ? `[${address}]` : address) ?? ""))
    warn(describeExposure(address));
  return { url: `http://${callableHost(address, family)}:${boundPort}` };
}

/** The host by which a program on this machine calls an emulator that listens on an address. */
function callableHost(address: string, family: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return family === "IPv6" ? `[${address}]` : address;
}

function describeExposure(address: string): string {
  return `The emulator listens on ${address}: every machine that reaches this one can act on the fleet and use the control API, which needs no credentials. Listen on 127.0.0.1 to limit it to this machine.`;
}

/** Cuts every connection and stops. */
export async function close(server: Server, sockets: ReadonlySet<IncomingMessage["socket"]>): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    // The sockets are closed here, because node:http forgets connections that asked for a tunnel.
    for (const socket of sockets) socket.destroy();
  });
}
