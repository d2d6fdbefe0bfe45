#!/usr/bin/env python3
"""Who there is: identities and their keys, as they come, change and go.

Usage: identities_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import datetime
import json
import sys
import time
import unittest

from served import ALL, PROGRAMS, Served, status_of
from server import Server
from botocore.credentials import Credentials

DECLARED = """
policies:
  all: {Statement: {Effect: Allow, Action: ["s3:*", "sts:*"], Resource: "*"}}
identities:
  - {name: ana, policies: [all]}
"""


class Identities(Served):
    """Who comes and goes, by commands beside the server and by the configuration."""
    config = DECLARED

    def new_key(self, name, *more):
        key = json.loads(self.server.command("identity", "add", name, "--json", *more).stdout)
        return key["access_key_id"], key["secret_access_key"]

    def listed(self, name):
        return next(one for one in json.loads(self.server.command("identity", "list", "--json").stdout)
                    if one["name"] == name)

    def eventually(self, status, work):
        """Within a second, as the documents promise; a slow machine is given more."""
        for _ in range(100):
            if status_of(work) == status:
                return
            time.sleep(0.1)
        self.assertEqual(status_of(work), status)

    def test_one_that_leaves_the_configuration_is_let_in_nowhere(self):
        with Server(PROGRAMS, DECLARED) as self.server:
            keys = self.new_key("ana")
            self.client("s3", *keys).list_buckets()
            self.server.stop()
            file = self.server.root / "config.yaml"
            file.write_text(DECLARED.replace("  - {name: ana, policies: [all]}\n", "  - {name: citra, policies: [all]}\n"))
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

    def test_it_is_said_when_nobody_is_left_who_may_do_everything(self):
        with Server(PROGRAMS) as server:
            everything = server.root / "everything.json"
            everything.write_text(json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}))
            last = "nobody is left who may do everything; `"
            server.command("identity", "add", "second", "--policy", str(everything))
            self.assertNotIn(last, server.command("identity", "disable", "second").stderr)
            self.assertNotIn(last, server.command("identity", "enable", "second").stderr)
            self.assertNotIn(last, server.command("identity", "remove", "admin").stderr)
            self.assertIn(last, server.command("identity", "disable", "second").stderr)
            self.assertNotIn(last, server.command("identity", "remove", "second").stderr)

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
        self.is_refused(f"ana has no access key {keys[0]}; `", "identity", "remove-key", "ana", keys[0])
        self.does(f"The access key {keys[0]} of fitri is removed", "identity", "remove-key", "fitri", keys[0])
        self.eventually(403, fitri.list_buckets)
        self.assertEqual(shown(), [])

    def test_an_identity_is_added_rotated_disabled_and_enabled_beside_the_server(self):
        key, secret = self.new_identity("budi", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        s3 = self.client("s3", key, secret)
        s3.list_buckets()
        self.assertEqual(self.server.command("identity", "disable", "budi").returncode, 0)
        time.sleep(1)
        self.assertEqual(self.code(s3.list_buckets), "InvalidAccessKeyId")
        self.server.command("identity", "enable", "budi")
        time.sleep(1)
        s3.list_buckets()
        self.assertEqual(self.server.command("identity", "rotate", "budi").returncode, 0)
        time.sleep(1)
        self.assertEqual(self.code(s3.list_buckets), "InvalidAccessKeyId")
        listed = self.server.command("identity", "list").stdout
        self.assertIn("budi", listed)
        self.assertNotIn(secret, listed)
        done = self.server.command("identity", "add", "budi")
        self.assertIn("there is an identity budi already; `", done.stderr)
        self.assertIn(" identity rotate budi` gives it a new key", done.stderr)
        done = self.server.command("identity", "disable", "nobody")
        self.assertIn("there is no identity nobody", done.stderr)


class AccessKeys(Served):
    OWN_KEYS = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "iam:*AccessKey*", "Resource": "arn:aws:iam::000000000000:user/${aws:username}"}}

    def test_an_identity_rotates_its_own_key(self):
        first = self.new_identity("indah", self.OWN_KEYS)
        iam = self.client("iam", *first)
        made = iam.create_access_key()["AccessKey"]
        self.assertEqual((made["UserName"], made["Status"], len(made["SecretAccessKey"])), ("indah", "Active", 40))
        self.assertEqual(self.code(iam.create_access_key), "LimitExceeded")
        second = self.client("iam", made["AccessKeyId"], made["SecretAccessKey"])
        self.assertEqual(sorted(key["AccessKeyId"] for key in second.list_access_keys()["AccessKeyMetadata"]),
                         sorted((first[0], made["AccessKeyId"])))
        second.update_access_key(AccessKeyId=first[0], Status="Inactive")
        self.assertEqual(self.code(iam.list_access_keys), "InvalidClientTokenId")
        status = {key["AccessKeyId"]: key["Status"] for key in second.list_access_keys()["AccessKeyMetadata"]}
        self.assertEqual(status, {first[0]: "Inactive", made["AccessKeyId"]: "Active"})
        second.update_access_key(AccessKeyId=first[0], Status="Active")
        self.assertEqual(len(iam.list_access_keys()["AccessKeyMetadata"]), 2)
        second.delete_access_key(AccessKeyId=first[0])
        self.assertEqual(self.code(iam.list_access_keys), "InvalidClientTokenId")
        self.assertEqual(self.code(second.delete_access_key, AccessKeyId=first[0]), "NoSuchEntity")
        self.assertEqual(self.code(second.update_access_key, AccessKeyId=made["AccessKeyId"], Status="active"),
                         "ValidationError")

    def test_the_keys_of_others_need_the_right_on_them(self):
        victim = self.new_identity("joko")
        iam = self.client("iam", *self.new_identity("kiki", self.OWN_KEYS))
        for call, arguments in (("create_access_key", {}), ("list_access_keys", {}),
                                ("delete_access_key", {"AccessKeyId": victim[0]}),
                                ("update_access_key", {"AccessKeyId": victim[0], "Status": "Inactive"})):
            self.assertEqual(self.code(getattr(iam, call), UserName="joko", **arguments), "AccessDenied", call)
            self.assertEqual(self.code(getattr(self.client("iam", *victim), call), **arguments), "AccessDenied", call)
        # Another's key under one's own name is not found.
        self.assertEqual(self.code(iam.delete_access_key, AccessKeyId=victim[0]), "NoSuchEntity")
        admin = self.client("iam")
        self.assertEqual(admin.list_access_keys(UserName="joko")["AccessKeyMetadata"][0]["AccessKeyId"], victim[0])
        self.assertEqual(self.code(admin.create_access_key, UserName="nobody"), "NoSuchEntity")

    def test_temporary_credentials_make_no_lasting_ones(self):
        key = self.new_identity("lina", self.OWN_KEYS)
        got = self.client("sts", *key).get_session_token(DurationSeconds=900)["Credentials"]
        iam = self.client("iam", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        self.assertEqual(self.code(iam.create_access_key), "AccessDenied")
        self.assertEqual(self.code(iam.delete_access_key, AccessKeyId=key[0]), "AccessDenied")
        self.client("iam", *key).update_access_key(AccessKeyId=key[0], Status="Inactive")
        self.assertEqual(self.code(iam.list_access_keys), "InvalidClientTokenId")

    def test_no_secret_reaches_the_audit_or_the_log(self):
        made = self.client("iam", *self.new_identity("mega", self.OWN_KEYS)).create_access_key()["AccessKey"]
        for file in (self.server.folder / "audit.jsonl", self.server.root / "log.txt"):
            self.assertNotIn(made["SecretAccessKey"], file.read_text(), file)
        self.assertIn("iam:CreateAccessKey", (self.server.folder / "audit.jsonl").read_text())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
