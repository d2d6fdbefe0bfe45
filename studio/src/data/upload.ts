import { putObject } from "../api/put";
import type { S3Place } from "../api/storage";
import type { ToUpload } from "./unpacked";

const AT_ONCE = 4;

export interface UploadProgress {
  files: number;
  allFiles: number;
  /** Bytes. */
  sent: number;
  all: number;
}

/** Stores a file; the same as putObject, which tests replace. */
export type Put = typeof putObject;

/**
 * Stores all files below a folder, some at a time; those whose paths are in `done` were stored
 * before, and each that is stored is added, so that a failed upload goes on where it was. Throws
 * the first Failure once nothing is on its way any more.
 */
export async function uploadAll(
  files: readonly ToUpload[],
  folder: S3Place,
  done: Set<string>,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
  put: Put = putObject,
): Promise<void> {
  const all = files.reduce((sum, file) => sum + file.size, 0);
  const isDone = (file: ToUpload) => done.has(file.path);
  let stored = files.filter(isDone).reduce((sum, file) => sum + file.size, 0);
  const left = files.filter((file) => !isDone(file));
  const onTheWay = new Map<ToUpload, number>();
  const tell = () => {
    const sent = [...onTheWay.values()].reduce((sum, bytes) => sum + bytes, stored);
    onProgress({ files: done.size, allFiles: files.length, sent: Math.min(sent, all), all });
  };
  let fault: unknown = null;
  const work = async () => {
    for (;;) {
      const file = fault === null && !signal.aborted ? left.shift() : undefined;
      if (file === undefined) return;
      try {
        const place = { bucket: folder.bucket, key: folder.key + file.path };
        const onSent = (bytes: number) => {
          onTheWay.set(file, Math.min(bytes, file.size));
          tell();
        };
        await put(place, await file.blob(), onSent, signal);
        done.add(file.path);
        stored += file.size;
      } catch (thrown) {
        fault ??= thrown;
      }
      onTheWay.delete(file);
      tell();
    }
  };
  tell();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (fault !== null) throw fault;
  signal.throwIfAborted();
}
