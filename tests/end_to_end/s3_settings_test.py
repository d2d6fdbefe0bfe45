#!/usr/bin/env python3
"""What a bucket's owner sets for it is in force or refused; what is told of an object.

Usage: s3_settings_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import pathlib
import sys
import unittest
import urllib.error
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
from botocore.client import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from one_server import setUpModule, tearDownModule  # noqa: E402, F401
from s3_clients import Clients, client, noise  # noqa: E402


class BucketSettings(Clients):
    def bucket(self, name):
        s3 = client()
        s3.create_bucket(Bucket=name)
        return s3

    def test_objects_of_a_bucket_with_default_encryption_are_sealed_without_asking(self):
        s3 = self.bucket("sealed-by-default")
        absent = ("ServerSideEncryptionConfigurationNotFoundError", 404)
        self.assertEqual(self.code(s3.get_bucket_encryption, Bucket="sealed-by-default"), absent)
        key = client("kms").create_key()["KeyMetadata"]["KeyId"]
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key},
                "BucketKeyEnabled": False}
        s3.put_bucket_encryption(Bucket="sealed-by-default", ServerSideEncryptionConfiguration={"Rules": [rule]})
        got = s3.get_bucket_encryption(Bucket="sealed-by-default")["ServerSideEncryptionConfiguration"]["Rules"]
        self.assertEqual(got, [rule])
        put = s3.put_object(Bucket="sealed-by-default", Key="k", Body=b"secret in the open")
        self.assertEqual((put["ServerSideEncryption"], put["SSEKMSKeyId"].split("/")[-1]), ("aws:kms", key))
        self.assertEqual(s3.head_object(Bucket="sealed-by-default", Key="k")["ServerSideEncryption"], "aws:kms")
        self.assertEqual(s3.get_object(Bucket="sealed-by-default", Key="k")["Body"].read(), b"secret in the open")
        # No byte of it lies in the open, nor of a copy of what does.
        s3.create_bucket(Bucket="not-sealed")
        s3.put_object(Bucket="not-sealed", Key="k", Body=b"open in the open")
        copied = s3.copy_object(Bucket="sealed-by-default", Key="copy", CopySource="not-sealed/k")
        self.assertEqual(copied["ServerSideEncryption"], "aws:kms")
        s3.delete_object(Bucket="not-sealed", Key="k")
        files = b"".join(file.read_bytes() for file in self.server.folder.rglob("*") if file.is_file())
        self.assertNotIn(b"secret in the open", files)
        self.assertNotIn(b"open in the open", files)
        # What is asked for wins; an upload in parts is sealed as well.
        put = s3.put_object(Bucket="sealed-by-default", Key="asked", Body=b"x", ServerSideEncryption="AES256")
        self.assertEqual(put["ServerSideEncryption"], "AES256")
        upload = s3.create_multipart_upload(Bucket="sealed-by-default", Key="parts")
        self.assertEqual(upload["ServerSideEncryption"], "aws:kms")
        s3.abort_multipart_upload(Bucket="sealed-by-default", Key="parts", UploadId=upload["UploadId"])
        # Who may not use the key cannot put.
        policy = self.server.root / "s3-only.json"
        policy.write_text('{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}')
        made = json.loads(self.server.command("identity", "add", "wayan", "--json", "--policy", str(policy)).stdout)
        wayan = client(aws_access_key_id=made["access_key_id"], aws_secret_access_key=made["secret_access_key"])
        self.assertEqual(self.code(wayan.put_object, Bucket="sealed-by-default", Key="no", Body=b"x"),
                         ("AccessDenied", 403))
        s3.delete_bucket_encryption(Bucket="sealed-by-default")
        self.assertEqual(self.code(s3.get_bucket_encryption, Bucket="sealed-by-default"), absent)
        self.assertNotIn("ServerSideEncryption", s3.put_object(Bucket="sealed-by-default", Key="plain", Body=b"x"))
        self.assertEqual(s3.get_object(Bucket="sealed-by-default", Key="k")["Body"].read(), b"secret in the open")

    def test_a_default_encryption_that_would_not_be_kept_is_refused(self):
        s3 = self.bucket("not-kept")
        for rule, code in (({"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                             "BucketKeyEnabled": True}, "NotImplemented"),
                           ({"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms:dsse"}}, "NotImplemented"),
                           ({"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "rot13"}}, "MalformedXML"),
                           ({"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256", "KMSMasterKeyID": "k"}},
                            "InvalidArgument")):
            self.assertEqual(self.code(s3.put_bucket_encryption, Bucket="not-kept",
                                       ServerSideEncryptionConfiguration={"Rules": [rule]})[0], code, rule)
        self.assertEqual(self.code(s3.get_bucket_encryption, Bucket="not-kept")[1], 404)

    def test_tags_of_a_bucket(self):
        s3 = self.bucket("tagged-bucket")
        self.assertEqual(self.code(s3.get_bucket_tagging, Bucket="tagged-bucket"), ("NoSuchTagSet", 404))
        tags = [{"Key": f"key {i:02}", "Value": f"v{i}"} for i in range(50)]
        s3.put_bucket_tagging(Bucket="tagged-bucket", Tagging={"TagSet": tags})
        self.assertEqual(s3.get_bucket_tagging(Bucket="tagged-bucket")["TagSet"], tags)
        self.assertEqual(self.code(s3.put_bucket_tagging, Bucket="tagged-bucket",
                                   Tagging={"TagSet": tags + [{"Key": "one more", "Value": ""}]})[0], "InvalidTag")
        s3.delete_bucket_tagging(Bucket="tagged-bucket")
        self.assertEqual(self.code(s3.get_bucket_tagging, Bucket="tagged-bucket"), ("NoSuchTagSet", 404))

    def test_blocking_public_access_is_in_force(self):
        s3 = self.bucket("blocked")
        s3.put_object(Bucket="blocked", Key="k", Body=b"x")
        absent = ("NoSuchPublicAccessBlockConfiguration", 404)
        self.assertEqual(self.code(s3.get_public_access_block, Bucket="blocked"), absent)

        def policy(**more):
            statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::blocked/*", **more}
            return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

        def anonymous():
            try:
                return urllib.request.urlopen(f"{self.server.url}/blocked/k", timeout=10).status
            except urllib.error.HTTPError as error:
                return error.code

        def status():
            return s3.get_bucket_policy_status(Bucket="blocked")["PolicyStatus"]["IsPublic"]

        def block(**which):
            s3.put_public_access_block(Bucket="blocked", PublicAccessBlockConfiguration=which)

        s3.put_bucket_policy(Bucket="blocked", Policy=policy())
        self.assertEqual((anonymous(), status()), (200, True))
        block(RestrictPublicBuckets=True)
        self.assertEqual((anonymous(), status()), (403, True))
        self.assertEqual(s3.get_public_access_block(Bucket="blocked")["PublicAccessBlockConfiguration"],
                         {"BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": False,
                          "RestrictPublicBuckets": True})
        block(BlockPublicPolicy=True)
        self.assertEqual(anonymous(), 200, "BlockPublicPolicy is about policies to come")
        self.assertEqual(self.code(s3.put_bucket_policy, Bucket="blocked", Policy=policy()), ("AccessDenied", 403))
        near = {"Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}}
        s3.put_bucket_policy(Bucket="blocked", Policy=policy(**near))
        self.assertEqual((anonymous(), status()), (200, False))
        block(RestrictPublicBuckets=True, BlockPublicPolicy=True)
        self.assertEqual(anonymous(), 200, "a policy for fixed addresses is not public")
        for far in ({"Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}},
                    {"Condition": {"StringLike": {"aws:PrincipalArn": "*"}}},
                    {"Condition": {"StringNotEquals": {"aws:PrincipalAccount": "1"}}}):
            self.assertEqual(self.code(s3.put_bucket_policy, Bucket="blocked", Policy=policy(**far)),
                             ("AccessDenied", 403), far)
        s3.delete_public_access_block(Bucket="blocked")
        self.assertEqual(self.code(s3.get_public_access_block, Bucket="blocked"), absent)
        s3.put_bucket_policy(Bucket="blocked", Policy=policy())
        self.assertEqual(anonymous(), 200)

    def test_ownership_is_the_buckets_owners(self):
        s3 = self.bucket("owned")
        rules = s3.get_bucket_ownership_controls(Bucket="owned")["OwnershipControls"]["Rules"]
        self.assertEqual(rules, [{"ObjectOwnership": "BucketOwnerEnforced"}])
        s3.put_bucket_ownership_controls(Bucket="owned", OwnershipControls={"Rules": rules})
        for other in ("BucketOwnerPreferred", "ObjectWriter"):
            self.assertEqual(self.code(s3.put_bucket_ownership_controls, Bucket="owned",
                                       OwnershipControls={"Rules": [{"ObjectOwnership": other}]}),
                             ("NotImplemented", 501))
        self.assertEqual(self.code(s3.delete_bucket_ownership_controls, Bucket="owned"), ("NotImplemented", 501))

    def test_attributes_of_an_object(self):
        s3 = self.bucket("attributes")
        put = s3.put_object(Bucket="attributes", Key="k", Body=b"hello", ChecksumAlgorithm="SHA256")
        every = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
        got = s3.get_object_attributes(Bucket="attributes", Key="k", ObjectAttributes=every)
        self.assertEqual((got["ETag"], got["ObjectSize"], got["StorageClass"]),
                         (put["ETag"].strip('"'), 5, "STANDARD"))
        self.assertEqual(got["Checksum"]["ChecksumSHA256"], put["ChecksumSHA256"])
        self.assertNotIn("ObjectParts", got)
        self.assertIn("LastModified", got)
        only = s3.get_object_attributes(Bucket="attributes", Key="k", ObjectAttributes=["ObjectSize"])
        self.assertNotIn("ETag", only)
        upload = {"Bucket": "attributes", "Key": "parts"}
        upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
        parts = [{"PartNumber": number, "ETag": s3.upload_part(**upload, PartNumber=number, Body=body)["ETag"]}
                 for number, body in ((1, noise(5 << 20)), (2, noise(5 << 20)), (3, b"end"))]
        s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
        ask = {"Bucket": "attributes", "Key": "parts", "ObjectAttributes": ["ObjectParts"]}
        got = s3.get_object_attributes(**ask)["ObjectParts"]
        self.assertEqual((got["TotalPartsCount"], got["IsTruncated"], [part["Size"] for part in got["Parts"]]),
                         (3, False, [5 << 20, 5 << 20, 3]))
        got = s3.get_object_attributes(**ask, MaxParts=1, PartNumberMarker=1)["ObjectParts"]
        self.assertEqual((got["IsTruncated"], got["NextPartNumberMarker"], [p["PartNumber"] for p in got["Parts"]]),
                         (True, 2, [2]))
        self.assertEqual(self.code(s3.get_object_attributes, Bucket="attributes", Key="none", ObjectAttributes=every),
                         ("NoSuchKey", 404))
        self.assertEqual(self.code(s3.get_object_attributes, Bucket="attributes", Key="k", ObjectAttributes=["Colour"]),
                         ("InvalidArgument", 400))

    def test_a_412_tells_the_condition(self):
        s3 = self.bucket("conditions")
        s3.put_object(Bucket="conditions", Key="k", Body=b"x")
        for call, named, condition in (
                (s3.get_object, {"IfMatch": "0"}, "If-Match"),
                (s3.get_object, {"IfUnmodifiedSince": 0}, "If-Unmodified-Since"),
                (s3.copy_object, {"CopySource": "conditions/k", "CopySourceIfMatch": "0"},
                 "x-amz-copy-source-If-Match")):
            with self.assertRaises(ClientError) as caught:
                call(Bucket="conditions", Key="k", **named)
            self.assertEqual(caught.exception.response["Error"]["Condition"], condition)

    def test_an_empty_content_md5_is_refused(self):
        self.bucket("empty-md5")
        signer = client(config=Config(signature_version="s3v4"))
        url = signer.generate_presigned_url("put_object", Params={"Bucket": "empty-md5", "Key": "k"})
        request = urllib.request.Request(url, data=b"x", method="PUT", headers={"Content-MD5": ""})
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=10)
        self.assertIn(b"<Code>InvalidDigest</Code>", caught.exception.read())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
