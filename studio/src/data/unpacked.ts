import type { GivenFile } from "./dropped";
import { cleanPath, commonFolder, isJunk, isZip } from "./upload_plan";

/** A file that will be an object, made when its turn comes. */
export interface ToUpload {
  path: string;
  /** Bytes, unpacked. */
  size: number;
  blob: () => Promise<Blob>;
}

/** Why an archive cannot be unpacked here. */
export class ArchiveFault extends Error {
  constructor(
    readonly archive: string,
    readonly kind: "encrypted" | "unreadable",
  ) {
    super(`${archive}: ${kind}`);
  }
}

export interface Unpacked {
  files: ToUpload[];
  /** How many were left out: hidden files, and what operating systems leave behind. */
  skipped: number;
}

/**
 * Everything that was given, archives by what lies in them. An archive's folder is its own place:
 * flowers.zip becomes flowers/…, whether it was packed with that folder or without. Where it is all
 * that was given there is no folder above it.
 */
export async function unpack(given: readonly GivenFile[]): Promise<Unpacked> {
  const files: ToUpload[] = [];
  let skipped = 0;
  for (const { path, blob } of given) {
    const clean = cleanPath(path);
    if (clean === null || isJunk(clean)) {
      ++skipped;
    } else if (isZip(clean)) {
      const inside = await filesOfZip(clean, blob);
      skipped += inside.skipped;
      const above = given.length === 1 ? "" : `${clean.replace(/\.zip$/i, "")}/`;
      files.push(...inside.files.map((file) => ({ ...file, path: above + file.path })));
    } else {
      files.push({ path: clean, size: blob.size, blob: async () => blob });
    }
  }
  return { files, skipped };
}

async function filesOfZip(archive: string, blob: Blob): Promise<Unpacked> {
  // The browser's own decompression, and no worker: the page's policy allows neither another.
  const { BlobReader, BlobWriter, ZipReader, configure } =
    await import("@zip.js/zip.js/lib/zip-core-native.js");
  configure({ useWebWorkers: false });
  const entries = await new ZipReader(new BlobReader(blob)).getEntries().catch(() => {
    throw new ArchiveFault(archive, "unreadable");
  });
  const files: ToUpload[] = [];
  let skipped = 0;
  for (const entry of entries) {
    if (entry.directory) continue;
    const path = cleanPath(entry.filename);
    if (path === null || isJunk(path)) {
      ++skipped;
      continue;
    }
    if (entry.encrypted) throw new ArchiveFault(archive, "encrypted");
    files.push({
      path,
      size: entry.uncompressedSize,
      blob: () =>
        entry.getData(new BlobWriter(), { checkSignature: true }).catch(() => {
          throw new ArchiveFault(archive, "unreadable");
        }),
    });
  }
  const folder = commonFolder(files.map((file) => file.path));
  return { files: folder === null ? files : files.map((file) => within(folder, file)), skipped };
}

function within(folder: string, file: ToUpload): ToUpload {
  return { ...file, path: file.path.slice(folder.length + 1) };
}
