import { describe, expect, it } from "vitest";
import { english } from "../src/i18n/en";
import { indonesian } from "../src/i18n/id";
import { firstLanguage, firstLoaded, LANGUAGES } from "../src/i18n/languages";
import { fill, type Key } from "../src/i18n/words";

const keys = Object.keys(english) as Key[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe("the dictionaries", () => {
  it("have the same keys in the same order", () => {
    expect(Object.keys(indonesian)).toEqual(keys);
  });

  it.each(keys)("fill the same places in %s", (key) => {
    expect(placeholders(indonesian[key])).toEqual(placeholders(english[key]));
  });

  it.each(keys)("say something in %s", (key) => {
    expect(english[key].trim()).not.toBe("");
    expect(indonesian[key].trim()).not.toBe("");
  });

  it("have been translated", () => {
    // Words that both languages share, names, and forms of entry.
    const same = new Set<Key>([
      "data.folder",

      "shell.product",
      "shell.brand",
      "shell.short",
      "jobs.curves.byEpoch",
      "jobs.curves.loss",
      "jobs.epoch",
      "jobs.log",
      "jobs.status",
      "train.data.uriHint",
      "train.instance.cpus",
      "train.instance.gpus",
    ]);
    const left = keys.filter((key) => english[key] === indonesian[key] && !same.has(key));
    expect(left).toEqual([]);
  });

  it("use every key", async () => {
    const { readdirSync, readFileSync } = await import("node:fs");
    const root = new URL("../src", import.meta.url);
    const source = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/^i18n[\\/](en|id)[\\/]/.test(file))
      .map((file) => readFileSync(new URL(`src/${file}`, new URL("..", import.meta.url)), "utf8"))
      .join("\n");
    // A key made of parts, `jobs.curves.${figure}`, is used where its beginning is.
    const beginnings = [...source.matchAll(/`([a-z]\w*(?:\.\w+)*\.)\$\{/g)].map(
      ([, start]) => start,
    );
    const unused = keys.filter(
      (key) =>
        !source.includes(`"${key}"`) && !beginnings.some((start) => key.startsWith(start ?? "-")),
    );
    expect(unused).toEqual([]);
  });
});

describe("fill", () => {
  it("puts values into their places and leaves unknown names", () => {
    expect(fill("{a} of {b}, {c}", { a: 1, b: "two" })).toBe("1 of two, {c}");
  });
});

describe("the first language", () => {
  it("is the kept one, else the browser's, else English", () => {
    expect(firstLanguage("id", ["en-GB"])).toBe("id");
    expect(firstLanguage(null, ["fr-FR", "id-ID", "en"])).toBe("id");
    expect(firstLanguage(null, ["in"])).toBe("id");
    expect(firstLanguage("xx", ["fr"])).toBe("en");
  });
});

describe("the words", () => {
  const broken = LANGUAGES.map((one) =>
    one.id === "id" ? { ...one, load: () => Promise.reject(new Error("not there")) } : one,
  );

  it("are those of the language", async () => {
    expect((await firstLoaded(["id", "en"]))?.words).toBe(indonesian);
  });

  it("are others where these cannot be fetched", async () => {
    expect((await firstLoaded(["id", "en"], broken))?.id).toBe("en");
    expect(await firstLoaded(["id"], broken)).toBeNull();
  });
});
