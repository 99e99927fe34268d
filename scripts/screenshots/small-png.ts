import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const bytesPerPixel = 3;

/** Square of the distance below which two colours share a place in the palette, so that rare ones find one too. */
const hardlyDifferent = 150;

/**
 * A screenshot (PNG, 8 bits of red, green and blue) with a palette of its 256 most frequent distinct colours, the others replaced
 * by the nearest of them: less than half the size, and a page of text looks the same. Throws for any other kind of PNG.
 */
export function withPalette(png: Buffer, colours = 256): Buffer {
  const { width, height, pixels } = decode(png);
  const palette = mostFrequent(pixels, colours);
  const indexOf = nearestIn(palette);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = indexOf(pixels.readUIntBE((y * width + x) * bytesPerPixel, bytesPerPixel));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const entries = Buffer.from(palette.flatMap((colour) => parts(colour)));
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("PLTE", entries),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function decode(png: Buffer): { readonly width: number; readonly height: number; readonly pixels: Buffer } {
  const data: Buffer[] = [];
  let head: Buffer | undefined;
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") head = content;
    if (name === "IDAT") data.push(content);
    at += length + 12;
  }
  if (head === undefined || head[8] !== 8 || head[9] !== 2 || head[12] !== 0) {
    throw new Error("This is no PNG with 8 bits of red, green and blue, written row by row.");
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  return { width, height, pixels: unfiltered(inflateSync(Buffer.concat(data)), width, height) };
}

/** Reverses the filter of each row. (PNG specification, third edition, 9.2.) */
function unfiltered(rows: Buffer, width: number, height: number): Buffer {
  const stride = width * bytesPerPixel;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const kind = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x < bytesPerPixel ? 0 : pixels[y * stride + x - bytesPerPixel]!;
      const up = y === 0 ? 0 : pixels[(y - 1) * stride + x]!;
      const corner = y === 0 || x < bytesPerPixel ? 0 : pixels[(y - 1) * stride + x - bytesPerPixel]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind ?? 0] ?? 0;
      pixels[y * stride + x] = rows[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function mostFrequent(pixels: Buffer, colours: number): readonly number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += bytesPerPixel) {
    const colour = pixels.readUIntBE(at, bytesPerPixel);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, one], [b, other]) => other - one || a - b).map(([colour]) => colour);
  const palette: number[] = [];
  for (const colour of sorted) {
    if (palette.length < colours && !palette.some((chosen) => distance(chosen, colour) < hardlyDifferent))
      palette.push(colour);
  }
  return palette;
}

function distance(one: number, other: number): number {
  const [a, b] = [parts(one), parts(other)];
  return a.reduce((sum, part, index) => sum + (part - (b[index] ?? 0)) ** 2, 0);
}

function nearestIn(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const found = known.get(colour) ?? nearest(palette, colour);
    known.set(colour, found);
    return found;
  };
}

function nearest(palette: readonly number[], colour: number): number {
  return palette.reduce(
    (best, other, index) => (distance(other, colour) < distance(palette[best] ?? 0, colour) ? index : best),
    0,
  );
}

function parts(colour: number): readonly number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
