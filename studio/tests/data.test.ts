import { describe, expect, it } from "vitest";
import type { FolderPage, S3Place } from "../src/api/storage";
import { rowsOfCsv } from "../src/data/csv";
import { folderAt, parentFolder, rowsOf, stepsTo } from "../src/data/folder_rows";
import { samplePictures, sampleTexts, type List } from "../src/data/sample_items";

describe("rows of a CSV text", () => {
  it.each<[string, string, string[][]]>([
    [
      "plain",
      "1,a\n0,b\n",
      [
        ["1", "a"],
        ["0", "b"],
      ],
    ],
    [
      "quoted",
      '1,"a, b"\r\n0,"say ""no"""',
      [
        ["1", "a, b"],
        ["0", 'say "no"'],
      ],
    ],
    ["of several lines", '1,"a\nb"\n', [["1", "a\nb"]]],
    [
      "with empty lines",
      "1,a\n\n0,b",
      [
        ["1", "a"],
        ["0", "b"],
      ],
    ],
    ["with a mark", "\uFEFF1,a", [["1", "a"]]],
  ])("%s", (_, text, rows) => expect(rowsOfCsv(text, true, 9)).toEqual(rows));

  it("are whole, and no more than are asked for", () => {
    expect(rowsOfCsv("1,a\n0,hal", false, 9)).toEqual([["1", "a"]]);
    expect(rowsOfCsv("1,a\n0,b\n1,c\n", true, 2)).toHaveLength(2);
  });
});

describe("folders", () => {
  it("have a way to them", () => {
    expect(stepsTo("a/b/")).toEqual([
      { name: "a", key: "a/" },
      { name: "b", key: "a/b/" },
    ]);
    expect(stepsTo("")).toEqual([]);
    expect(parentFolder("a/b/")).toBe("a/");
    expect(parentFolder("a/b.csv")).toBe("a/");
    expect(parentFolder("a/")).toBe("");
  });

  it("come before objects, by their own names", () => {
    const page: FolderPage = {
      folders: ["f/b/"],
      objects: [{ key: "f/a.csv", size: 3, changed: undefined }],
      next: undefined,
    };
    expect(rowsOf([page], "f/").map((row) => [row.name, row.isFolder, row.size])).toEqual([
      ["b", true, null],
      ["a.csv", false, 3],
    ]);
  });
});

/** A bucket of these keys. */
function bucketOf(keys: string[]): List {
  return async (place: S3Place) => {
    const below = keys.filter((key) => key.startsWith(place.key));
    const rest = (key: string) => key.slice(place.key.length);
    return {
      folders: [
        ...new Set(
          below
            .filter((key) => rest(key).includes("/"))
            .map((key) => `${place.key}${rest(key).split("/")[0]}/`),
        ),
      ],
      objects: below
        .filter((key) => !rest(key).includes("/"))
        .map((key) => ({ key, size: 1, changed: undefined })),
      next: undefined,
    };
  };
}

describe("sample pictures", () => {
  it("are of each class", async () => {
    const list = bucketOf(["f/a/1.jpg", "f/a/2.PNG", "f/a/x.txt", "f/b/1.webp", "f/readme.txt"]);
    const found = await samplePictures({ bucket: "s", key: "f/" }, 4, list);
    expect(found.map((one) => [one.label, one.place.key])).toEqual([
      ["a", "f/a/1.jpg"],
      ["a", "f/a/2.PNG"],
      ["b", "f/b/1.webp"],
    ]);
  });

  it("are of the training part where there are parts", async () => {
    const list = bucketOf(["f/test/a/1.jpg", "f/train/a/2.jpg", "f/train/b/3.jpg"]);
    const found = await samplePictures({ bucket: "s", key: "f/" }, 4, list);
    expect(found.map((one) => one.place.key)).toEqual(["f/train/a/2.jpg", "f/train/b/3.jpg"]);
  });

  it("are none where there is no picture", async () => {
    expect(await samplePictures({ bucket: "s", key: "" }, 4, bucketOf(["a.txt"]))).toEqual([]);
    const endless = bucketOf(["a/b/c/d/e/f/g.txt"]);
    expect(await samplePictures({ bucket: "s", key: "" }, 4, endless)).toEqual([]);
  });
});

describe("sample texts", () => {
  const read = async (place: S3Place) => `1,${place.key}\n`;
  it.each([
    [["t/data.csv", "t/labels.csv"], "t/data.csv"],
    [["t/test.csv", "t/train.csv"], "t/train.csv"],
    [["t/labels.csv", "t/other.csv"], "t/other.csv"],
    [["t/test/data.csv", "t/train/data.csv"], "t/train/data.csv"],
  ])("of %j are of %s", async (keys, key) => {
    const rows = await sampleTexts({ bucket: "s", key: "t/" }, 3, bucketOf(keys), read);
    expect(rows).toEqual([["1", key]]);
  });

  it("are of the object itself where it is named", async () => {
    const rows = await sampleTexts({ bucket: "s", key: "x.csv" }, 3, bucketOf([]), read);
    expect(rows).toEqual([["1", "x.csv"]]);
  });
});

describe("the folder of a location", () => {
  it.each([
    ["s3://bucket", ""],
    ["s3://bucket/a/b/", "a/b/"],
    ["s3://bucket/a/b", "a/b/"],
    ["s3://bucket/a/data.csv", "a/"],
  ])("%s is opened as '%s'", (uri, key) => {
    expect(folderAt(uri)).toEqual({ bucket: "bucket", key });
  });

  it("is none where there is no location", () => expect(folderAt("")).toBeNull());
});
