// The AWS SDK for JavaScript, unmodified, against the server that the environment names.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Agent } from "node:http";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";

import {
  AbortMultipartUploadCommand, ChecksumAlgorithm, CopyObjectCommand, CreateBucketCommand, DeleteBucketCommand,
  DeleteObjectCommand, DeleteObjectsCommand, GetBucketLocationCommand, GetObjectCommand, GetObjectTaggingCommand,
  HeadBucketCommand, HeadObjectCommand, ListBucketsCommand, ListMultipartUploadsCommand, ListObjectsV2Command,
  PutBucketVersioningCommand, PutObjectCommand, S3Client, paginateListBuckets, paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const endpoint = process.env.ENDPOINT;
const Bucket = "javascript";

function client(options = {}) {
  return new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, maxAttempts: 1, ...options });
}

const s3 = client();
const put = (Key, Body, options) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...options }));
const get = (Key, options) => s3.send(new GetObjectCommand({ Bucket, Key, ...options }));
const bytesOf = async (answer) => Buffer.from(await answer.Body.transformToByteArray());

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return [error.name, error.$metadata?.httpStatusCode];
  }
  assert.fail("it did not fail");
}

before(() => s3.send(new CreateBucketCommand({ Bucket })));

after(async () => {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket })) {
    const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
    if (Objects.length > 0) {
      const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      assert.deepEqual(Errors, []);
    }
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
  assert.deepEqual(await failure(s3.send(new HeadBucketCommand({ Bucket }))), ["NotFound", 404]);
});

test("buckets are listed by page, and say their region", async () => {
  const names = ["paged-1", "paged-2", "paged-3"];
  for (const name of names) await s3.send(new CreateBucketCommand({ Bucket: name }));
  const pages = [];
  for await (const page of paginateListBuckets({ client: s3 }, { Prefix: "paged-", MaxBuckets: 2 })) {
    pages.push(page.Buckets.map(({ Name }) => Name));
  }
  assert.deepEqual(pages, [["paged-1", "paged-2"], ["paged-3"]]);
  assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, undefined);
  assert.equal((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion, "us-east-1");
  for (const name of names) await s3.send(new DeleteBucketCommand({ Bucket: name }));
});

test("bytes of every kind come back as they went", async () => {
  const large = randomBytes(3_000_001);
  for (const [name, body] of [["empty", Buffer.alloc(0)], ["text", Buffer.from("tèxt")], ["large", large]]) {
    const { ETag } = await put(name, body);
    assert.equal(ETag, `"${createHash("md5").update(body).digest("hex")}"`);
    assert.deepEqual(await bytesOf(await get(name)), body);
  }
  await put("string", "a string");
  assert.equal(await (await get("string")).Body.transformToString(), "a string");
  // A stream goes as aws-chunked, its checksum in a trailer.
  await put("stream", Readable.from([large.subarray(0, 1_000_000), large.subarray(1_000_000)]),
    { ContentLength: large.length });
  assert.deepEqual(await bytesOf(await get("stream")), large);
});

test("a large stream of unknown length goes in parts", async () => {
  const body = randomBytes(20 << 20);
  const upload = new Upload({
    client: s3, params: { Bucket, Key: "parts", Body: Readable.from([body]), ContentType: "a/b" }, partSize: 6 << 20,
  });
  const done = await upload.done();
  assert.match(done.ETag, /-4"$/);
  const got = await get("parts");
  assert.equal(got.ContentType, "a/b");
  assert.deepEqual(await bytesOf(got), body);
  const part = await get("parts", { PartNumber: 2 });
  assert.equal(part.PartsCount, 4);
  assert.deepEqual(await bytesOf(part), body.subarray(6 << 20, 12 << 20));
});

test("an upload that is given up leaves no object", async () => {
  const upload = new Upload({
    client: s3, params: { Bucket, Key: "given up", Body: randomBytes(30 << 20) }, partSize: 5 << 20, queueSize: 1,
  });
  upload.on("httpUploadProgress", () => upload.abort());
  assert.equal((await failure(upload.done()))[0], "AbortError");
  assert.deepEqual(await failure(get("given up")), ["NoSuchKey", 404]);
  const stop = new AbortController();
  async function* body() {
    yield randomBytes(1 << 20);
    stop.abort();
    yield randomBytes(1 << 20);
  }
  const whole = s3.send(new PutObjectCommand({
    Bucket, Key: "given up", Body: Readable.from(body()), ContentLength: 2 << 20,
  }), { abortSignal: stop.signal });
  assert.equal((await failure(whole))[0], "AbortError");
  assert.deepEqual(await failure(get("given up")), ["NoSuchKey", 404]);
});

test("ranges and conditions", async () => {
  const { ETag } = await put("range", "0123456789");
  const got = await get("range", { Range: "bytes=2-4" });
  assert.equal(got.ContentRange, "bytes 2-4/10");
  assert.equal(await got.Body.transformToString(), "234");
  assert.deepEqual(await failure(get("range", { Range: "bytes=10-" })), ["InvalidRange", 416]);
  assert.equal((await failure(get("range", { IfNoneMatch: ETag })))[1], 304);
  assert.deepEqual(await failure(get("range", { IfMatch: '"other"' })), ["PreconditionFailed", 412]);
  assert.deepEqual(await failure(put("range", "x", { IfNoneMatch: "*" })), ["PreconditionFailed", 412]);
  await put("range", "x", { IfMatch: ETag });
  assert.deepEqual(await failure(put("range", "y", { IfMatch: ETag })), ["PreconditionFailed", 412]);
});

test("keys in any script are data", async () => {
  const keys = ["with space", "plus+sign", "per%20cent", "quote'\"", "<&>", "ünï", "e\u0301 and é", "日本語/キー",
    "עברית", "🙂", "trailing/", "double//slash", "a/../b", "UPPER", "upper", "semi;colon=1&x=2?y#z", "é".repeat(510)];
  for (const key of keys) await put(`odd/${key}`, key);
  for (const key of keys) {
    assert.equal(await (await get(`odd/${key}`)).Body.transformToString(), key);
  }
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "odd/" }));
  assert.deepEqual(new Set(listed.Contents.map(({ Key }) => Key)), new Set(keys.map((key) => `odd/${key}`)));
});

test("listings go by prefix, delimiter and page", async () => {
  for (let i = 0; i < 12; i++) await put(`list/${i % 3}/${i}`, "");
  const pages = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 5 }, { Bucket, Prefix: "list/" })) {
    pages.push(page.Contents.length);
  }
  assert.deepEqual(pages, [5, 5, 2]);
  const folders = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "list/", Delimiter: "/" }));
  assert.deepEqual(folders.CommonPrefixes.map(({ Prefix }) => Prefix), ["list/0/", "list/1/", "list/2/"]);
});

test("metadata, headers and tags are kept, also by a copy", async () => {
  await put("said", "x", { Metadata: { one: "1" }, ContentType: "a/b", CacheControl: "no-store", Tagging: "a=1&b=%20" });
  await s3.send(new CopyObjectCommand({ Bucket, Key: "said again", CopySource: `${Bucket}/said` }));
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "said again" }));
  assert.deepEqual([head.Metadata, head.ContentType, head.CacheControl], [{ one: "1" }, "a/b", "no-store"]);
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "said again" }));
  assert.deepEqual(TagSet, [{ Key: "a", Value: "1" }, { Key: "b", Value: " " }]);
});

test("every checksum is verified, kept and compared", async () => {
  const body = "checked";
  for (const ChecksumName of Object.values(ChecksumAlgorithm)) {
    const done = await put("sum", body, { ChecksumAlgorithm: ChecksumName });
    const member = `Checksum${ChecksumName}`;
    assert.ok(done[member], ChecksumName);
    // The SDK compares it with what it gets.
    const got = await get("sum", { ChecksumMode: "ENABLED" });
    assert.equal(got[member], done[member]);
    assert.equal(await got.Body.transformToString(), body);
  }
  const wrong = createHash("sha256").update("other").digest("base64");
  assert.deepEqual(await failure(put("sum", body, { ChecksumSHA256: wrong })), ["BadDigest", 400]);
});

test("presigned requests need no key", async () => {
  const Key = "signed/ü+";
  const up = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key }), { expiresIn: 60 });
  assert.equal((await fetch(up, { method: "PUT", body: "signed" })).status, 200);
  const down = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
  assert.equal(await (await fetch(down)).text(), "signed");
  const refused = await fetch(down.replace("%2B", "%2C"));
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /SignatureDoesNotMatch/);
});

test("what the SDK presigns into the query is heeded", async () => {
  const said = new PutObjectCommand({ Bucket, Key: "signed/said", Metadata: { one: "1" }, Tagging: "a=1" });
  const up = await getSignedUrl(s3, said, { expiresIn: 60 });
  assert.match(up, /x-amz-meta-one=1/);
  assert.equal((await fetch(up, { method: "PUT", body: "said" })).status, 200);
  assert.deepEqual((await get("signed/said")).Metadata, { one: "1" });
  const copy = new CopyObjectCommand({ Bucket, Key: "signed/copied", CopySource: `${Bucket}/signed/said` });
  assert.equal((await fetch(await getSignedUrl(s3, copy), { method: "PUT" })).status, 200);
  assert.equal(await (await get("signed/copied")).Body.transformToString(), "said");
});

test("several objects go at a time, one goes twice", async () => {
  await put("gone/1", "");
  await put("gone/2", "");
  const { Deleted } = await s3.send(new DeleteObjectsCommand({
    Bucket, Delete: { Objects: [{ Key: "gone/1" }, { Key: "gone/2" }, { Key: "never there" }] },
  }));
  assert.equal(Deleted.length, 3);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "gone/1" }));
});

test("virtual-host style", async () => {
  const { port } = new URL(endpoint);
  // Node resolves no name below localhost.
  const lookup = (name, { all }, found) => all ? found(null, [{ address: "127.0.0.1", family: 4 }])
                                               : found(null, "127.0.0.1", 4);
  const hosted = client({
    endpoint: `http://localhost:${port}`, forcePathStyle: false, requestHandler: { httpAgent: new Agent({ lookup }) },
  });
  await hosted.send(new PutObjectCommand({ Bucket, Key: "hosted", Body: "hosted" }));
  assert.equal(await (await get("hosted")).Body.transformToString(), "hosted");
});

test("mistakes have their names", async () => {
  assert.deepEqual(await failure(get("none")), ["NoSuchKey", 404]);
  const elsewhere = new GetObjectCommand({ Bucket: "no-such-bucket", Key: "k" });
  assert.deepEqual(await failure(s3.send(elsewhere)), ["NoSuchBucket", 404]);
  const credentials = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: "wrong" };
  assert.deepEqual(await failure(client({ credentials }).send(new ListBucketsCommand({}))),
    ["SignatureDoesNotMatch", 403]);
  const nobody = { accessKeyId: "AKIANOBODY", secretAccessKey: "wrong" };
  assert.deepEqual(await failure(client({ credentials: nobody }).send(new ListBucketsCommand({}))),
    ["InvalidAccessKeyId", 403]);
  const versions = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
  assert.deepEqual(await failure(s3.send(versions)), ["NotImplemented", 501]);
  assert.deepEqual(await failure(put("k", "x", { StorageClass: "GLACIER" })), ["InvalidStorageClass", 400]);
});
