#!/usr/bin/env python3
"""Browsers' uploads by POST, whose forms boto3 signs.

Usage: s3_forms_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
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
from botocore.client import Config  # noqa: E402
from one_server import setUpModule, tearDownModule  # noqa: E402, F401
from s3_clients import Clients, client, noise  # noqa: E402


class Forms(Clients):
    """Browsers' uploads by POST."""

    @classmethod
    def setUpClass(cls):
        cls.s3 = client()
        cls.s3.create_bucket(Bucket="forms")

    def send(self, fields, content=b"hello", bucket="forms", name="a.png", after=(), type="image/x-of-the-part", **headers):
        """The status, the headers and the body of the answer. `fields` is a dict or a list of pairs."""
        boundary = "----boundary7MA4YWxk"
        body = b""
        for field, value in fields.items() if isinstance(fields, dict) else fields:
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                 f'Content-Type: {type}\r\n\r\n').encode() + content + b"\r\n"
        for field, value in after:
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        body += f"--{boundary}--\r\n".encode()

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        request = urllib.request.Request(f"{self.server.url}/{bucket}", data=body, method="POST",
                                         headers={"Content-Type": f"multipart/form-data; boundary={boundary}", **headers})
        try:
            answer = urllib.request.build_opener(Stay).open(request, timeout=10)
        except urllib.error.HTTPError as error:
            answer = error
        return answer.status, answer.headers, answer.read().decode()

    def post(self, key="up/${filename}", fields=None, conditions=None, version="s3v4", **options):
        signer = client(config=Config(signature_version=version), **options)
        return signer.generate_presigned_post("forms", key, Fields=fields, Conditions=conditions)["fields"]

    def refused(self, answer, status, code, words=""):
        self.assertEqual((answer[0], re.findall("<Code>(.*?)</Code>", answer[2])), (status, [code]), answer[2])
        self.assertIn(words, answer[2])

    def test_a_form_puts_an_object(self):
        for version in ("s3v4", "s3"):
            fields = {"Content-Type": "image/png", "x-amz-meta-who": "ana", "Cache-Control": "no-store"}
            form = self.post(fields=fields, conditions=[{name: value} for name, value in fields.items()],
                             version=version)
            body = noise(300000)
            status, headers, text = self.send(form, body, name="photo 1.png")
            self.assertEqual((status, text), (204, ""))
            got = self.s3.get_object(Bucket="forms", Key="up/photo 1.png")
            self.assertEqual(got["Body"].read(), body)
            self.assertEqual((got["ContentType"], got["Metadata"], got["CacheControl"], got["ETag"]),
                             ("image/png", {"who": "ana"}, "no-store", headers["ETag"]))
            self.s3.delete_object(Bucket="forms", Key="up/photo 1.png")

    def test_the_answer_is_the_one_asked_for(self):
        for status in ("200", "201", "204", "302", "x"):
            form = self.post("k", {"success_action_status": status}, [{"success_action_status": status}])
            got, headers, text = self.send(form)
            self.assertEqual(got, int(status) if status in ("200", "201", "204") else 204)
            if status == "201":
                self.assertEqual(re.findall("<(Location|Bucket|Key|ETag)>(.*?)</", text),
                                 [("Location", f"{self.server.url}/forms/k"), ("Bucket", "forms"), ("Key", "k"),
                                  ("ETag", headers["ETag"].replace('"', "&quot;"))])
                hosted = f"forms.localhost:{self.server.port}"
                self.assertIn(f"<Location>http://{hosted}/k<", self.send(form, bucket="", Host=hosted)[2])
        for name in ("success_action_redirect", "redirect"):
            form = self.post("k", {name: "http://localhost/done?a=b"}, [["starts-with", f"${name}", ""]])
            got, headers, _ = self.send(form)
            self.assertEqual(got, 303)
            self.assertEqual(headers["Location"], "http://localhost/done?a=b&bucket=forms&key=k&etag=" +
                             urllib.parse.quote(headers["ETag"]))
        for address in ("javascript:alert(1)", "/relative", "http://x/\r\nSet-Cookie: a=b", "http://x/ y"):
            form = self.post("k", {"success_action_redirect": address}, [["starts-with", "$success_action_redirect", ""]])
            got, headers, _ = self.send(form)
            self.assertEqual((got, headers["Set-Cookie"]), (204, None))

    def test_what_the_policy_does_not_allow_is_denied(self):
        form = self.post("up/${filename}", {"acl": "private"}, [{"acl": "private"}])
        self.assertEqual(self.send(form)[0], 204)
        for change in ({"acl": "public-read"}, {"key": "other/k"}, {"Acl": "public-read", "acl": None}, {"key": "upx"}):
            changed = {name: value for name, value in {**form, **change}.items() if value is not None}
            self.refused(self.send(changed), 403, "AccessDenied", "Policy Condition failed")
        for extra in ("x-amz-meta-more", "Content-Type", "success_action_redirect", "x-amz-storage-class", "tagging",
                      "x-amz-server-side-encryption", "submit"):
            self.refused(self.send({**form, extra: "x"}), 403, "AccessDenied", f"Extra input fields: {extra.lower()}")
        self.assertEqual(self.send({**form, "x-ignore-me": "x"})[0], 204)
        self.refused(self.send(form, bucket="forms-other"), 403, "AccessDenied", "Policy Condition failed")
        self.refused(self.send({**form, "bucket": "other"}), 400, "InvalidArgument", "another bucket")
        # A name of a file is a name, and no way out of the folder that the policy allows.
        self.assertEqual(self.send(form, name="../../escaped.png")[0], 204)
        self.assertEqual(self.send(form, name="..")[0], 204)
        keys = [found["Key"] for found in self.s3.list_objects_v2(Bucket="forms")["Contents"]]
        self.assertIn("up/escaped.png", keys)
        self.assertFalse({"escaped.png", "..", "up/../../escaped.png", "other/k", "upx"} & set(keys), keys)
        # What follows the file says nothing.
        self.assertEqual(self.send(form, name="after", after=[("key", "elsewhere"), ("submit", "Go")])[0], 204)
        self.assertEqual(self.s3.head_object(Bucket="forms", Key="up/after")["ContentLength"], 5)

    def test_a_field_twice_is_refused(self):
        form = list(self.post("up/k").items())
        for more in (("key", "up/k"), ("KEY", "up/other"), ("policy", "e30=")):
            self.refused(self.send(form + [more]), 400, "InvalidArgument", "more than once")
            self.refused(self.send([more] + form), 400, "InvalidArgument", "more than once")

    def test_sizes_outside_the_range_leave_nothing(self):
        form = self.post("sized", conditions=[["content-length-range", 3, 100000]])
        self.refused(self.send(form, b"xx"), 400, "EntityTooSmall")
        self.refused(self.send(form, noise(100001)), 400, "EntityTooLarge")
        self.assertEqual(self.code(self.s3.head_object, Bucket="forms", Key="sized")[1], 404)
        self.assertEqual(self.send(form, noise(100000))[0], 204)
        self.assertEqual(self.send(form, b"xxx")[0], 204)

    def test_a_wrong_signature_or_none_is_refused(self):
        for version, signature in (("s3v4", "x-amz-signature"), ("s3", "signature")):
            form = self.post("k", version=version)
            self.refused(self.send({**form, signature: "0" * 64}), 403, "SignatureDoesNotMatch")
            self.refused(self.send({name: value for name, value in form.items() if name != signature}), 400,
                         "InvalidArgument", f"must contain a field named &apos;{signature}".replace("&apos;", "'"))
            other = base64.b64encode(json.dumps({"expiration": "2099-01-01T00:00:00Z", "conditions": []}).encode())
            self.refused(self.send({**form, "policy": other.decode()}), 403, "SignatureDoesNotMatch")
            self.refused(self.send({name: value for name, value in form.items() if name != "policy"}), 400,
                         "InvalidArgument", "policy")
        self.refused(self.send({**self.post("k"), **self.post("k", version="s3")}), 400, "InvalidArgument", "once")
        wrong = self.post("k", aws_access_key_id="AKIAUNKNOWNUNKNOWN00")
        self.refused(self.send(wrong), 403, "InvalidAccessKeyId")
        self.refused(self.send(self.post("k", region_name="eu-west-1")), 400, "InvalidArgument", "us-east-1")
        # Nobody in particular may nothing in particular.
        self.refused(self.send({"key": "k"}), 403, "AccessDenied")
        self.refused(self.send({"key": "k"}, bucket="forms-other"), 403, "AccessDenied")
        self.assertEqual(self.send({})[0], 400)

    def test_a_form_may_do_what_its_signer_may(self):
        policy = self.server.root / "forms.json"
        policy.write_text(json.dumps({"Statement": {"Effect": "Allow", "Action": "s3:PutObject",
                                                    "Resource": "arn:aws:s3:::forms/made/*"}}))
        made = json.loads(self.server.command("identity", "add", "yuni", "--json", "--policy", str(policy)).stdout)
        who = {"aws_access_key_id": made["access_key_id"], "aws_secret_access_key": made["secret_access_key"]}
        self.assertEqual(self.send(self.post("made/k", **who))[0], 204)
        self.refused(self.send(self.post("other/k", **who)), 403, "AccessDenied", "s3:PutObject")
        tags = "<Tagging><TagSet><Tag><Key>a b</Key><Value>c+d</Value></Tag></TagSet></Tagging>"
        self.refused(self.send(self.post("made/k", {"tagging": tags}, [{"tagging": tags}], **who)), 403, "AccessDenied",
                     "s3:PutObjectTagging")
        self.assertEqual(self.send(self.post("tagged", {"tagging": tags}, [{"tagging": tags}]))[0], 204)
        self.assertEqual(self.s3.get_object_tagging(Bucket="forms", Key="tagged")["TagSet"],
                         [{"Key": "a b", "Value": "c+d"}])
        lines = [json.loads(line) for line in (self.server.folder / "audit.jsonl").read_text().splitlines()]
        self.assertTrue(any(line["who"].endswith("user/yuni") and line["resource"].endswith("forms/made/k")
                            and line["status"] == 204 for line in lines))

    def test_a_form_seals_and_checks_like_a_put(self):
        fields = {"x-amz-server-side-encryption": "AES256"}
        status, headers, _ = self.send(self.post("sealed", fields, [fields]))
        self.assertEqual((status, headers["x-amz-server-side-encryption"]), (204, "AES256"))
        digest = base64.b64encode(hashlib.sha256(b"hello").digest()).decode()
        for value, expected in ((digest, 204), (base64.b64encode(bytes(32)).decode(), 400)):
            fields = {"x-amz-checksum-sha256": value}
            self.assertEqual(self.send(self.post("checked", fields, [fields]))[0], expected)
        for name in ("x-amz-website-redirect-location", "x-amz-object-lock-mode", "x-amz-copy-source"):
            self.refused(self.send(self.post("k", {name: "x"}, [{name: "x"}])), 501, "NotImplemented", name)

    def test_no_field_brings_a_line_into_later_answers(self):
        value = "a\r\nSet-Cookie: b=c"
        for name in ("Content-Type", "x-amz-meta-a", "Content-Disposition"):
            self.refused(self.send(self.post("k", {name: value}, [["starts-with", f"${name}", ""]])), 400,
                         "InvalidArgument", "control character")
        name = "x-amz-meta-a b: c"
        self.refused(self.send(self.post("k", {name: "x"}, [{name: "x"}])), 400, "InvalidArgument")

    def test_a_request_that_is_no_form_is_told_so(self):
        request = urllib.request.Request(f"{self.server.url}/forms", data=b"x", method="POST",
                                         headers={"Content-Type": "text/plain"})
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=10)
        self.assertEqual(caught.exception.code, 412)
        self.assertIn(b"multipart/form-data", caught.exception.read())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
