import { describe, expect, it } from "vitest";
import { Failure } from "../src/api/failure";
import {
  classesIntoNew,
  classesIntoOpen,
  classesOf,
  intoNew,
  intoOpen,
} from "../src/data/destination";
import type { GivenFile } from "../src/data/dropped";
import { ArchiveFault, unpack, type ToUpload } from "../src/data/unpacked";
import { uploadAll, type Put, type UploadProgress } from "../src/data/upload";
import { cleanPath, commonFolder, freeFolder, isJunk, nameOfGiven } from "../src/data/upload_plan";

const given = (path: string, text = "x"): GivenFile => ({ path, blob: new Blob([text]) });
const toUpload = (path: string, text = "x"): ToUpload => ({
  path,
  size: text.length,
  blob: async () => new Blob([text]),
});

describe("what is left out of an upload", () => {
  it.each([".DS_Store", "a/.hidden/b.jpg", "__MACOSX/a/._1.jpg", "a/Thumbs.db", "A/DESKTOP.INI"])(
    "%s is",
    (path) => expect(isJunk(path)).toBe(true),
  );
  it.each(["a/1.jpg", "data.csv", "desktop.ini.txt"])("%s is not", (path) =>
    expect(isJunk(path)).toBe(false),
  );
});

describe("a path", () => {
  it.each([
    ["a/b.jpg", "a/b.jpg"],
    ["/a//b.jpg", "a/b.jpg"],
    ["a\\b.jpg", "a/b.jpg"],
    ["./a", "a"],
    ["../a", null],
    ["a/../../b", null],
    ["/", null],
  ])("%s becomes %s", (path, clean) => expect(cleanPath(path)).toBe(clean));

  it("has a folder in common with others, or none", () => {
    expect(commonFolder(["f/a/1", "f/b/2"])).toBe("f");
    expect(commonFolder(["f/a/1", "g/b/2"])).toBeNull();
    expect(commonFolder(["f/1", "f"])).toBeNull();
    expect(commonFolder([])).toBeNull();
  });
});

describe("a new data set", () => {
  it("is called by what was given", () => {
    expect(nameOfGiven([given("flowers.zip")])).toBe("flowers");
    expect(nameOfGiven([given("My flowers!/a/1.jpg"), given("My flowers!/b/2.jpg")])).toBe(
      "My-flowers",
    );
    expect(nameOfGiven([given("a/1.jpg"), given("b/2.jpg")])).toBe("data");
    expect(nameOfGiven([given("..zip")])).toBe("data");
  });

  it("has a name that none has", () => {
    expect(freeFolder("a", new Set())).toBe("a");
    expect(freeFolder("a", new Set(["a", "a-2"]))).toBe("a-3");
  });

  it("lies in the default bucket without the folder that all is in", () => {
    const files = [toUpload("flowers/a/1.jpg"), toUpload("flowers/b/2.jpg")];
    const to = intoNew(
      "home",
      files.map(({ path }) => given(path)),
      files,
      new Set(["flowers"]),
    );
    expect(to.folder).toEqual({ bucket: "home", key: "data/flowers-2/" });
    expect(to.files.map((file) => file.path)).toEqual(["a/1.jpg", "b/2.jpg"]);
    expect(to.result).toEqual(to.folder);
  });
});

describe("what is given to an open folder", () => {
  const open = { bucket: "b", key: "mine/" };
  it("keeps its place", () => {
    const files = [toUpload("roses/1.jpg"), toUpload("roses/2.jpg")];
    const to = intoOpen(
      open,
      files.map(({ path }) => given(path)),
      files,
    );
    expect(to.folder).toEqual(open);
    expect(to.files).toEqual(files);
    expect(to.result).toEqual({ bucket: "b", key: "mine/roses/" });
    expect(intoOpen(open, [given("1.jpg")], [toUpload("1.jpg")]).result).toEqual(open);
  });

  it("has a folder of its own where it is an archive", () => {
    const to = intoOpen(open, [given("flowers.zip")], [toUpload("a/1.jpg"), toUpload("b/1.jpg")]);
    expect(to.folder).toEqual({ bucket: "b", key: "mine/flowers/" });
  });
});

describe("a folder of pictures alone", () => {
  const open = { bucket: "b", key: "mine/" };
  const of = (...paths: string[]) => {
    const files = paths.map((path) => toUpload(path));
    return classesOf(
      paths.map((path) => given(path)),
      files,
    );
  };
  const stripes = [toUpload("stripes/1.png"), toUpload("stripes/2.JPG")];

  it("is a class of a new data set, and the next one goes beside it", () => {
    const first = classesIntoNew("home", stripes, new Set(["pictures"]));
    expect(first).toEqual({
      folder: { bucket: "home", key: "data/pictures-2/" },
      files: stripes,
      result: { bucket: "home", key: "data/pictures-2/" },
      oneClass: "stripes",
    });
    const circles = [toUpload("circles/1.png")];
    const second = classesIntoOpen(first.result, false, circles);
    expect(second.folder).toEqual(first.folder);
    expect(second.result).toEqual(first.result);
  });

  it("goes beside the class that is open, and so do several", () => {
    const inside = { bucket: "b", key: "mine/circles/" };
    expect(classesIntoOpen(inside, true, stripes).result).toEqual(open);
    const two = classesIntoOpen(inside, true, [...stripes, toUpload("dots/1.png")]);
    expect(two.result).toEqual(open);
    expect(two.oneClass).toBeUndefined();
  });

  it("is told from a data set, a table and loose pictures", () => {
    expect(of("stripes/1.png", "stripes/notes.txt")?.length).toBe(2);
    expect(of("stripes/1.png", "circles/1.webp")?.length).toBe(2);
    expect(of("shapes/stripes/1.png", "shapes/circles/1.png")).toBeNull();
    expect(of("reviews/data.csv", "reviews/logo.png")).toBeNull();
    expect(of("reviews/readme.txt")).toBeNull();
    expect(of("1.png")).toBeNull();
  });

  it("may be packed", () => {
    const packed = classesOf([given("stripes.zip")], [toUpload("1.png"), toUpload("2.png")]);
    expect(packed?.map((file) => file.path)).toEqual(["stripes/1.png", "stripes/2.png"]);
    expect(classesOf([given("shapes.zip")], [toUpload("a/1.png")])).toBeNull();
  });
});

async function zipOf(files: Record<string, string>, password?: string): Promise<Blob> {
  const { BlobWriter, TextReader, ZipWriter, configure } =
    await import("@zip.js/zip.js/lib/zip-core-native.js");
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new BlobWriter(), password === undefined ? {} : { password });
  for (const [name, text] of Object.entries(files)) await writer.add(name, new TextReader(text));
  return writer.close();
}

const textsOf = async (files: ToUpload[]) =>
  Object.fromEntries(
    await Promise.all(files.map(async (file) => [file.path, await (await file.blob()).text()])),
  );

describe("an archive", () => {
  it("is unpacked without the folder that all is in, and without what is hidden", async () => {
    const blob = await zipOf({
      "flowers/a/1.txt": "one ".repeat(100),
      "flowers/b/2.txt": "two",
      "__MACOSX/flowers/a/._1.txt": "no",
    });
    const { files, skipped } = await unpack([{ path: "flowers.zip", blob }]);
    expect(await textsOf(files)).toEqual({ "a/1.txt": "one ".repeat(100), "b/2.txt": "two" });
    expect(files[0]?.size).toBe(400);
    expect(skipped).toBe(1);
  });

  it("beside other files has a folder of its name", async () => {
    const blob = await zipOf({ "1.txt": "one" });
    const { files } = await unpack([{ path: "x/a.zip", blob }, given("x/b/2.txt", "two")]);
    expect(await textsOf(files)).toEqual({ "x/a/1.txt": "one", "x/b/2.txt": "two" });
  });

  it("that is none, or is locked, is said to be so", async () => {
    await expect(unpack([given("a.zip", "no archive")])).rejects.toMatchObject({
      kind: "unreadable",
    });
    const locked = await zipOf({ "1.txt": "one" }, "secret");
    await expect(unpack([{ path: "a.zip", blob: locked }])).rejects.toBeInstanceOf(ArchiveFault);
    await expect(unpack([{ path: "a.zip", blob: locked }])).rejects.toMatchObject({
      kind: "encrypted",
    });
  });
});

describe("an upload", () => {
  const folder = { bucket: "b", key: "f/" };
  const files = ["1", "2", "3", "4", "5", "6"].map((name) => toUpload(name, "12345"));
  const never = new AbortController().signal;

  it("stores every file once and says how far it is", async () => {
    const stored: string[] = [];
    const told: UploadProgress[] = [];
    const put: Put = async (place, blob, onSent) => {
      onSent(blob.size);
      stored.push(place.key);
    };
    await uploadAll(files, folder, new Set(), (progress) => told.push(progress), never, put);
    expect(stored.sort()).toEqual(["f/1", "f/2", "f/3", "f/4", "f/5", "f/6"]);
    expect(told.at(0)).toEqual({ files: 0, allFiles: 6, sent: 0, all: 30 });
    expect(told.at(-1)).toEqual({ files: 6, allFiles: 6, sent: 30, all: 30 });
  });

  it("that failed goes on with what is missing", async () => {
    const done = new Set<string>();
    const refusal = new Failure("AccessDenied", "no", 403);
    let calls = 0;
    const put: Put = async (place) => {
      ++calls;
      if (place.key === "f/2") throw refusal;
    };
    await expect(uploadAll(files, folder, done, () => {}, never, put)).rejects.toBe(refusal);
    expect(done.has("2")).toBe(false);
    expect(done.size).toBeGreaterThan(0);
    const before = done.size;
    calls = 0;
    await uploadAll(
      files,
      folder,
      done,
      () => {},
      never,
      async () => void ++calls,
    );
    expect(calls).toBe(6 - before);
    expect(done.size).toBe(6);
  });

  it("that was stopped begins no further file", async () => {
    const stop = new AbortController();
    let calls = 0;
    const put: Put = async () => {
      ++calls;
      stop.abort();
    };
    await expect(
      uploadAll(files, folder, new Set(), () => {}, stop.signal, put),
    ).rejects.toMatchObject({ name: "AbortError" });
    expect(calls).toBeLessThan(6);
  });
});
