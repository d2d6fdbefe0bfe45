// The dictionaries, read from their source as it is: data and nothing else.
import { transformWithEsbuild } from "vite";
import { readFile, readdir } from "node:fs/promises";

export async function wordsOf(language) {
  const folder = new URL(`../src/i18n/${language}/`, import.meta.url);
  const words = {};
  for (const file of await readdir(folder)) {
    if (file === "index.ts") continue;
    const source = await readFile(new URL(file, folder), "utf8");
    const { code } = await transformWithEsbuild(source, file);
    const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
    Object.assign(words, ...Object.values(await import(url)));
  }
  return words;
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
