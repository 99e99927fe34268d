import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

// The oldest time a zip entry can carry. It is local time, because zip stores local time: so the bytes are the same in every time zone.
const fixedTime = new Date(1980, 0, 1);
const executableFile = 0o100755;

/** A provider package as one zip: every file executable, names in the given order. The same content gives the same bytes. */
export async function zipPackage(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) {
    zip.addBuffer(Buffer.from(content), name, { mtime: fixedTime, mode: executableFile, forceDosTimestamp: true });
  }
  zip.end();
  return buffer(zip.outputStream);
}
