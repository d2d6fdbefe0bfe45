#!/usr/bin/env python3
"""Conditions of policies, asked of a real server: each denies what it says and nothing else.

Usage: conditions_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import sys
import unittest
import urllib.request
import uuid

from served import ALL, ClientError, Config, Served, boto3, status_of


class Conditions(Served):
    """Each policy denies what it says and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3 = cls().client("s3")
        cls.s3.create_bucket(Bucket="asked")
        cls.s3.put_object(Bucket="asked", Key="open", Body=b"x")
        cls.s3.put_object(Bucket="asked", Key="secret", Body=b"x", Tagging="secret=yes")
        cls.keys = cls().new_identity("ana", ALL)
        cls.ana = cls().client("s3", *cls.keys)

    def deny(self, action, condition):
        self.s3.put_bucket_policy(Bucket="asked", Policy=json.dumps({"Version": "2012-10-17", "Statement": {
            "Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::000000000000:user/ana"}, "Action": action,
            "Resource": ["arn:aws:s3:::asked", "arn:aws:s3:::asked/*"], "Condition": condition}}))

    def check(self, action, condition, denied=(), allowed=()):
        self.deny(action, condition)
        for work, status in [(work, 403) for work in denied] + [(work, 200) for work in allowed]:
            self.assertEqual(status_of(work), status, f"{condition} {status}")

    def put(self, key="new", **options):
        return lambda: self.ana.put_object(Bucket="asked", Key=key, Body=b"x", **options)

    def get(self, key="open", **options):
        return lambda: self.ana.get_object(Bucket="asked", Key=key, **options)

    def list(self, **options):
        return lambda: self.ana.list_objects_v2(Bucket="asked", **options)

    def with_header(self, operation, name, value, work):
        """A request with a header that boto3 has no parameter for, or writes otherwise."""
        def change(request, **_):
            del request.headers[name]
            request.headers[name] = value

        def send():
            self.ana.meta.events.register(f"before-sign.s3.{operation}", change)
            try:
                return work()
            finally:
                self.ana.meta.events.unregister(f"before-sign.s3.{operation}", change)
        return send

    def presigned(self, version="s3v4"):
        signer = self.client("s3", *self.keys, config=Config(signature_version=version))
        url = signer.generate_presigned_url("get_object", Params={"Bucket": "asked", "Key": "open"})
        return lambda: urllib.request.urlopen(url, timeout=10)

    def test_of_the_seal(self):
        unsealed, aes, kms = self.put(), self.put(ServerSideEncryption="AES256"), self.put(
            ServerSideEncryption="aws:kms")
        self.check("s3:PutObject", {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}, [unsealed, kms],
                   [aes])
        self.check("s3:PutObject", {"Null": {"s3:x-amz-server-side-encryption": "true"}}, [unsealed], [aes, kms])
        self.check("s3:PutObject", {"StringEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}, [kms],
                   [unsealed, aes])
        arn = self.client("kms").describe_key(KeyId="alias/aws/s3")["KeyMetadata"]["Arn"]
        # By whatever name it is asked for.
        named = [self.put(ServerSideEncryption="aws:kms", SSEKMSKeyId=name)
                 for name in ("alias/aws/s3", arn, arn.rsplit("/", 1)[1])]
        self.check("s3:PutObject", {"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": arn}}, named,
                   [kms])

    def test_of_the_seal_of_an_upload(self):
        self.deny("s3:PutObject", {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}})
        where = {"Bucket": "asked", "Key": "parts"}
        self.assertEqual(status_of(lambda: self.ana.create_multipart_upload(**where)), 403)
        upload = {**where, "UploadId": self.ana.create_multipart_upload(**where, ServerSideEncryption="AES256")["UploadId"]}
        part = self.ana.upload_part(**upload, PartNumber=1, Body=b"x")
        self.ana.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})

    def test_of_tags(self):
        existing = {"StringEquals": {"s3:ExistingObjectTag/secret": "yes"}}
        self.check("s3:GetObject", existing, [self.get("secret")], [self.get()])
        copy = lambda: self.ana.copy_object(Bucket="asked", Key="copied", CopySource="asked/secret")  # noqa: E731
        self.check("s3:GetObject", existing, [copy])
        self.check("s3:PutObject", existing, [self.put("secret")], [self.put()])
        asked = {"StringEquals": {"s3:RequestObjectTag/secret": "yes"}}
        self.check("s3:PutObject", asked, [self.put(Tagging="secret=yes")], [self.put(), self.put(Tagging="secret=no")])
        tag = lambda *names: lambda: self.ana.put_object_tagging(  # noqa: E731
            Bucket="asked", Key="open", Tagging={"TagSet": [{"Key": name, "Value": "yes"} for name in names]})
        self.check("s3:PutObjectTagging", asked, [tag("secret"), tag("a", "secret")], [tag("a"), tag()])
        self.check("s3:PutObjectTagging", {"ForAnyValue:StringNotEquals": {"s3:RequestObjectTagKeys": ["a", "b"]}},
                   [tag("a", "c")], [tag("a", "b"), tag()])

    def test_of_a_copy(self):
        copy = lambda source, **options: lambda: self.ana.copy_object(  # noqa: E731
            Bucket="asked", Key="copied", CopySource=source, **options)
        sources = [self.with_header("CopyObject", "x-amz-copy-source", source, copy("asked/open"))
                   for source in ("/asked/secret", "asked/%73ecret", "asked/secret?versionId=null")]
        self.check("s3:PutObject", {"StringLike": {"s3:x-amz-copy-source": "asked/sec*"}}, sources,
                   [copy("asked/open"), self.put()])
        self.check("s3:PutObject", {"StringEquals": {"s3:x-amz-metadata-directive": "REPLACE"}},
                   [copy("asked/open", MetadataDirective="REPLACE")], [copy("asked/open")])
        # Tags that a copy does not heed are none that it asks for.
        self.check("s3:PutObject", {"Null": {"s3:RequestObjectTag/team": "true"}},
                   [copy("asked/open", Tagging="team=a")], [copy("asked/open", Tagging="team=a", TaggingDirective="REPLACE")])

    def test_of_the_tags_that_a_copy_takes_along(self):
        self.s3.put_object(Bucket="asked", Key="tagged", Body=b"x", Tagging="class=a")
        copy = lambda source, **options: lambda: self.ana.copy_object(  # noqa: E731
            Bucket="asked", Key="copied", CopySource="asked/" + source, **options)
        anew = copy("tagged", TaggingDirective="REPLACE", Tagging="class=b")
        never = {"StringEquals": {"aws:username": "ana"}}
        self.check("s3:GetObjectTagging", never, [copy("tagged")], [copy("open"), anew])
        self.check("s3:PutObjectTagging", never, [copy("tagged"), anew], [copy("open")])
        self.check("s3:PutObjectTagging", {"StringEquals": {"s3:RequestObjectTag/class": "a"}}, [copy("tagged")],
                   [copy("open"), anew])

    def test_of_headers(self):
        self.check("s3:PutObject", {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
                   [self.put(ACL="bucket-owner-full-control")], [self.put(), self.put(ACL="private")])
        self.check("s3:PutObject", {"StringEquals": {"s3:x-amz-storage-class": "STANDARD"}},
                   [self.put(StorageClass="STANDARD")], [self.put()])
        self.check("s3:PutObject", {"Null": {"s3:if-none-match": "true"}}, [self.put()],
                   [self.with_header("PutObject", "If-None-Match", "*", self.put(uuid.uuid4().hex))])

    def test_of_the_signature(self):
        self.check("s3:GetObject", {"StringEquals": {"s3:authType": "REST-QUERY-STRING"}},
                   [self.presigned(), self.presigned("s3")], [self.get()])
        self.check("s3:GetObject", {"StringEquals": {"s3:signatureversion": "AWS"}}, [self.presigned("s3")],
                   [self.presigned(), self.get()])
        self.check("s3:GetObject", {"NumericLessThan": {"s3:signatureAge": "60000"}}, [self.presigned(), self.get()],
                   [self.presigned("s3")])
        self.check("s3:GetObject", {"NumericGreaterThan": {"s3:signatureAge": "600000"}}, [], [self.presigned()])
        self.check("s3:GetObject", {"StringEquals": {"s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD"}},
                   [self.presigned(), self.presigned("s3")], [self.get()])
        self.check("s3:GetObject", {"Null": {"s3:TlsVersion": "true"}}, [self.get()])

    def test_of_what_is_asked_beside_the_request(self):
        missing, signed = self.get("missing"), {"StringEquals": {"s3:authType": "REST-HEADER"}}
        self.assertEqual(status_of(missing), 404)
        self.check("s3:ListBucket", signed, [missing], [self.get()])
        named = {"Bucket": "asked", "Key": "made"}
        upload = self.ana.create_multipart_upload(**named, Tagging="secret=yes")["UploadId"]
        part = {"PartNumber": 1, "ETag": self.ana.upload_part(**named, UploadId=upload, PartNumber=1, Body=b"x")["ETag"]}
        complete = lambda: self.ana.complete_multipart_upload(  # noqa: E731
            **named, UploadId=upload, MultipartUpload={"Parts": [part]})
        self.assertEqual([status_of(complete), status_of(complete)], [200, 200])
        self.deny("s3:GetObject", {"StringEquals": {"s3:ExistingObjectTag/secret": "yes"}})
        self.assertEqual(status_of(complete), 404)

    def test_of_listings(self):
        self.check("s3:ListBucket", {"Null": {"s3:prefix": "true"}}, [self.list()],
                   [self.list(Prefix=""), self.list(Prefix="a")])
        self.check("s3:ListBucket", {"StringEquals": {"s3:prefix": ""}}, [self.list(Prefix="")], [self.list()])
        self.check("s3:ListBucket", {"StringNotEquals": {"s3:delimiter": "/"}}, [self.list()], [self.list(Delimiter="/")])
        self.check("s3:ListBucket", {"NumericGreaterThan": {"s3:max-keys": "10"}}, [self.list(MaxKeys=11)],
                   [self.list(), self.list(MaxKeys=10)])

    def test_of_any_request(self):
        for condition in ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
                          {"StringNotEquals": {"aws:ResourceAccount": "999999999999"}},
                          {"Bool": {"aws:PrincipalIsAWSService": "false"}}, {"Bool": {"aws:ViaAWSService": "false"}}):
            self.check("s3:GetObject", condition, [self.get()])
        self.check("s3:GetObject", {"Null": {"aws:TokenIssueTime": "true"}}, [self.get()])

    def test_of_the_tags_that_sagemaker_is_given(self):
        keys = self.new_identity("tagger", {"Statement": [
            {"Effect": "Allow", "Action": ["sagemaker:CreateTransformJob", "sagemaker:AddTags"], "Resource": "*",
             "Condition": {"StringEquals": {"aws:RequestTag/team": "a"},
                           "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "note"]}}},
            {"Effect": "Allow", "Action": "sagemaker:DeleteTags", "Resource": "*",
             "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["note"]}}}]})
        sagemaker = self.client("sagemaker", *keys)
        arn = "arn:aws:sagemaker:us-east-1:000000000000:model/none"

        def of(tags):
            return [{"Key": key, "Value": value} for key, value in tags.items()]

        def create(tags):
            return self.code(
                sagemaker.create_transform_job, TransformJobName="tagged", ModelName="none", Tags=of(tags),
                TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://asked/"}}},
                TransformOutput={"S3OutputPath": "s3://asked/out"},
                TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1})

        def add(tags):
            return self.code(sagemaker.add_tags, ResourceArn=arn, Tags=of(tags))
        # Whoever may do it is told that there is no such model.
        for work, code in ((create, "ValidationException"), (add, "ResourceNotFound")):
            for tags, expected in (({"team": "a"}, code), ({"team": "a", "note": "x"}, code),
                                   ({"team": "b"}, "AccessDeniedException"), ({"note": "x"}, "AccessDeniedException"),
                                   ({"team": "a", "other": "x"}, "AccessDeniedException")):
                self.assertEqual(work(tags), expected, tags)
        for names, expected in ((["note"], "ResourceNotFound"), (["note", "team"], "AccessDeniedException")):
            self.assertEqual(self.code(sagemaker.delete_tags, ResourceArn=arn, TagKeys=names), expected, names)

    def test_a_condition_that_is_never_in_force_is_refused(self):
        for condition in ({"IpAddress": {"aws:SorceIp": "127.0.0.0/8"}}, {"StringEquals": {"foo:bar": "x"}},
                          {"Bool": {"aws:MultiFactorAuthPresent": "false"}}):
            with self.assertRaises(ClientError) as caught:
                self.deny("s3:GetObject", condition)
            self.assertEqual(caught.exception.response["Error"]["Code"], "MalformedPolicy")
        file = self.server.root / "wrong.json"
        file.write_text(json.dumps({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
                                                  "Condition": {"Bool": {"aws:SecureTransprt": "false"}}}}))
        done = self.server.command("identity", "add", "wrong", "--policy", str(file))
        self.assertIn("has the key 'aws:SecureTransprt', which no request to this server has. Did you mean "
                      "aws:SecureTransport?", done.stderr)

    def test_a_member_given_twice_is_refused(self):
        text = ('{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::asked/*",'
                '"Condition":{"StringLike":{"aws:Referer":"https://mine/*"},"StringLike":{"aws:UserAgent":"*"}}}}')
        with self.assertRaises(ClientError) as caught:
            self.s3.put_bucket_policy(Bucket="asked", Policy=text)
        self.assertIn("Statement.Condition.StringLike twice", str(caught.exception))

    def test_a_denial_of_all_buckets_holds(self):
        key, secret = self.new_identity("budi", {"Statement": [
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]})
        self.assertEqual(status_of(self.client("s3", key, secret).list_buckets), 403)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
