#!/usr/bin/env python3
"""Who may do what, asked of a real server: bucket policies, temporary credentials, what a refusal
does not tell, limits.

Usage: access_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import hashlib
import json
import sqlite3
import sys
import time
import unittest
import urllib.error
import urllib.request
import uuid

from served import ALL, PROGRAMS, ClientError, Config, Served, status_of
from server import Server
from botocore.credentials import Credentials
from wire import Wire

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


class BucketPolicies(Served):
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

    def test_a_bucket_policy_opens_and_closes(self):
        admin = self.client("s3")
        admin.create_bucket(Bucket="open")
        admin.put_object(Bucket="open", Key="public/a b", Body=b"hello")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.get("/open/public/a%20b")
        self.assertEqual(caught.exception.code, 403)
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::open/public/*"},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::open/*"}]}
        admin.put_bucket_policy(Bucket="open", Policy=json.dumps(policy))
        self.assertEqual(json.loads(admin.get_bucket_policy(Bucket="open")["Policy"]), policy)
        self.assertTrue(admin.get_bucket_policy_status(Bucket="open")["PolicyStatus"]["IsPublic"])
        self.assertEqual(self.get("/open/public/a%20b").read(), b"hello")
        self.assertEqual(self.code(admin.delete_object, Bucket="open", Key="public/a b"), "AccessDenied")
        answer = admin.delete_objects(Bucket="open", Delete={"Objects": [{"Key": "public/a b"}]})
        self.assertEqual(answer["Errors"][0]["Code"], "AccessDenied")
        for wrong in ("{", json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                                                      "Resource": "arn:aws:s3:::other/*"}]})):
            self.assertEqual(self.code(admin.put_bucket_policy, Bucket="open", Policy=wrong), "MalformedPolicy")
        admin.delete_bucket_policy(Bucket="open")
        with self.assertRaises(urllib.error.HTTPError):
            self.get("/open/public/a%20b")


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

    def test_temporary_credentials_are_of_their_token_alone(self):
        got = self.client("sts").get_session_token(DurationSeconds=900)["Credentials"]
        s3 = self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        s3.create_bucket(Bucket="temporary")
        s3.put_object(Bucket="temporary", Key="k", Body=b"x")
        for version in ("s3", "s3v4"):
            signer = self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"],
                                 config=Config(signature_version=version))
            url = signer.generate_presigned_url("get_object", Params={"Bucket": "temporary", "Key": "k"})
            self.assertEqual(urllib.request.urlopen(url).read(), b"x", version)
        self.assertEqual(self.code(self.client("s3", got["AccessKeyId"], got["SecretAccessKey"]).list_buckets),
                         "InvalidAccessKeyId")
        self.assertEqual(self.code(self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], "x").list_buckets),
                         "InvalidToken")


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

    def test_wrong_signatures_count_however_their_names_are_written(self):
        with Server(PROGRAMS, "limits: {failed-logins-per-second: 2}\n") as server:
            wire = Wire(server)
            for name in ("X-Amz-Signature", "X-Amz-Signatur%65"):
                query = wire.presign("GET", "/none/k").replace("X-Amz-Signature=", name + "=0")
                self.assertIn(503, [wire.send_unsigned("GET", "/none/k", query).status for _ in range(60)], name)

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
