import { call } from "./call";
import { clientSettings, perSession } from "./clients";
import { fetchPart } from "./part";
import { signedIn } from "../session/session";

const load = () => fetchPart(() => import("./sdk/s3"));
/** The session's client for S3, and what it can be sent. */
export { client as s3, load as loadS3 };
const client = perSession(
  async () =>
    new (await load()).S3Client({
      ...clientSettings(),
      forcePathStyle: true,
      // A checksum would be of the empty body that an address is signed with.
      requestChecksumCalculation: "WHEN_REQUIRED",
    }),
);

export interface S3Place {
  bucket: string;
  /** Without a slash in front; empty for the bucket itself. */
  key: string;
}

/** Of s3://BUCKET/KEY; null when it is not that. */
export function parseS3Uri(uri: string): S3Place | null {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(uri);
  return found?.[1] === undefined ? null : { bucket: found[1], key: found[2] ?? "" };
}

export function toS3Uri(place: S3Place): string {
  return `s3://${place.bucket}/${place.key}`;
}

/** The buckets that this identity may see, by name. */
export function listBuckets(): Promise<string[]> {
  return call(async () => {
    const { ListBucketsCommand } = await load();
    const answer = await (await client()).send(new ListBucketsCommand({}));
    return (answer.Buckets ?? []).map((bucket) => bucket.Name ?? "");
  });
}

export interface StoredObject {
  key: string;
  /** Bytes. */
  size: number;
  changed: Date | undefined;
}

/** What lies directly in a folder, as far as was asked. */
export interface FolderPage {
  /** Whole keys, ended by a slash. */
  folders: string[];
  objects: StoredObject[];
  next: string | undefined;
}

/**
 * Entries asked for at a time: a thousand would be as soon here in all, but the page cannot answer
 * while it reads them, a quarter of a second on a slow machine.
 */
const AT_A_TIME = 500;

/** So many entries of the folder at most. */
export function listFolder(place: S3Place, token?: string, most = AT_A_TIME): Promise<FolderPage> {
  return call(async () => {
    const { ListObjectsV2Command } = await load();
    const answer = await (
      await client()
    ).send(
      new ListObjectsV2Command({
        Bucket: place.bucket,
        Prefix: place.key,
        Delimiter: "/",
        MaxKeys: most,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    return {
      folders: (answer.CommonPrefixes ?? []).map((one) => one.Prefix ?? ""),
      // The folder itself may be an object, of nothing.
      objects: (answer.Contents ?? [])
        .filter((one) => one.Key !== place.key)
        .map((one) => ({ key: one.Key ?? "", size: one.Size ?? 0, changed: one.LastModified })),
      next: answer.NextContinuationToken,
    };
  });
}

/** The first bytes of an object, as UTF-8; half a character at the end is left out. */
export function readBeginning(place: S3Place, bytes: number): Promise<string> {
  return call(async () => {
    const { GetObjectCommand } = await load();
    const answer = await (
      await client()
    ).send(
      new GetObjectCommand({
        Bucket: place.bucket,
        Key: place.key,
        Range: `bytes=0-${bytes - 1}`,
      }),
    );
    const read = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    return new TextDecoder().decode(read, { stream: true });
  });
}

/** Makes the bucket when there is none of this name. */
export function ensureBucket(bucket: string): Promise<void> {
  return call(async () => {
    const { CreateBucketCommand, HeadBucketCommand } = await load();
    const s3 = await client();
    try {
      await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    } catch (thrown) {
      const status = (thrown as { $metadata?: { httpStatusCode?: number } }).$metadata;
      // Whoever may not look may still name it: the job's own check says what is wrong with it.
      if (status?.httpStatusCode === 403) return;
      if (status?.httpStatusCode !== 404) throw thrown;
      const region = signedIn().region;
      await s3.send(
        new CreateBucketCommand({
          Bucket: bucket,
          ...(region === "us-east-1"
            ? {}
            : { CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
        }),
      );
    }
  });
}

/** The same of the bucket that a location names. */
export async function ensureBucketOf(uri: string): Promise<void> {
  const place = parseS3Uri(uri.trim());
  if (place !== null) await ensureBucket(place.bucket);
}

/** What the browser is told of an object, whatever it was stored with. */
export interface Told {
  ResponseContentType?: string;
  ResponseContentDisposition: string;
}

/** To be shown as a page: what a job stores is of no type, and would be kept as a file. */
export const AS_PAGE: Told = {
  ResponseContentType: "text/html; charset=utf-8",
  ResponseContentDisposition: "inline",
};

/** To be kept as a file of this name. */
export function asFile(name: string): Told {
  return { ResponseContentDisposition: `attachment; filename="${name}"` };
}

/** An address at which the browser reads an object by itself, for an hour at most. */
export function objectAddress(place: S3Place, told?: Told): Promise<string> {
  return call(async () => {
    const { GetObjectCommand, getSignedUrl } = await load();
    const command = new GetObjectCommand({ Bucket: place.bucket, Key: place.key, ...told });
    return getSignedUrl(await client(), command, { expiresIn: 3600 });
  });
}

/** An address to which the browser sends an object's bytes, within an hour. */
export function uploadAddress(place: S3Place): Promise<string> {
  return call(async () => {
    const { PutObjectCommand, getSignedUrl } = await load();
    const command = new PutObjectCommand({ Bucket: place.bucket, Key: place.key });
    return getSignedUrl(await client(), command, { expiresIn: 3600 });
  });
}
