import { listFolder, readBeginning, type FolderPage, type S3Place } from "../api/storage";
import { rowsOfCsv } from "./csv";

const PICTURE = /\.(jpe?g|png|webp)$/i;
const TABLE = /\.csv$/i;
/** What the part of a data set is called that a model learns from, as the server has it. */
const TRAINING = /^(training|train|seg_train|training_set|latih)$/i;
/** Folders within folders that are looked into. */
const DEPTH = 3;

export type List = (place: S3Place, token?: string, most?: number) => Promise<FolderPage>;

export interface PictureSample {
  place: S3Place;
  /** The folder that it lies in. */
  label: string;
}

function lastName(key: string): string {
  return key.replace(/\/$/, "").split("/").pop() ?? "";
}

/** The folder that data goes on in where this one has none: the training part, else the first. */
function goOn(bucket: string, folders: readonly string[]): S3Place | null {
  const key = folders.find((one) => TRAINING.test(lastName(one))) ?? folders[0];
  return key === undefined ? null : { bucket, key };
}

/** Some pictures of each class, at most `most`. */
export async function samplePictures(
  place: S3Place,
  most: number,
  list: List = listFolder,
  depth = DEPTH,
): Promise<PictureSample[]> {
  const top = await list(place, undefined, 200);
  const classes = top.folders.slice(0, most);
  const pages = await Promise.all(
    classes.map((key) => list({ bucket: place.bucket, key }, undefined, 50)),
  );
  const pictures = pages.map((page) => page.objects.filter((one) => PICTURE.test(one.key)));
  const count = pictures.filter((some) => some.length > 0).length;
  if (count === 0) {
    const next = goOn(place.bucket, top.folders);
    return next === null || depth === 0 ? [] : samplePictures(next, most, list, depth - 1);
  }
  const each = Math.max(1, Math.floor(most / count));
  return pictures.flatMap((some, k) =>
    some.slice(0, each).map((one) => ({
      place: { bucket: place.bucket, key: one.key },
      label: lastName(classes[k] ?? ""),
    })),
  );
}

/** The first rows of the table of texts at a place, which is the object or a folder of it. */
export async function sampleTexts(
  place: S3Place,
  most: number,
  list: List = listFolder,
  read: typeof readBeginning = readBeginning,
  depth = DEPTH,
): Promise<string[][]> {
  const BYTES = 64 * 1024;
  if (TABLE.test(place.key)) {
    const text = await read(place, BYTES);
    return rowsOfCsv(text, new TextEncoder().encode(text).length < BYTES, most);
  }
  const top = await list(place, undefined, 200);
  const tables = top.objects.filter(
    (one) => TABLE.test(one.key) && lastName(one.key) !== "labels.csv",
  );
  const table = tables.find((one) => /^(data|train)\.csv$/i.test(lastName(one.key))) ?? tables[0];
  const next =
    table !== undefined
      ? { bucket: place.bucket, key: table.key }
      : depth > 0
        ? goOn(place.bucket, top.folders)
        : null;
  return next === null ? [] : sampleTexts(next, most, list, read, depth - 1);
}
