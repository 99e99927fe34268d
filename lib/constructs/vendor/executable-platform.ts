/** Operating system and architecture in Terraform's spelling. */
export type Platform = `${string}_${string}`;

const little = (bytes: Uint8Array, offset: number, size: 2 | 4): number | undefined => {
  if (bytes.length < offset + size) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return size === 2 ? view.getUint16(offset, true) : view.getUint32(offset, true);
};

/**
 * The platform of a program, by the first bytes of its file: ELF, Mach-O and PE for 64 bits. `undefined` for other files, such as scripts.
 * Pure.
 */
export function executablePlatform(bytes: Uint8Array): Platform | undefined {
  const magic = little(bytes, 0, 4);
  if (magic === 0x464c457f) return named("linux", little(bytes, 18, 2), { 0x3e: "amd64", 0xb7: "arm64" });
  if (magic === 0xfeedfacf) return named("darwin", little(bytes, 4, 4), { 0x1000007: "amd64", 0x100000c: "arm64" });
  const header = little(bytes, 0, 2) === 0x5a4d ? little(bytes, 0x3c, 4) : undefined;
  if (header === undefined || little(bytes, header, 4) !== 0x4550) return undefined;
  return named("windows", little(bytes, header + 4, 2), { 0x8664: "amd64", 0xaa64: "arm64" });
}

function named(system: string, machine: number | undefined, architectures: Readonly<Record<number, string>>) {
  const architecture = machine === undefined ? undefined : architectures[machine];
  return architecture === undefined ? undefined : (`${system}_${architecture}` as const);
}
