import { listFolder, type S3Place } from "../api/storage";
import type { GivenFile } from "./dropped";
import type { ToUpload } from "./unpacked";
import { parentFolder } from "./folder_rows";
import {
  classFolders,
  commonFolder,
  freeFolder,
  isPicture,
  isZip,
  nameOfGiven,
} from "./upload_plan";

/** Where new data sets lie in the default bucket. */
export const NEW_DATA = "data/";

export interface Destination {
  /** Below which the paths lie. */
  folder: S3Place;
  files: readonly ToUpload[];
  /** The folder that is the data set once they are there. */
  result: S3Place;
  /** Where a folder of pictures alone was given: the class that it is of the data set. */
  oneClass?: string;
}

/** What a data set is called whose first class was given without a folder around it. */
const NEW_PICTURES = "pictures";

/** Folders of pictures alone, by their paths, an archive's by its name; null: it is something else. */
export function classesOf(
  given: readonly GivenFile[],
  files: readonly ToUpload[],
): readonly ToUpload[] | null {
  const only = given.length === 1 ? given[0] : undefined;
  const above = only !== undefined && isZip(only.path) ? `${nameOfGiven(given)}/` : "";
  const classes = files.map((file) => ({ ...file, path: above + file.path }));
  return classFolders(classes.map((file) => file.path)) === null ? null : classes;
}

function asClasses(folder: S3Place, files: readonly ToUpload[]): Destination {
  const oneClass = commonFolder(files.map((file) => file.path));
  return { folder, files, result: folder, ...(oneClass === null ? {} : { oneClass }) };
}

/** Class folders go into the open folder, or beside it where it is itself one. */
export function classesIntoOpen(
  open: S3Place,
  isOpenClass: boolean,
  files: readonly ToUpload[],
): Destination {
  return asClasses(isOpenClass ? { ...open, key: parentFolder(open.key) } : open, files);
}

/** The first classes of a new data set. */
export function classesIntoNew(
  bucket: string,
  files: readonly ToUpload[],
  taken: ReadonlySet<string>,
): Destination {
  return asClasses({ bucket, key: `${NEW_DATA}${freeFolder(NEW_PICTURES, taken)}/` }, files);
}

/** Whether pictures lie in it and no folders, as far as this identity may see. */
export async function isClass(folder: S3Place): Promise<boolean> {
  if (folder.key === "") return false;
  try {
    const { folders, objects } = await listFolder(folder, undefined, 100);
    return folders.length === 0 && objects.some(({ key }) => isPicture(key));
  } catch {
    return false;
  }
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
