/**
 * Packs a screenshot into a palette of 256 colours: pages have few, and the rest are shades at the edges of letters, which go to
 * one that is close by. A third of the bytes, and no difference that an eye finds.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
/** Bytes of a pixel for the two colour types that Chromium writes: RGB and RGBA. */
const PIXEL_BYTES = { 2: 3, 6: 4 };

function* chunksOf(png) {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** PNG specification, section 9.4. */
function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Undoes the filters of all lines (PNG specification, section 9.2); gives 0xRRGGBB for each pixel. */
function pixelsOf(data, width, height, size) {
  const pixels = new Uint32Array(width * height);
  const stride = width * size;
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)];
    const line = data.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    for (let x = 0; x < stride; x += 1) {
      const left = x < size ? 0 : line[x - size];
      const up = above[x];
      const corner = x < size ? 0 : above[x - size];
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      line[x] = (line[x] + predicted) & 0xff;
    }
    for (let x = 0; x < width; x += 1) {
      pixels[y * width + x] = (line[x * size] << 16) | (line[x * size + 1] << 8) | line[x * size + 2];
    }
    above = line;
  }
  return pixels;
}

function distance(a, b) {
  const [red, green, blue] = [16, 8, 0].map((shift) => ((a >> shift) & 0xff) - ((b >> shift) & 0xff));
  return red * red + green * green + blue * blue;
}

/** At most 256 of the colours, the frequent ones first, so that none is further than `reach` from a kept one; null when that takes more. */
function keep(colours, reach) {
  const palette = [];
  const places = new Map();
  for (const colour of colours) {
    const at = palette.findIndex((kept) => distance(colour, kept) <= reach * reach);
    if (at === -1 && palette.length === COLOURS) return null;
    places.set(colour, at === -1 ? palette.push(colour) - 1 : at);
  }
  return { palette, places };
}

/** A palette, and for every colour its place there. Rare colours stay: a mark of a few pixels may be all that says "tampered". */
function paletteOf(pixels) {
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || a - b).map(([colour]) => colour);
  for (let reach = 0; ; reach += 2) {
    const kept = keep(sorted, reach);
    if (kept !== null) return kept;
  }
}

/**
 * @param {Buffer} png 8 bits a channel, RGB or opaque RGBA, not interlaced: as Chromium writes screenshots
 * @returns {Buffer} the same picture with a palette; `png` itself when it is of another kind or no smaller
 */
export function repackPng(png) {
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ type }) => type === 'IHDR').data;
  const [width, height, size] = [header.readUInt32BE(0), header.readUInt32BE(4), PIXEL_BYTES[header[9]]];
  if (header[8] !== 8 || size === undefined || header[12] !== 0) return png;
  const data = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((one) => one.data)));
  const pixels = pixelsOf(data, width, height, size);
  const { palette, places } = paletteOf(pixels);
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = places.get(pixels[y * width + x]);
  }
  const newHeader = Buffer.from(header);
  newHeader[9] = 3;
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]));
  const packed = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', newHeader),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return packed.length < png.length ? packed : png;
}
