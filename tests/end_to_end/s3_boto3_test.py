#!/usr/bin/env python3
"""boto3, unmodified, against a real server, operation by operation.

Usage: s3_boto3_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import base64
import hashlib
import json
import pathlib
import re
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
from botocore.auth import S3SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.client import Config  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from one_server import setUpModule, tearDownModule  # noqa: E402, F401
from s3_clients import Clients, client, noise  # noqa: E402

ODD_KEYS = ["with space", "plus+sign", "per%20cent", "quote'\"", "<&>", "tab\there", "ünï", "e\u0301 and é",
            "日本語/キー", "עברית", "🙂", "trailing/", "double//slash", "/leading", ".", "..", "../up", "a/../b", "a/./b",
            "UPPER", "upper", "~tilde", "semi;colon=1&x=2?y#z", "back\\slash", "new\nline", "x" * 1024,
            "é" * 512]


class Boto3(Clients):
    @classmethod
    def setUpClass(cls):
        cls.s3 = client()
        cls.s3.create_bucket(Bucket="boto")

    def put(self, key, body=b"body", **options):
        return self.s3.put_object(Bucket="boto", Key=key, Body=body, **options)

    def adding(self, operation, headers=None, query=""):
        """A client whose requests carry what this boto3 has no name for yet."""
        def add(request, **_):
            for name, value in (headers or {}).items():
                request.headers[name] = value
            request.url += query
        s3 = client()
        s3.meta.events.register(f"before-sign.s3.{operation}", add)
        return s3

    def get(self, key, **options):
        return self.s3.get_object(Bucket="boto", Key=key, **options)

    def test_a_bucket_lives_and_dies(self):
        s3 = self.s3
        s3.create_bucket(Bucket="short-lived")
        s3.create_bucket(Bucket="short-lived")
        self.assertIn("short-lived", [b["Name"] for b in s3.list_buckets()["Buckets"]])
        self.assertIsNone(s3.get_bucket_location(Bucket="short-lived")["LocationConstraint"])
        head = s3.head_bucket(Bucket="short-lived")["ResponseMetadata"]["HTTPHeaders"]
        self.assertEqual(head["x-amz-bucket-region"], "us-east-1")
        s3.put_object(Bucket="short-lived", Key="k", Body=b"")
        self.assertEqual(self.code(s3.delete_bucket, Bucket="short-lived"), ("BucketNotEmpty", 409))
        s3.delete_object(Bucket="short-lived", Key="k")
        s3.delete_bucket(Bucket="short-lived")
        self.assertEqual(self.code(s3.head_bucket, Bucket="short-lived"), ("404", 404))
        self.assertEqual(self.code(s3.list_objects_v2, Bucket="short-lived"), ("NoSuchBucket", 404))
        self.assertEqual(self.code(s3.create_bucket, Bucket="Not_Right"), ("InvalidBucketName", 400))
        self.assertEqual(self.code(s3.create_bucket, Bucket="with-acls", ObjectOwnership="ObjectWriter"),
                         ("NotImplemented", 501))

    def test_buckets_are_listed_by_prefix_and_page(self):
        names = [f"page-{i}" for i in range(5)]
        for name in names:
            self.s3.create_bucket(Bucket=name)
        def pages(query):
            seen, token = [], ""
            while True:
                request = AWSRequest("GET", self.server.url + "/" + query + token)
                S3SigV4Auth(Credentials(self.server.key, self.server.secret), "s3", "us-east-1").add_auth(request)
                page = urllib.request.urlopen(urllib.request.Request(request.url, headers=dict(request.headers.items())))
                text = page.read().decode()
                seen.append(re.findall("<Name>(.*?)</Name>", text))
                found = re.search("<ContinuationToken>(.*?)</ContinuationToken>", text)
                if not found:
                    return seen
                token = "&continuation-token=" + urllib.parse.quote(found[1], safe="")
        self.assertEqual(pages("?prefix=page-&max-buckets=2"), [names[:2], names[2:4], names[4:]])
        self.assertEqual(pages("?prefix=page-"), [names])
        self.assertEqual(pages("?prefix=page-&bucket-region=eu-west-1"), [[]])
        for query in ("?max-buckets=0", "?max-buckets=x", "?continuation-token=*"):
            self.assertEqual(self.code(self.adding("ListBuckets", query=query).list_buckets), ("InvalidArgument", 400))
        for name in names:
            self.s3.delete_bucket(Bucket=name)

    def test_access_control_lists_say_that_the_owner_has_all(self):
        self.put("acl")
        acl = self.s3.get_object_acl(Bucket="boto", Key="acl")
        same = {"Owner": acl["Owner"], "Grants": acl["Grants"]}
        self.s3.put_object_acl(Bucket="boto", Key="acl", AccessControlPolicy=same)
        self.s3.put_object_acl(Bucket="boto", Key="acl", ACL="private")
        other = json.loads(json.dumps(same))
        other["Grants"][0]["Grantee"]["ID"] = "f" * 64
        fewer = json.loads(json.dumps(same))
        fewer["Grants"][0]["Permission"] = "READ"
        for wrong in ({"AccessControlPolicy": other}, {"AccessControlPolicy": fewer}, {"ACL": "public-read"},
                      {"AccessControlPolicy": {"Owner": acl["Owner"], "Grants": []}}):
            self.assertEqual(self.code(self.s3.put_object_acl, Bucket="boto", Key="acl", **wrong),
                             ("NotImplemented", 501), wrong)

    def test_sizes_from_nothing_to_many_frames_come_back_as_they_went(self):
        for size in (0, 1, 1000, 65536, 262144, 262145, 1 << 20, 5000001):
            body = noise(size, size)
            etag = self.put(f"size/{size}", body)["ETag"]
            self.assertEqual(etag, '"' + hashlib.md5(body).hexdigest() + '"')
            got = self.get(f"size/{size}")
            self.assertEqual(got["Body"].read(), body)
            self.assertEqual(got["ContentLength"], size)

    def test_odd_keys_are_data(self):
        for key in ODD_KEYS:
            self.put("odd/" + key if len(key.encode()) < 1000 else key, key.encode())
        found = set()
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket="boto", PaginationConfig={"PageSize": 7}):
            found |= {item["Key"] for item in page.get("Contents", [])}
        for key in ODD_KEYS:
            name = "odd/" + key if len(key.encode()) < 1000 else key
            self.assertIn(name, found)
            self.assertEqual(self.get(name)["Body"].read(), key.encode())
        self.assertEqual(self.code(self.put, "x" * 1025), ("KeyTooLongError", 400))

    def test_metadata_headers_and_tags_are_kept(self):
        self.put("meta", ContentType="text/x-a", ContentEncoding="gzip", CacheControl="no-cache",
                 ContentDisposition="attachment", ContentLanguage="id", Metadata={"One": "1", "two": "a b"},
                 Tagging="a=1&b=two%20words")
        head = self.s3.head_object(Bucket="boto", Key="meta")
        self.assertEqual((head["ContentType"], head["ContentEncoding"], head["CacheControl"], head["ContentLanguage"]),
                         ("text/x-a", "gzip", "no-cache", "id"))
        self.assertEqual(head["Metadata"], {"one": "1", "two": "a b"})
        tags = self.s3.get_object_tagging(Bucket="boto", Key="meta")["TagSet"]
        self.assertEqual(tags, [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "two words"}])
        self.s3.put_object_tagging(Bucket="boto", Key="meta", Tagging={"TagSet": [{"Key": "c", "Value": "ü"}]})
        self.assertEqual(self.s3.get_object_tagging(Bucket="boto", Key="meta")["TagSet"], [{"Key": "c", "Value": "ü"}])
        self.s3.delete_object_tagging(Bucket="boto", Key="meta")
        self.assertEqual(self.s3.get_object_tagging(Bucket="boto", Key="meta")["TagSet"], [])

    def test_ranges_and_conditions(self):
        body = noise(600000)
        etag = self.put("ranges", body)["ETag"]
        for text, part in (("bytes=0-9", body[:10]), ("bytes=262140-262150", body[262140:262151]),
                           ("bytes=599999-", body[-1:]), ("bytes=-5", body[-5:]), ("bytes=5-999999999", body[5:])):
            got = self.get("ranges", Range=text)
            self.assertEqual(got["Body"].read(), part, text)
            self.assertEqual(got["ResponseMetadata"]["HTTPStatusCode"], 206)
        self.assertEqual(self.code(self.get, "ranges", Range="bytes=600000-"), ("InvalidRange", 416))

        def get_if_range(version):
            def add(request, **_):
                request.headers["If-Range"] = version
            s3 = client()
            s3.meta.events.register("before-sign.s3.GetObject", add)
            return s3.get_object(Bucket="boto", Key="ranges", Range="bytes=0-9")["ContentLength"]
        self.assertEqual((get_if_range(etag), get_if_range('"other"')), (10, 600000))
        self.assertEqual(self.code(self.get, "ranges", IfMatch='"other"'), ("PreconditionFailed", 412))
        self.assertEqual(self.code(self.get, "ranges", IfNoneMatch=etag)[1], 304)
        self.assertEqual(self.get("ranges", IfMatch=etag)["ContentLength"], 600000)
        modified = self.s3.head_object(Bucket="boto", Key="ranges")["LastModified"]
        self.assertEqual(self.code(self.get, "ranges", IfModifiedSince=modified)[1], 304)
        self.assertEqual(self.code(self.get, "missing"), ("NoSuchKey", 404))
        self.assertEqual(self.get("ranges", ResponseContentType="x/y")["ContentType"], "x/y")

    def test_listings_go_by_prefix_delimiter_and_page(self):
        s3 = client()
        keys = sorted(f"{n % 7}/{n:05}" for n in range(10000))
        folder = self.server.root / "many"
        for key in keys:
            (folder / key).parent.mkdir(parents=True, exist_ok=True)
            (folder / key).touch()
        self.rclone("copy", str(folder), ":s3:many", "--transfers", "32")
        listed = [item["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket="many")
                  for item in page["Contents"]]
        self.assertEqual(listed, keys)
        listed = [item["Key"] for page in s3.get_paginator("list_objects").paginate(Bucket="many", Prefix="3/")
                  for item in page["Contents"]]
        self.assertEqual(listed, [key for key in keys if key.startswith("3/")])
        page = s3.list_objects_v2(Bucket="many", Delimiter="/", MaxKeys=3)
        self.assertEqual([p["Prefix"] for p in page["CommonPrefixes"]], ["0/", "1/", "2/"])
        self.assertTrue(page["IsTruncated"])
        page = s3.list_objects_v2(Bucket="many", Delimiter="/", ContinuationToken=page["NextContinuationToken"])
        self.assertEqual([p["Prefix"] for p in page["CommonPrefixes"]], ["3/", "4/", "5/", "6/"])
        self.assertEqual(s3.list_objects_v2(Bucket="many", MaxKeys=0)["KeyCount"], 0)
        self.assertEqual(s3.list_objects_v2(Bucket="many", StartAfter=keys[-2])["KeyCount"], 1)
        self.assertEqual(self.code(s3.list_objects_v2, Bucket="many", ContinuationToken="!"), ("InvalidArgument", 400))
        versions = s3.list_object_versions(Bucket="many", MaxKeys=5)["Versions"]
        self.assertEqual([v["VersionId"] for v in versions], ["null"] * 5)
        for at in range(0, len(keys), 1000):
            answer = s3.delete_objects(Bucket="many", Delete={"Objects": [{"Key": k} for k in keys[at:at + 1000]]})
            self.assertEqual(len(answer["Deleted"]), len(keys[at:at + 1000]))
        s3.delete_bucket(Bucket="many")

    def test_an_upload_in_parts(self):
        s3, parts = self.s3, [noise(5 << 20, 1), noise(5 << 20, 2), noise(100, 3)]
        upload = s3.create_multipart_upload(Bucket="boto", Key="parts", ContentType="a/b", Metadata={"m": "1"})["UploadId"]
        where = {"Bucket": "boto", "Key": "parts", "UploadId": upload}
        self.assertIn(upload, [u["UploadId"] for u in s3.list_multipart_uploads(Bucket="boto")["Uploads"]])
        etags = {}
        for number in (3, 1, 2):
            etags[number] = s3.upload_part(**where, PartNumber=number, Body=parts[number - 1])["ETag"]
        listed = s3.list_parts(**where, MaxParts=2)
        self.assertEqual([p["Size"] for p in listed["Parts"]], [5 << 20, 5 << 20])
        self.assertTrue(listed["IsTruncated"])
        def complete(chosen):
            return s3.complete_multipart_upload(**where, MultipartUpload={"Parts": chosen})
        self.assertEqual(self.code(complete, [{"PartNumber": 1, "ETag": '"no"'}]), ("InvalidPart", 400))
        self.assertEqual(self.code(complete, [{"PartNumber": n, "ETag": etags[n]} for n in (2, 1)]),
                         ("InvalidPartOrder", 400))
        self.assertEqual(self.code(complete, [{"PartNumber": n, "ETag": etags[n]} for n in (3,)] +
                                   [{"PartNumber": 4, "ETag": etags[3]}])[1], 400)
        self.assertEqual(s3.list_parts(**where, MaxParts=0)["IsTruncated"], False)
        self.assertEqual(s3.list_multipart_uploads(Bucket="boto", MaxUploads=0)["IsTruncated"], False)
        with self.assertRaises(ClientError) as caught:
            self.adding("CompleteMultipartUpload", {"x-amz-mp-object-size": "7"}).complete_multipart_upload(
                **where, MultipartUpload={"Parts": [{"PartNumber": n, "ETag": etags[n]} for n in (1, 2, 3)]})
        self.assertIn("is '7', but the parts have 10485860 bytes together", str(caught.exception))
        done = complete([{"PartNumber": n, "ETag": etags[n]} for n in (1, 2, 3)])
        md5s = b"".join(hashlib.md5(part).digest() for part in parts)
        self.assertEqual(done["ETag"], '"' + hashlib.md5(md5s).hexdigest() + '-3"')
        got = self.get("parts")
        self.assertEqual(got["Body"].read(), b"".join(parts))
        self.assertEqual((got["ContentType"], got["Metadata"]), ("a/b", {"m": "1"}))
        part = self.get("parts", PartNumber=3)
        self.assertEqual(part["Body"].read(), parts[2])
        self.assertEqual(part["PartsCount"], 3)
        self.assertEqual(self.get("parts", Range="bytes=5242870-5242889")["Body"].read(),
                         (parts[0] + parts[1])[5242870:5242890])
        self.assertEqual(self.code(complete, [{"PartNumber": 1, "ETag": etags[1]}]), ("NoSuchUpload", 404))
        other = s3.create_multipart_upload(Bucket="boto", Key="gone")["UploadId"]
        s3.abort_multipart_upload(Bucket="boto", Key="gone", UploadId=other)
        self.assertEqual(self.code(s3.list_parts, Bucket="boto", Key="gone", UploadId=other), ("NoSuchUpload", 404))

    def test_copies(self):
        self.put("from here/ü", b"copied", Metadata={"m": "1"}, ContentType="a/b")
        self.s3.copy_object(Bucket="boto", Key="to", CopySource={"Bucket": "boto", "Key": "from here/ü"})
        got = self.get("to")
        self.assertEqual((got["Body"].read(), got["Metadata"], got["ContentType"]), (b"copied", {"m": "1"}, "a/b"))
        self.s3.copy_object(Bucket="boto", Key="to", CopySource="boto/to", MetadataDirective="REPLACE",
                            Metadata={"n": "2"}, ContentType="c/d")
        head = self.s3.head_object(Bucket="boto", Key="to")
        self.assertEqual((head["Metadata"], head["ContentType"]), ({"n": "2"}, "c/d"))
        self.assertEqual(self.code(self.s3.copy_object, Bucket="boto", Key="to", CopySource="boto/to"),
                         ("InvalidRequest", 400))
        self.assertEqual(self.code(self.s3.copy_object, Bucket="boto", Key="to", CopySource="boto/none"),
                         ("NoSuchKey", 404))
        upload = self.s3.create_multipart_upload(Bucket="boto", Key="joined")["UploadId"]
        where = {"Bucket": "boto", "Key": "joined", "UploadId": upload}
        etag = self.s3.upload_part_copy(**where, PartNumber=1, CopySource="boto/to",
                                        CopySourceRange="bytes=0-2")["CopyPartResult"]["ETag"]
        self.s3.complete_multipart_upload(**where, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
        self.assertEqual(self.get("joined")["Body"].read(), b"cop")
        upload = self.s3.create_multipart_upload(Bucket="boto", Key="joined")["UploadId"]
        where = {"Bucket": "boto", "Key": "joined", "UploadId": upload, "CopySource": "boto/to"}
        for wrong in ({"PartNumber": 1, "CopySourceRange": "0-2"}, {"PartNumber": 0}, {"PartNumber": 10001},
                      *({"PartNumber": 1, "CopySourceRange": "bytes=" + range}
                        for range in ("0-6", "-2", "2-", "2-1", "0-2,4-5"))):
            self.assertEqual(self.code(self.s3.upload_part_copy, **where, **wrong), ("InvalidArgument", 400))

    def test_checksums_are_verified_kept_and_returned(self):
        body = b"checked"
        sums = {"SHA256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
                "SHA1": base64.b64encode(hashlib.sha1(body).digest()).decode()}
        for name, value in sums.items():
            member = "Checksum" + name
            self.assertEqual(self.put("sum", body, **{member: value})[member], value)
            self.assertEqual(self.get("sum", ChecksumMode="ENABLED")[member], value)
            self.assertNotIn(member, self.get("sum", ChecksumMode="ENABLED", Range="bytes=0-1"))
            self.assertEqual(self.code(self.put, "sum", b"other", **{member: value}), ("BadDigest", 400))
        self.assertEqual(self.code(self.put, "sum", body, ContentMD5="AAAAAAAAAAAAAAAAAAAAAA=="), ("BadDigest", 400))
        self.assertEqual(self.code(self.put, "sum", body, ContentMD5="short"), ("InvalidDigest", 400))
        copied = self.s3.copy_object(Bucket="boto", Key="sum copy", CopySource="boto/sum", ChecksumAlgorithm="SHA256")
        self.assertEqual(copied["CopyObjectResult"]["ChecksumSHA256"], sums["SHA256"])
        self.assertEqual(self.get("sum copy", ChecksumMode="ENABLED")["ChecksumSHA256"], sums["SHA256"])
        sealed = self.s3.copy_object(Bucket="boto", Key="sum copy", CopySource="boto/sum", ServerSideEncryption="AES256")
        self.assertEqual(sealed["CopyObjectResult"]["ChecksumSHA1"], sums["SHA1"])
        upload = self.s3.create_multipart_upload(Bucket="boto", Key="sum", ChecksumAlgorithm="SHA256")["UploadId"]
        part = self.s3.upload_part_copy(Bucket="boto", Key="sum", UploadId=upload, PartNumber=1, CopySource="boto/sum")
        self.assertEqual(part["CopyPartResult"]["ChecksumSHA256"], sums["SHA256"])
        self.s3.abort_multipart_upload(Bucket="boto", Key="sum", UploadId=upload)
        self.put("crc", body, ChecksumAlgorithm="CRC32")
        self.assertIn("ChecksumCRC32", self.s3.head_object(Bucket="boto", Key="crc", ChecksumMode="ENABLED"))

    def test_writes_on_conditions(self):
        self.put("once")
        def put_if(header, value):
            return self.adding("PutObject", {header: value}).put_object(Bucket="boto", Key="once", Body=b"again")
        self.assertEqual(self.code(put_if, "If-None-Match", "*"), ("PreconditionFailed", 412))
        self.assertEqual(self.code(put_if, "If-Match", '"no"'), ("PreconditionFailed", 412))
        put_if("If-Match", self.s3.head_object(Bucket="boto", Key="once")["ETag"])

    def test_the_owner_that_is_expected(self):
        self.put("owned")
        ours = {"ExpectedBucketOwner": "000000000000", "ExpectedSourceBucketOwner": "000000000000"}
        copy = {"Bucket": "boto", "Key": "owned too", "CopySource": "boto/owned"}
        self.s3.copy_object(**copy, **ours)
        for name in ours:
            self.assertEqual(self.code(self.s3.copy_object, **copy, **{**ours, name: "111111111111"}),
                             ("AccessDenied", 403))

    def test_presigned_both_ways(self):
        body = noise(1000)
        for version in ("s3", "s3v4"):
            s3 = client(config=Config(signature_version=version))
            where = {"Bucket": "boto", "Key": f"signed {version}/ü+"}
            url = s3.generate_presigned_url("put_object", Params=where, ExpiresIn=60)
            urllib.request.urlopen(urllib.request.Request(url, body, method="PUT", headers={"Content-Type": ""}))
            url = s3.generate_presigned_url("get_object", Params=where, ExpiresIn=60)
            self.assertEqual(urllib.request.urlopen(url).read(), body)
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(url.replace("%2B", "%2C"))
            self.assertEqual(caught.exception.code, 403)
            self.assertIn(b"SignatureDoesNotMatch", caught.exception.read())

    def test_sealed_objects(self):
        body = noise(700000, "sealed")
        for options in ({"ServerSideEncryption": "AES256"}, {"ServerSideEncryption": "aws:kms"}):
            put = self.put("sealed", body, **options)
            self.assertEqual(put["ServerSideEncryption"], options["ServerSideEncryption"])
            got = self.get("sealed", Range="bytes=262140-262150")
            self.assertEqual(got["Body"].read(), body[262140:262151])
            self.assertEqual(self.get("sealed")["Body"].read(), body)
        self.s3.copy_object(Bucket="boto", Key="opened", CopySource="boto/sealed")
        self.assertEqual(self.get("opened")["Body"].read(), body)
        self.assertEqual(self.code(self.put, "sealed", body, ServerSideEncryption="aws:kms", SSEKMSKeyId="alias/none"),
                         ("KMS.NotFoundException", 400))
        where = {"Bucket": "boto", "Key": "sealed parts"}
        upload = self.s3.create_multipart_upload(**where, ServerSideEncryption="AES256")["UploadId"]
        etag = self.s3.upload_part(**where, UploadId=upload, PartNumber=1, Body=body)["ETag"]
        self.s3.complete_multipart_upload(**where, UploadId=upload,
                                          MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
        self.assertEqual(self.get("sealed parts")["Body"].read(), body)
        found = [path for path in (self.server.folder / "store").rglob("*")
                 if path.is_file() and body[1000:1100] in path.read_bytes()]
        self.assertTrue(found, "the copy without a seal is there in the open")
        self.s3.delete_object(Bucket="boto", Key="opened")
        found = [path for path in (self.server.folder / "store").rglob("*")
                 if path.is_file() and body[1000:1100] in path.read_bytes()]
        self.assertEqual(found, [])

    def test_what_is_not_there_is_said(self):
        s3 = self.s3
        for work, options, expected in (
                (s3.get_bucket_cors, {}, ("NoSuchCORSConfiguration", 404)),
                (s3.get_bucket_lifecycle_configuration, {}, ("NoSuchLifecycleConfiguration", 404)),
                (s3.get_bucket_encryption, {}, ("ServerSideEncryptionConfigurationNotFoundError", 404)),
                (s3.get_bucket_policy, {}, ("NoSuchBucketPolicy", 404)),
                (s3.get_bucket_tagging, {}, ("NoSuchTagSet", 404)),
                (s3.put_bucket_versioning, {"VersioningConfiguration": {"Status": "Enabled"}}, ("NotImplemented", 501)),
                (s3.put_bucket_cors, {"CORSConfiguration": {"CORSRules": [
                    {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}}, ("NotImplemented", 501))):
            self.assertEqual(self.code(work, Bucket="boto", **options), expected, work.__name__)
        self.assertEqual(self.code(s3.create_bucket, Bucket="locked", ObjectLockEnabledForBucket=True)[0],
                         "NotImplemented")
        self.assertNotIn("Status", s3.get_bucket_versioning(Bucket="boto"))
        for options in ({"StorageClass": "GLACIER"}, {"ACL": "public-read"}, {"WebsiteRedirectLocation": "/x"},
                        {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "x" * 32}):
            self.assertEqual(self.code(self.put, "no", **options)[1] // 100, 4 if "StorageClass" in options else 5)

    def test_keys_that_are_wrong(self):
        self.assertEqual(self.code(client(aws_access_key_id="AKIANOBODY").list_buckets), ("InvalidAccessKeyId", 403))
        self.assertEqual(self.code(client(aws_secret_access_key="wrong").list_buckets), ("SignatureDoesNotMatch", 403))
        self.assertEqual(self.code(client(region_name="eu-west-1").list_buckets),
                         ("AuthorizationHeaderMalformed", 400))
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(self.server.url + "/boto/once")
        self.assertEqual(caught.exception.code, 403)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
