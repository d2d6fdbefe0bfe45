// Packs a built page into one file for the program to carry: a line of JSON that says where each file lies behind it,
// then the files, compressed where that saves something.
// Usage: node pack_studio.mjs DIST_FOLDER PACK_FILE
import { readFileSync, readdirSync, statSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

const [dist, pack] = process.argv.slice(2);
const files = readdirSync(dist, { recursive: true })
  .map((name) => join(dist, name))
  .filter((file) => statSync(file).isFile())
  .sort();
const index = {};
const parts = [];
let offset = 0;
for (const file of files) {
  const type = TYPES[extname(file)];
  if (!type) throw new Error(`${file}: no media type is known for ${extname(file)}; add it to ${import.meta.url}`);
  const plain = readFileSync(file);
  const compressed = gzipSync(plain, { level: 9 });
  const isCompressed = compressed.length < 0.9 * plain.length;
  const bytes = isCompressed ? compressed : plain;
  index[relative(dist, file).replaceAll("\\", "/")] = { type, offset, size: bytes.length, gzip: isCompressed };
  parts.push(bytes);
  offset += bytes.length;
}
mkdirSync(dirname(pack), { recursive: true });
writeFileSync(pack, Buffer.concat([Buffer.from(JSON.stringify(index) + "\n"), ...parts]));
