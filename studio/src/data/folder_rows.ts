import type { FolderPage } from "../api/storage";

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

/** The folders on the way to an open one, itself included: "a/b/" is a/ and a/b/. */
export function stepsTo(key: string): { name: string; key: string }[] {
  const names = key.split("/").filter((name) => name !== "");
  return names.map((name, k) => ({ name, key: `${names.slice(0, k + 1).join("/")}/` }));
}
