#!/usr/bin/env python3
"""Keys that seal, as KMS's clients use them, and the protocol that they speak.

Usage: kms_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import sys
import unittest
import urllib.error
import urllib.request

from served import Served
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class Kms(Served):
    def setUp(self):
        self.kms = self.client("kms")

    def test_a_key_is_made_named_disabled_and_enabled(self):
        made = self.kms.create_key(Description="for tests")["KeyMetadata"]
        self.assertEqual((made["KeyState"], made["KeyManager"], made["Description"]),
                         ("Enabled", "CUSTOMER", "for tests"))
        name = {"KeyId": made["KeyId"]}
        self.kms.create_alias(AliasName="alias/made", TargetKeyId=made["Arn"])
        self.assertEqual(self.code(self.kms.create_alias, AliasName="alias/made", TargetKeyId=made["KeyId"]),
                         "AlreadyExistsException")
        sealed = self.kms.encrypt(KeyId="alias/made", Plaintext=b"hello")["CiphertextBlob"]
        s3 = self.client("s3")
        s3.create_bucket(Bucket="states")
        s3.put_object(Bucket="states", Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId="alias/made")
        self.kms.disable_key(**name)
        self.assertEqual(self.kms.describe_key(**name)["KeyMetadata"]["KeyState"], "Disabled")
        self.assertFalse(self.kms.describe_key(**name)["KeyMetadata"]["Enabled"])
        self.assertEqual(self.code(self.kms.decrypt, CiphertextBlob=sealed), "DisabledException")
        self.assertEqual(self.code(self.kms.generate_data_key, KeySpec="AES_256", **name), "DisabledException")
        self.assertEqual(self.code(s3.get_object, Bucket="states", Key="k"), "KMS.DisabledException")
        self.kms.enable_key(**name)
        self.assertEqual(self.kms.decrypt(CiphertextBlob=sealed)["Plaintext"], b"hello")
        other = self.kms.create_key()["KeyMetadata"]["KeyId"]
        self.kms.update_alias(AliasName="alias/made", TargetKeyId=other)
        self.assertEqual(self.kms.describe_key(KeyId="alias/made")["KeyMetadata"]["KeyId"], other)
        self.assertEqual(self.kms.list_aliases(**name)["Aliases"], [])
        self.kms.delete_alias(AliasName="alias/made")
        self.assertEqual(self.code(self.kms.delete_alias, AliasName="alias/made"), "NotFoundException")

    def test_a_key_is_deleted_after_days_unless_that_is_cancelled(self):
        key = self.kms.create_key()["KeyMetadata"]["KeyId"]
        sealed = self.kms.encrypt(KeyId=key, Plaintext=b"hello")["CiphertextBlob"]
        answer = self.kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        self.assertEqual((answer["KeyState"], answer["PendingWindowInDays"]), ("PendingDeletion", 7))
        self.assertEqual(self.kms.describe_key(KeyId=key)["KeyMetadata"]["DeletionDate"], answer["DeletionDate"])
        self.assertEqual(self.code(self.kms.decrypt, CiphertextBlob=sealed), "KMSInvalidStateException")
        self.assertEqual(self.code(self.kms.enable_key, KeyId=key), "KMSInvalidStateException")
        self.kms.cancel_key_deletion(KeyId=key)
        self.assertEqual(self.kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], "Disabled")
        self.kms.enable_key(KeyId=key)
        self.assertEqual(self.kms.decrypt(CiphertextBlob=sealed)["Plaintext"], b"hello")
        self.assertEqual(self.kms.schedule_key_deletion(KeyId=key)["PendingWindowInDays"], 30)
        for days in (6, 31):
            self.assertEqual(self.code(self.kms.schedule_key_deletion, KeyId=key, PendingWindowInDays=days),
                             "ValidationException")

    def test_the_servers_own_key_is_not_for_clients_to_change(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="own-key")
        s3.put_object(Bucket="own-key", Key="k", Body=b"x", ServerSideEncryption="AES256")
        own = self.kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
        self.assertEqual(own["KeyManager"], "AWS")
        for call in (self.kms.disable_key, self.kms.schedule_key_deletion):
            self.assertEqual(self.code(call, KeyId=own["KeyId"]), "AccessDeniedException")
        other = self.kms.create_key()["KeyMetadata"]["KeyId"]
        self.assertEqual(self.code(self.kms.update_alias, AliasName="alias/aws/s3", TargetKeyId=other),
                         "ValidationException")
        self.assertEqual(self.code(self.kms.delete_alias, AliasName="alias/aws/s3"), "ValidationException")
        self.assertEqual(self.code(self.kms.create_alias, AliasName="alias/aws/mine", TargetKeyId=other),
                         "ValidationException")
        self.assertEqual(s3.get_object(Bucket="own-key", Key="k")["Body"].read(), b"x")

    def test_what_is_not_heeded_is_refused(self):
        for asked in ({"Policy": "{}"}, {"Tags": [{"TagKey": "a", "TagValue": "b"}]}, {"MultiRegion": True},
                      {"Origin": "EXTERNAL"}, {"KeyUsage": "SIGN_VERIFY", "KeySpec": "RSA_2048"},
                      {"KeySpec": "HMAC_256"}):
            self.assertEqual(self.code(self.kms.create_key, **asked), "UnsupportedOperationException", asked)
        key = self.kms.create_key(Origin="AWS_KMS", MultiRegion=False, Tags=[])["KeyMetadata"]["KeyId"]
        self.assertEqual(self.code(self.kms.encrypt, KeyId=key, Plaintext=b"x", GrantTokens=["token"]),
                         "UnsupportedOperationException")

    def test_random_bytes_and_pages(self):
        one, other = (self.kms.generate_random(NumberOfBytes=1024)["Plaintext"] for _ in range(2))
        self.assertEqual((len(one), one == other), (1024, False))
        self.assertEqual(self.code(self.kms.generate_random), "ValidationException")
        self.assertEqual(self.code(self.kms.generate_random, NumberOfBytes=1025), "ValidationException")
        for _ in range(3):
            self.kms.create_key()
        whole = self.kms.list_keys()["Keys"]
        pages = list(self.kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2}))
        self.assertGreater(len(pages), 1)
        self.assertTrue(all(len(page["Keys"]) <= 2 for page in pages))
        self.assertEqual([key for page in pages for key in page["Keys"]], whole)

    def test_each_operation_needs_its_action(self):
        key = self.kms.create_key()["KeyMetadata"]["KeyId"]
        self.kms.create_alias(AliasName="alias/guarded", TargetKeyId=key)
        arn = f"arn:aws:kms:us-east-1:000000000000:key/{key}"
        nobody = self.client("kms", *self.new_identity("edo"))
        for call, arguments in (("create_key", {}), ("generate_random", {"NumberOfBytes": 1}),
                                ("enable_key", {"KeyId": key}), ("disable_key", {"KeyId": key}),
                                ("schedule_key_deletion", {"KeyId": key}), ("cancel_key_deletion", {"KeyId": key}),
                                ("create_alias", {"AliasName": "alias/more", "TargetKeyId": key}),
                                ("update_alias", {"AliasName": "alias/guarded", "TargetKeyId": key}),
                                ("delete_alias", {"AliasName": "alias/guarded"})):
            self.assertEqual(self.code(getattr(nobody, call), **arguments), "AccessDeniedException", call)
        # The right on the alias alone is not enough, nor is the one on the key.
        alias = "arn:aws:kms:us-east-1:000000000000:alias/*"
        for name, resource in (("fajar", alias), ("gita", arn)):
            policy = {"Statement": {"Effect": "Allow", "Action": "kms:*Alias", "Resource": resource}}
            half = self.client("kms", *self.new_identity(name, policy))
            self.assertEqual(self.code(half.create_alias, AliasName="alias/more", TargetKeyId=key),
                             "AccessDeniedException", name)
        policy = {"Statement": {"Effect": "Allow", "Action": "kms:CreateAlias", "Resource": [alias, arn]}}
        self.client("kms", *self.new_identity("hana", policy)).create_alias(AliasName="alias/more", TargetKeyId=key)

    def test_a_key_seals_and_opens(self):
        done = self.server.command("key", "add", "alias/mine", "--description", "for tests")
        self.assertEqual(done.returncode, 0, done.stderr)
        kms = self.client("kms")
        self.assertIn("alias/mine", [a["AliasName"] for a in kms.list_aliases()["Aliases"]])
        context = {"purpose": "test"}
        sealed = kms.encrypt(KeyId="alias/mine", Plaintext=b"hello", EncryptionContext=context)["CiphertextBlob"]
        self.assertEqual(self.server.command("key", "rotate", "alias/mine").returncode, 0)
        self.assertEqual(kms.decrypt(CiphertextBlob=sealed, EncryptionContext=context)["Plaintext"], b"hello")
        self.assertEqual(self.code(kms.decrypt, CiphertextBlob=sealed), "InvalidCiphertextException")
        self.assertEqual(self.code(kms.describe_key, KeyId="alias/none"), "NotFoundException")
        self.assertTrue(kms.describe_key(KeyId="alias/mine")["KeyMetadata"]["Enabled"])
        data = kms.generate_data_key(KeyId="alias/mine", KeySpec="AES_256")
        self.assertEqual(kms.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"], data["Plaintext"])
        self.assertEqual(self.code(self.client("kms", secret="wrong").list_keys), "InvalidSignatureException")
        # Only whoever may use the key opens what it sealed.
        admin = self.client("s3")
        admin.create_bucket(Bucket="sealed")
        admin.put_object(Bucket="sealed", Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId="alias/mine")
        key, secret = self.new_identity("citra", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        citra = self.client("s3", key, secret)
        self.assertEqual(self.code(citra.get_object, Bucket="sealed", Key="k"), "AccessDenied")
        self.assertEqual(self.code(citra.copy_object, Bucket="sealed", Key="k2", CopySource="sealed/k"), "AccessDenied")
        # The store's own key is for everybody who may use the object.
        citra.put_object(Bucket="sealed", Key="own", Body=b"y", ServerSideEncryption="aws:kms")
        self.assertEqual(citra.get_object(Bucket="sealed", Key="own")["Body"].read(), b"y")

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


class Input(Served):
    """Calls that no SDK makes: each is told as its sender's mistake, in the protocol's own words."""

    def ask(self, target, body, **headers):
        """The status, the type and the message that a signed call is answered."""
        headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1", **headers}
        request = AWSRequest("POST", self.server.url + "/", data=body, headers=headers)
        service = "sempurna" if target.startswith("Sempurna.") else "kms"
        SigV4Auth(Credentials(self.server.key, self.server.secret), service, "us-east-1").add_auth(request)
        try:
            urllib.request.urlopen(urllib.request.Request(self.server.url + "/", body, dict(request.headers.items())))
        except urllib.error.HTTPError as error:
            got = json.loads(error.read())
            self.assertEqual(error.headers["x-amzn-ErrorType"], got["__type"])
            return error.code, got["__type"], got["message"]
        return 200, "", ""

    def test_what_is_no_object_of_json_is_told(self):
        for body in (b"{", b"[]", b"null", b"1", b'"text"', b"\xff", b'{"KeyId": "\xff"}', b"{} {}", b'{"KeyId": "\x00"}',
                     b'{"Limit": 1e999}', b"[" * 100, b'{"a":' * 100 + b"1" + b"}" * 100,
                     b'{"KeyId": "a", "KeyId": "b"}', b"{'KeyId': 'a'}"):
            for target in ("TrentService.DescribeKey", "TrentService.ListKeys", "TrentService.GenerateRandom",
                           "Sempurna.Backup"):
                status, kind, message = self.ask(target, body)
                self.assertEqual((status, kind), (400, "SerializationException"), (target, body, message))
                self.assertTrue(message, body)

    def test_members_of_another_type_are_told_by_name(self):
        key = self.client("kms").create_key()["KeyMetadata"]["KeyId"]
        operations = {
            "DescribeKey": {"KeyId": key},
            "CreateKey": {"Description": "text", "MultiRegion": False, "Origin": "AWS_KMS"},
            "Encrypt": {"KeyId": key, "Plaintext": "eA==", "EncryptionContext": {"a": "b"}},
            "Decrypt": {"CiphertextBlob": "eA==", "KeyId": key},
            "GenerateDataKey": {"KeyId": key, "NumberOfBytes": 32},
            "GenerateRandom": {"NumberOfBytes": 32},
            "ListAliases": {"KeyId": key, "Limit": 10, "Marker": "alias/a"},
            "ScheduleKeyDeletion": {"KeyId": key, "PendingWindowInDays": 7},
            "CreateAlias": {"AliasName": "alias/typed", "TargetKeyId": key},
        }
        for name, members in operations.items():
            for member, right in members.items():
                for wrong in ("text", 1, 1.5, -1, True, [], ["a"], {}, {"a": 1}, {"a": {"b": []}}):
                    if isinstance(wrong, type(right)) and not (isinstance(wrong, dict) and wrong):
                        continue
                    if isinstance(right, int) and isinstance(wrong, int):
                        continue
                    status, kind, message = self.ask(f"TrentService.{name}",
                                                     json.dumps({**members, member: wrong}).encode())
                    self.assertEqual((status, kind), (400, "SerializationException"), (name, member, wrong, message))
                    self.assertIn(member, message)
        for member, wrong in (("Folder", 5), ("Folder", []), ("Parent", {}), ("WithMasterKey", "yes")):
            body = {"Folder": str(self.server.root / "backup"), member: wrong}
            status, kind, message = self.ask("Sempurna.Backup", json.dumps(body).encode())
            self.assertEqual((status, kind), (400, "SerializationException"), (member, wrong, message))
            self.assertIn(member, message)

    def test_an_absent_member_may_be_null(self):
        key = self.client("kms").create_key()["KeyMetadata"]["KeyId"]
        self.assertEqual(self.ask("TrentService.Encrypt", json.dumps(
            {"KeyId": key, "Plaintext": "eA==", "EncryptionContext": None, "GrantTokens": None}).encode())[0], 200)
        self.assertEqual(self.ask("TrentService.CreateKey", b'{"MultiRegion": null, "Description": null}')[0], 200)

    def test_an_operation_that_is_not_there_is_told(self):
        for target in ("TrentService.Sign", "TrentService.", "TrentService", "Sempurna.Train", "Other.ListKeys", "x"):
            status, kind, _ = self.ask(target, b"{}")
            self.assertEqual((status, kind), (400, "UnknownOperationException"), target)

    def test_none_of_it_is_a_fault_of_the_server(self):
        self.ask("TrentService.DescribeKey", b"{")
        self.ask("Sempurna.Backup", b'{"Folder": 5}')
        self.assertNotIn("[error]", (self.server.root / "log.txt").read_text())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
