import { listFolder, type S3Place } from "../api/storage";
import type { GivenFile } from "./dropped";
import type { ToUpload } from "./unpacked";
import { commonFolder, freeFolder, isZip, nameOfGiven } from "./upload_plan";

/** Where new data sets lie in the default bucket. */
export const NEW_DATA = "data/";

export interface Destination {
  /** Below which the paths lie. */
  folder: S3Place;
  files: readonly ToUpload[];
  /** The folder that is the data set once they are there. */
  result: S3Place;
}

/** In an open folder everything keeps its place; an archive has a folder of its own. */
export function intoOpen(
  open: S3Place,
  given: readonly GivenFile[],
  files: readonly ToUpload[],
): Destination {
  const only = given.length === 1 ? given[0] : undefined;
  if (only !== undefined && isZip(only.path)) {
    const folder = { ...open, key: `${open.key}${nameOfGiven(given)}/` };
    return { folder, files, result: folder };
  }
  const shared = commonFolder(files.map((file) => file.path));
  const result = shared === null ? open : { ...open, key: `${open.key}${shared}/` };
  return { folder: open, files, result };
}

/** Without an open folder it is a data set of its own, by a name that none there has. */
export function intoNew(
  bucket: string,
  given: readonly GivenFile[],
  files: readonly ToUpload[],
  taken: ReadonlySet<string>,
): Destination {
  const shared = commonFolder(files.map((file) => file.path));
  const within = shared === null ? 0 : shared.length + 1;
  const name = freeFolder(nameOfGiven(given), taken);
  const folder = { bucket, key: `${NEW_DATA}${name}/` };
  return {
    folder,
    files: files.map((file) => ({ ...file, path: file.path.slice(within) })),
    result: folder,
  };
}

/** The names of data sets that are there already. */
export async function takenNames(bucket: string): Promise<Set<string>> {
  const names = new Set<string>();
  let token: string | undefined;
  do {
    const page = await listFolder({ bucket, key: NEW_DATA }, token);
    for (const key of page.folders) names.add(key.slice(NEW_DATA.length, -1));
    token = page.next;
  } while (token !== undefined);
  return names;
}
