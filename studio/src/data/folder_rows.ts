import { parseS3Uri, type FolderPage, type S3Place } from "../api/storage";

/** A line of the browser: a folder or an object, by its name in the open folder. */
export interface Row {
  /** The whole key; ended by a slash of a folder. */
  key: string;
  name: string;
  isFolder: boolean;
  /** Bytes; of a folder unknown. */
  size: number | null;
  changed: Date | undefined;
}

/** Folders first, then objects, as the server orders each. */
export function rowsOf(pages: readonly FolderPage[], folder: string): Row[] {
  const name = (key: string) => key.slice(folder.length).replace(/\/$/, "");
  const folders = pages
    .flatMap((page) => page.folders)
    .map((key) => ({ key, name: name(key), isFolder: true, size: null, changed: undefined }));
  const objects = pages
    .flatMap((page) => page.objects)
    .map(({ key, size, changed }) => ({ key, name: name(key), isFolder: false, size, changed }));
  return [...folders, ...objects];
}

/** "a/b/" is in "a/"; "a/" in "". */
export function parentFolder(key: string): string {
  return key.replace(/[^/]*\/?$/, "");
}

/** The folder that a location is, however it was typed, or that the object there lies in. */
export function folderAt(uri: string): S3Place | null {
  const place = parseS3Uri(uri);
  if (place === null || place.key === "" || place.key.endsWith("/")) return place;
  const isObject = /\.[a-z]{2,4}$/i.test(place.key);
  return { ...place, key: isObject ? parentFolder(place.key) : `${place.key}/` };
}

/** The folders on the way to an open one, itself included: "a/b/" is a/ and a/b/. */
export function stepsTo(key: string): { name: string; key: string }[] {
  const names = key.split("/").filter((name) => name !== "");
  return names.map((name, k) => ({ name, key: `${names.slice(0, k + 1).join("/")}/` }));
}
