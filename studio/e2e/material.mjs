// Data that a person might have: pictures, an archive of them, texts good and bad.
import { deflateSync } from "node:zlib";
import {
  BlobWriter,
  Uint8ArrayReader,
  ZipWriter,
  configure,
} from "@zip.js/zip.js/lib/zip-core-native.js";

const CRC = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([head, body, tail]);
}

/** A PNG file of one colour with a little noise, another for each number. */
export function picture([red, green, blue], number, side = 48) {
  const lines = [];
  let state = number * 7919 + 17;
  for (let y = 0; y < side; ++y) {
    const line = Buffer.alloc(1 + 3 * side);
    for (let x = 0; x < 3 * side; ++x) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      line[1 + x] = Math.min(255, [red, green, blue][x % 3] + ((state >> 16) % 40));
    }
    lines.push(line);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(lines))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export const RED = [200, 20, 20];
export const BLUE = [20, 20, 200];
export const GREEN = [20, 200, 20];

/** A zip archive of these files. */
export async function zipOf(files) {
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new BlobWriter());
  for (const [name, bytes] of Object.entries(files)) {
    await writer.add(name, new Uint8ArrayReader(new Uint8Array(bytes)));
  }
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

/** Two classes of pictures in a folder, and what a Mac leaves beside them. */
export async function colours(count = 12) {
  const files = { "__MACOSX/colours/._red": Buffer.from("x") };
  for (let k = 0; k < count; ++k) {
    files[`colours/red/${k}.png`] = picture(RED, k);
    files[`colours/blue/${k}.png`] = picture(BLUE, 100 + k);
  }
  return zipOf(files);
}

/** A row for each of two classes, so many times. */
export function texts(count = 40) {
  const words = ["paper", "river", "garden", "music", "bread", "window", "engine", "letter"];
  const rows = [];
  for (let k = 0; k < count; ++k) {
    const about = `${words[k % 8]} ${words[(k * 3 + 1) % 8]} ${k}`;
    rows.push(`1,"a fine ${about}, ""really"" good"`, `0,a poor ${about} and quite bad`);
  }
  return Buffer.from(`${rows.join("\n")}\n`);
}
