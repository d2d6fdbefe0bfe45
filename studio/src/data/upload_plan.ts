import type { GivenFile } from "./dropped";

/** What operating systems leave behind, and what is hidden: the server passes over it as well. */
const JUNK = new Set(["thumbs.db", "desktop.ini", "__macosx", "@eadir", "lost+found"]);

export function isJunk(path: string): boolean {
  return path.split("/").some((part) => part.startsWith(".") || JUNK.has(part.toLowerCase()));
}

export function isZip(path: string): boolean {
  return /\.zip$/i.test(path);
}

/** By its name; of a class's folder that is enough. */
export function isPicture(path: string): boolean {
  return /\.(jpe?g|png|webp)$/i.test(path);
}

/** The folders that all lie in where each is one of pictures, and no table; null otherwise. */
export function classFolders(paths: readonly string[]): string[] | null {
  const isFlat = paths.every((path) => path.split("/").length === 2 && !/\.csv$/i.test(path));
  if (!isFlat || !paths.some(isPicture)) return null;
  return [...new Set(paths.map((path) => path.split("/")[0] ?? ""))];
}

/** A path as part of a key: with slashes, and no way out of the folder; null where it has none. */
export function cleanPath(path: string): string | null {
  const parts = path.split(/[\\/]+/).filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? null : parts.join("/");
}

/** The one folder that all paths lie in; null where there is none, or a file beside it. */
export function commonFolder(paths: readonly string[]): string | null {
  const first = paths[0]?.split("/");
  if (first?.[0] === undefined || first.length < 2) return null;
  const start = `${first[0]}/`;
  return paths.every((path) => path.startsWith(start)) ? first[0] : null;
}

/** What a new data set is called where nobody has said it: by the folder or archive given. */
export function nameOfGiven(files: readonly GivenFile[]): string {
  const only = files.length === 1 ? files[0] : undefined;
  if (only !== undefined && isZip(only.path)) {
    return safeName(only.path.replace(/^.*\//, "").replace(/\.zip$/i, ""));
  }
  return safeName(commonFolder(files.map((file) => file.path)) ?? "data");
}

/** As a folder's name in a key: letters, digits and what needs no encoding. */
function safeName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[-.]+|-+$/g, "");
  return safe === "" ? "data" : safe;
}

/** The name, or the first of name-2, name-3 … that is not taken. */
export function freeFolder(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; ++number) {
    if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
  }
}
