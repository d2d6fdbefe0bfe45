#!/usr/bin/env python3
"""Who may do what, asked of a real server: conditions of policies, temporary credentials, what a refusal
does not tell, limits.

Usage: access_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import datetime
import hashlib
import json
import sqlite3
import sys
import time
import unittest
import urllib.error
import urllib.request
import uuid

from server_test import PROGRAMS, Served, ClientError, Config
from server import Server

ALL = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
ROLES = """
account: "111122223333"
policies:
  all: {Statement: {Effect: Allow, Action: ["s3:*", "sts:*"], Resource: "*"}}
  read: {Statement: {Effect: Allow, Action: "s3:GetObject", Resource: "*"}}
  own-team:
    Version: "2012-10-17"
    Statement: {Effect: Allow, Action: "s3:PutObject", Resource: "arn:aws:s3:::roles/${aws:PrincipalTag/team}/*"}
  keys:
    Version: "2012-10-17"
    Statement: {Effect: Allow, Action: "iam:*AccessKey*", Resource: "*"}
identities:
  - {name: ana, policies: [all]}
roles:
  - name: keys
    trust: {Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:user/ana"}, Action: "sts:AssumeRole"}}
    policies: [keys]
  - name: one
    trust: {Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:user/ana"}, Action: "sts:AssumeRole"}}
    policies: [all]
  - name: two
    trust: {Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:role/one"}, Action: "sts:AssumeRole"}}
    policies: [all]
  - name: tagged
    trust:
      Statement:
        Effect: Allow
        Principal: {AWS: "arn:aws:iam::111122223333:user/ana"}
        Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
        Condition: {StringEquals: {"aws:RequestTag/team": ["blue", "red"], "sts:SourceIdentity": "maria"}}
    policies: [own-team]
"""


def status_of(work):
    """What a request is answered: of boto3, or of a URL."""
    try:
        answer = work()
        return answer.status if hasattr(answer, "status") else answer["ResponseMetadata"]["HTTPStatusCode"]
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"]
    except urllib.error.HTTPError as error:
        return error.code


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


class Sessions(Served):
    config = ROLES

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        done = cls.server.command("identity", "add", "ana", "--json")
        key = json.loads(done.stdout)
        cls.keys = key["access_key_id"], key["secret_access_key"]
        cls().client("s3").create_bucket(Bucket="roles")

    def assume(self, role, keys=None, **options):
        sts = self.client("sts", *(keys or self.keys))
        answer = sts.assume_role(RoleArn=f"arn:aws:iam::111122223333:role/{role}", RoleSessionName="s1", **options)
        self.answer = answer
        got = answer["Credentials"]
        return got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"]

    def put(self, keys, key="k"):
        return status_of(lambda: self.client("s3", *keys).put_object(Bucket="roles", Key=key, Body=b"x"))

    def test_named_policies_narrow(self):
        self.assertEqual(self.put(self.assume("one")), 200)
        narrowed = self.assume("one", PolicyArns=[{"arn": "arn:aws:iam::111122223333:policy/read"}])
        self.assertEqual(self.put(narrowed), 403)
        self.assertEqual(self.client("s3", *narrowed).get_object(Bucket="roles", Key="k")["Body"].read(), b"x")
        for arn in ("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "arn:aws:iam::111122223333:policy/none"):
            self.assertEqual(self.code(self.assume, "one", PolicyArns=[{"arn": arn}]), "ValidationError")

    def test_a_role_takes_a_role_for_an_hour(self):
        two = self.assume("two", self.assume("one"))
        self.assertEqual(self.put(two), 200)
        self.assertEqual(self.code(self.assume, "two", self.assume("one"), DurationSeconds=3601), "ValidationError")
        self.assertEqual(self.code(self.assume, "two"), "AccessDenied")

    def test_tags_and_the_source_identity_are_of_the_session(self):
        wanted = {"Tags": [{"Key": "team", "Value": "blue"}], "SourceIdentity": "maria"}
        keys = self.assume("tagged", **wanted)
        self.assertEqual(self.answer["SourceIdentity"], "maria")
        self.assertEqual([self.put(keys, "blue/k"), self.put(keys, "red/k")], [200, 403])
        for wrong in ({"SourceIdentity": "maria"}, {**wanted, "SourceIdentity": "nina"},
                      {**wanted, "Tags": [{"Key": "team", "Value": "green"}]}):
            self.assertEqual(self.code(self.assume, "tagged", **wrong), "AccessDenied")
        # A role that does not trust her with them.
        self.assertEqual(self.code(self.assume, "one", Tags=wanted["Tags"]), "AccessDenied")

    def test_what_is_not_heeded_is_refused(self):
        self.assertEqual(self.code(self.assume, "one", SerialNumber="arn:aws:iam::1:mfa/x", TokenCode="123456"),
                         "ValidationError")
        large = json.dumps({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::" + "b" * 9000}})
        self.assertEqual(self.code(self.assume, "one", Policy=large), "PackedPolicyTooLarge")

    def test_temporary_credentials_make_no_others(self):
        sts = self.client("sts", *self.keys)
        got = sts.get_session_token(DurationSeconds=900)["Credentials"]
        session = self.client("sts", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        self.assertEqual(self.code(session.get_session_token), "AccessDenied")
        self.assertEqual(self.code(self.client("sts", *self.assume("one")).get_session_token), "AccessDenied")
        denied = self.new_identity("dewi", {"Statement": [ALL["Statement"], {"Effect": "Deny", "Action": "sts:*",
                                                                             "Resource": "*"}]})
        self.assertEqual(self.code(self.client("sts", *denied).get_session_token), "AccessDenied")

    def test_a_roles_session_names_whose_keys_it_changes(self):
        # As in AWS: it has no keys of its own, and may change those of others where its role may.
        victim = self.new_identity("wati")
        iam = self.client("iam", *self.assume("keys"))
        for call, arguments in (("create_access_key", {}), ("list_access_keys", {}),
                                ("delete_access_key", {"AccessKeyId": victim[0]}),
                                ("update_access_key", {"AccessKeyId": victim[0], "Status": "Inactive"})):
            self.assertEqual(self.code(getattr(iam, call), **arguments), "ValidationError", call)
            other = self.client("iam", *self.assume("one"))
            self.assertEqual(self.code(getattr(other, call), UserName="wati", **arguments), "AccessDenied", call)
        made = iam.create_access_key(UserName="wati")["AccessKey"]["AccessKeyId"]
        iam.delete_access_key(UserName="wati", AccessKeyId=victim[0])
        self.assertEqual([key["AccessKeyId"] for key in iam.list_access_keys(UserName="wati")["AccessKeyMetadata"]],
                         [made])

    def test_a_row_that_cannot_be_read_keeps_nobody_else_in_or_out(self):
        eve, fay = self.new_identity("eve", ALL), self.new_identity("fay", ALL)
        with sqlite3.connect(self.server.folder / "access.sqlite") as database:
            later = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                                              "Condition": {"Later": {"a": "b"}}}})
            database.execute("UPDATE identity SET policies=? WHERE name='fay'", (json.dumps([["p", later]]),))
            database.execute("UPDATE identity SET enabled=0 WHERE name='eve'")
        database.close()
        time.sleep(0.5)
        for keys in (eve, fay):
            self.assertEqual(self.code(self.client("s3", *keys).list_buckets), "InvalidAccessKeyId")
        self.assertEqual(self.put(self.keys), 200)
        self.assertIn("the identity fay is not let in", (self.server.root / "log.txt").read_text())


class Secrets(Served):
    """What a refusal does not tell."""

    def anonymous(self, method, path, body=None):
        request = urllib.request.Request(self.server.url + path, body, {"User-Agent": "x"}, method=method)
        try:
            return 200, urllib.request.urlopen(request, timeout=10).read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def answers(self, method, names, rest="", body=None):
        """What differs between names, but for the names and the request's own id."""
        found = set()
        for name in names:
            status, text = self.anonymous(method, f"/{name}{rest}", body)
            text = text.decode().replace(name, "NAME")
            found.add((status, text.split("<RequestId>")[0]))
        return found

    def test_whether_a_bucket_is_there_is_told_to_nobody(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="there")
        s3.create_bucket(Bucket="denying")
        s3.put_bucket_policy(Bucket="denying", Policy=json.dumps({"Statement": {
            "Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::000000000000:user/eve"}, "Action": "s3:*",
            "Resource": "arn:aws:s3:::denying/*"}}))
        names = ("there", "none", "denying")
        for body in (b"<Delete><Object><Key>a</Key></Object></Delete>", b"junk", b"<a/>" * 1000):
            self.assertEqual({status for status, _ in self.answers("POST", names, "?delete", body)}, {403})
            self.assertEqual(len(self.answers("POST", names, "?delete", body)), 1)
        for method, rest in (("GET", ""), ("GET", "/k"), ("PUT", "/k"), ("DELETE", "/k"), ("GET", "?location"),
                             ("POST", "/k?uploads")):
            self.assertEqual(len(self.answers(method, names, rest)), 1, (method, rest))
        # Whoever may remove elsewhere is told of each key, the same for any bucket.
        key, secret = self.new_identity("fay", {"Statement": {"Effect": "Allow", "Action": "s3:DeleteObject",
                                                              "Resource": "arn:aws:s3:::mine/*"}})
        fay = self.client("s3", key, secret)
        errors = [fay.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "a"}]})["Errors"][0]
                  for name in ("there", "none")]
        self.assertEqual([error["Message"].replace("there", "none") for error in errors], [errors[1]["Message"]] * 2)
        self.assertEqual(self.code(fay.delete_objects, Bucket="mine", Delete={"Objects": [{"Key": "a"}]}), "NoSuchBucket")

    def test_the_etag_of_what_one_may_not_read_is_told_to_nobody(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="written")
        s3.put_object(Bucket="written", Key="k", Body=b"PIN 1234")
        etag = hashlib.md5(b"PIN 1234").hexdigest()
        key, secret = self.new_identity("putter", {"Statement": {"Effect": "Allow", "Action": "s3:PutObject",
                                                                 "Resource": "arn:aws:s3:::written/*"}})
        reader = self.new_identity("reader", ALL)

        def put(keys, name, value):
            client = self.client("s3", *keys)
            client.meta.events.register("before-sign.s3.PutObject",
                                        lambda request, **_: request.headers.add_header(name, value))
            try:
                client.put_object(Bucket="written", Key="k", Body=b"x")
                return 200, ""
            except ClientError as error:
                return error.response["ResponseMetadata"]["HTTPStatusCode"], str(error)
        for name, value in (("If-Match", '"0"'), ("If-Match", f'"{etag}"'), ("If-None-Match", "*")):
            status, text = put((key, secret), name, value)
            self.assertEqual(status, 403, name)
            self.assertNotIn(etag, text)
        self.assertEqual(put(reader, "If-Match", '"0"')[0], 412)
        self.assertEqual(put(reader, "If-None-Match", "*")[0], 412)
        self.assertEqual(put(reader, "If-Match", f'"{etag}"')[0], 200)

    def test_whether_there_is_a_key_is_told_to_whoever_may_use_it(self):
        self.assertEqual(self.server.command("key", "add", "alias/there").returncode, 0)
        kms, s3 = self.client("kms"), self.client("s3")
        s3.create_bucket(Bucket="sealing")
        sealed = kms.encrypt(KeyId="alias/there", Plaintext=b"x")["CiphertextBlob"]
        keys = self.new_identity("gus", ALL)
        gus, gus_s3 = self.client("kms", *keys), self.client("s3", *keys)
        for name in ("alias/there", "alias/none", str(uuid.uuid4())):
            self.assertEqual(self.code(gus.describe_key, KeyId=name), "AccessDeniedException", name)
            self.assertEqual(self.code(gus_s3.put_object, Bucket="sealing", Key="k", Body=b"x", SSEKMSKeyId=name,
                                       ServerSideEncryption="aws:kms"), "AccessDenied", name)
        for text in (sealed, b"junk", sealed[:2] + b"0" * 36 + sealed[38:]):
            self.assertEqual(self.code(gus.decrypt, CiphertextBlob=text), "AccessDeniedException")
        self.assertEqual(self.code(kms.describe_key, KeyId="alias/none"), "NotFoundException")
        self.assertEqual(self.code(kms.decrypt, CiphertextBlob=b"junk"), "InvalidCiphertextException")


class Administrator(Served):
    def test_a_bucket_policy_locks_nobody_out_for_good(self):
        admin = self.client("s3")
        admin.create_bucket(Bucket="locked")
        key, secret = self.new_identity("hani", ALL)
        hani = self.client("s3", key, secret)
        policy = json.dumps({"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
                                           "Resource": ["arn:aws:s3:::locked", "arn:aws:s3:::locked/*"]}})
        hani.put_bucket_policy(Bucket="locked", Policy=policy)
        for work in (hani.get_bucket_policy, hani.delete_bucket_policy, hani.list_objects_v2, admin.list_objects_v2,
                     admin.delete_bucket):
            self.assertEqual(self.code(work, Bucket="locked"), "AccessDenied")
        self.assertEqual(admin.get_bucket_policy(Bucket="locked")["Policy"], policy)
        admin.put_bucket_policy(Bucket="locked", Policy=policy)
        admin.delete_bucket_policy(Bucket="locked")
        hani.list_objects_v2(Bucket="locked")
        admin.delete_bucket(Bucket="locked")


class Identities(Served):
    """Who comes and goes, by commands beside the server and by the configuration."""
    config = ROLES

    def new_key(self, name, *more):
        key = json.loads(self.server.command("identity", "add", name, "--json", *more).stdout)
        return key["access_key_id"], key["secret_access_key"]

    def listed(self, name):
        return next(one for one in json.loads(self.server.command("identity", "list", "--json").stdout)
                    if one["name"] == name)

    def does(self, words, *arguments):
        done = self.server.command(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(words, done.stdout)

    def is_refused(self, words, *arguments):
        done = self.server.command(*arguments)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn(words, done.stderr)

    def eventually(self, status, work):
        """Within a second, as the documents promise; a slow machine is given more."""
        for _ in range(100):
            if status_of(work) == status:
                return
            time.sleep(0.1)
        self.assertEqual(status_of(work), status)

    def test_one_that_leaves_the_configuration_is_let_in_nowhere(self):
        with Server(PROGRAMS, ROLES) as self.server:
            keys = self.new_key("ana")
            self.client("s3", *keys).list_buckets()
            self.server.stop()
            file = self.server.root / "config.yaml"
            file.write_text(ROLES.replace("  - {name: ana, policies: [all]}\n", "  - {name: citra, policies: [all]}\n"))
            self.server.start()
            ana = self.client("s3", *keys)
            self.assertEqual(self.code(ana.list_buckets), "InvalidAccessKeyId")
            self.assertIn("the identity ana is not let in: it left the configuration",
                          (self.server.root / "log.txt").read_text())
            self.assertIn("left the configuration", self.server.command("identity", "list").stdout)
            self.assertTrue(self.listed("ana")["left"])
            done = self.server.command("identity", "enable", "ana")
            self.assertIn("ana is let in nowhere all the same", done.stderr)
            policy = self.server.root / "policy.json"
            policy.write_text(json.dumps(ALL))
            self.does("The policies of ana are now: policy", "identity", "set-policies", "ana", "--policy", str(policy))
            self.eventually(200, ana.list_buckets)

    def test_one_is_removed_with_its_keys_and_sessions(self):
        policy = self.server.root / "gita.json"
        policy.write_text(json.dumps(ALL))
        keys = self.new_key("gita", "--policy", str(policy))
        got = self.client("sts", *keys).get_session_token(DurationSeconds=900)["Credentials"]
        session = self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        session.list_buckets()
        self.does("gita is removed", "identity", "remove", "gita")
        self.eventually(403, self.client("s3", *keys).list_buckets)
        self.is_refused("there is no identity gita", "identity", "remove", "gita")
        self.is_refused("ana is declared by the configuration", "identity", "remove", "ana")
        next_keys = self.new_key("gita", "--policy", str(policy))
        self.client("s3", *next_keys).list_buckets()
        self.assertEqual(self.code(session.list_buckets), "InvalidToken")

    def test_policies_are_changed(self):
        read, write = (self.server.root / f"{name}.json" for name in ("read", "write"))
        read.write_text(json.dumps({"Statement": {"Effect": "Allow", "Action": "s3:List*", "Resource": "*"}}))
        write.write_text(json.dumps({"Statement": {"Effect": "Allow", "Action": "s3:Create*", "Resource": "*"}}))
        dian = self.client("s3", *self.new_key("dian", "--policy", str(read)))
        dian.list_buckets()
        self.does("read, write", "identity", "set-policies", "dian", "--policy", str(read), "--policy", str(write))
        self.eventually(200, lambda: dian.create_bucket(Bucket="of-dian"))
        dian.list_objects_v2(Bucket="of-dian")
        self.does("The policies of dian are now: none", "identity", "set-policies", "dian", "--none")
        self.eventually(403, lambda: dian.list_objects_v2(Bucket="of-dian"))
        self.is_refused("give its policies with --policy FILE, or --none", "identity", "set-policies", "dian")
        self.is_refused("give its policies with --policy FILE, or --none", "identity", "set-policies", "dian", "--none",
                        "--policy", str(read))
        write.write_text("{")
        self.is_refused("the policy write: ", "identity", "set-policies", "dian", "--policy", str(write))

    def test_keys_tell_their_age_and_last_use_and_are_removed_singly(self):
        policy = self.server.root / "fitri.json"
        policy.write_text(json.dumps(ALL))
        keys = self.new_key("fitri", "--policy", str(policy))

        def shown():
            return json.loads(self.server.command("identity", "keys", "fitri", "--json").stdout)
        self.assertEqual([(one["access_key_id"], one["last_used"]) for one in shown()], [(keys[0], None)])
        self.assertIn("never", self.server.command("identity", "keys").stdout)
        before = time.time() - 1
        fitri = self.client("s3", *keys)
        fitri.list_buckets()
        used = datetime.datetime.fromisoformat(shown()[0]["last_used"].replace("Z", "+00:00")).timestamp()
        self.assertTrue(before <= used <= time.time() + 1, shown())
        self.assertIn("0 d", self.server.command("identity", "keys", "fitri").stdout)
        self.is_refused("there is no identity none", "identity", "keys", "none")
        self.is_refused("cannot be found", "identity", "remove-key", "ana", keys[0])
        self.does(f"The access key {keys[0]} of fitri is removed", "identity", "remove-key", "fitri", keys[0])
        self.eventually(403, fitri.list_buckets)
        self.assertEqual(shown(), [])

    def test_a_key_that_seals_is_disabled_and_enabled_by_command(self):
        s3 = self.client("s3")
        self.does("Enabled", "key", "add", "alias/off")
        s3.create_bucket(Bucket="off")
        s3.put_object(Bucket="off", Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId="alias/off")
        self.does("Disabled", "key", "disable", "alias/off")
        self.assertEqual(self.code(s3.get_object, Bucket="off", Key="k"), "KMS.DisabledException")
        self.does("Enabled", "key", "enable", "alias/off")
        self.assertEqual(s3.get_object(Bucket="off", Key="k")["Body"].read(), b"x")
        self.is_refused("alias/none", "key", "disable", "alias/none")


class Limits(unittest.TestCase):
    def test_sessions_count_as_their_identity(self):
        served = Served()
        served.server = Server(PROGRAMS, ROLES + "limits: {requests-per-second: 5}\n")
        try:
            key = json.loads(served.server.command("identity", "add", "ana", "--json").stdout)
            ana = key["access_key_id"], key["secret_access_key"]
            once = {"config": Config(retries={"max_attempts": 0})}
            sts = served.client("sts", *ana, **once)
            clients = [served.client("s3", *ana, **once)]
            for number in range(4):
                got = sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/one", RoleSessionName=f"s{number}")
                got = got["Credentials"]
                clients.append(served.client("s3", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"], **once))
            began = time.monotonic()
            statuses = [status_of(clients[i % len(clients)].list_buckets) for i in range(60)]
            took = time.monotonic() - began
            self.assertLessEqual(statuses.count(200), 10 + 5 * took + 1)
            self.assertIn(503, statuses)
        finally:
            served.server.close()

    def test_wrong_signatures_are_limited_by_address(self):
        served = Served()
        served.server = Server(PROGRAMS)
        try:
            once = {"config": Config(retries={"max_attempts": 0})}
            wrong = served.client("s3", secret="wrong", **once)
            right = served.client("s3", **once)
            self.assertEqual(status_of(right.list_buckets), 200)
            began = time.monotonic()
            statuses = [status_of(wrong.list_buckets) for _ in range(100)]
            took = time.monotonic() - began
            self.assertEqual(set(statuses), {403, 503})
            self.assertLessEqual(statuses.count(403), 20 + 10 * took + 1)
            time.sleep(0.5)
            self.assertEqual(status_of(right.list_buckets), 200)
        finally:
            served.server.close()

    def test_wrong_signatures_of_forms_count_too(self):
        with Server(PROGRAMS, "limits: {failed-logins-per-second: 2}\n") as server:
            served = Served()
            served.server = server
            right = served.client("s3", config=Config(retries={"max_attempts": 0}))
            right.create_bucket(Bucket="posted")

            def post(form):
                parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                         for name, value in form["fields"].items()]
                parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="k"\r\n\r\nx\r\n--b--\r\n')
                request = urllib.request.Request(form["url"], "".join(parts).encode(),
                                                 {"Content-Type": "multipart/form-data; boundary=b"})
                return lambda: urllib.request.urlopen(request, timeout=10)
            good = right.generate_presigned_post("posted", "k")
            self.assertEqual(status_of(post(good)), 204)
            guessed = served.client("s3", secret="wrong").generate_presigned_post("posted", "k")
            began = time.monotonic()
            statuses = [status_of(post(guessed)) for _ in range(30)]
            took = time.monotonic() - began
            self.assertEqual(set(statuses), {403, 503})
            self.assertLessEqual(statuses.count(403), 4 + 2 * took + 1)
            # Of either kind: neither gets by where the other is stopped.
            wrong = served.client("s3", secret="wrong", config=Config(retries={"max_attempts": 0}))
            self.assertIn(503, [status_of(wrong.list_buckets) for _ in range(30)])
            self.assertIn(503, [status_of(post(guessed)) for _ in range(30)])
            for _ in range(100):  # until the rate has fallen
                if status_of(post(good)) == 204:
                    break
                time.sleep(0.1)
            self.assertEqual(status_of(right.list_buckets), 200)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
