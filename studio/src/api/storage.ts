import { call } from "./call";
import { clientSettings, perSession } from "./clients";
import { signedIn } from "../session/session";

const load = () => import("./sdk/s3");
const client = perSession(
  async () => new (await load()).S3Client({ ...clientSettings(), forcePathStyle: true }),
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

/** An address at which the browser reads an object by itself, for an hour at most. */
export function objectAddress(place: S3Place, asFile?: string): Promise<string> {
  return call(async () => {
    const { GetObjectCommand, getSignedUrl } = await load();
    const command = new GetObjectCommand({
      Bucket: place.bucket,
      Key: place.key,
      ...(asFile === undefined
        ? {}
        : { ResponseContentDisposition: `attachment; filename="${asFile}"` }),
    });
    return getSignedUrl(await client(), command, { expiresIn: 3600 });
  });
}
