#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "signed_requests.h"

namespace sempurna {
namespace {

/// A PUT presigned with this query.
SignableRequest presigned_put(const std::string& query, std::vector<Header> headers = {}) {
  headers.push_back({"Host", "127.0.0.1:8600"});
  SignableRequest request{"PUT", "/bucket/key", query, headers};
  request.query = presign(request, kKey, "us-east-1", "s3", kNow, 60);
  return request;
}

/// A PUT presigned with Signature V2, which signed these lines of x-amz- headers, a Content-MD5 and
/// a Content-Type; `query` is put behind it.
SignableRequest presigned_put_v2(const std::string& signed_headers, const std::string& query,
                                 const std::string& md5 = "", const std::string& type = "") {
  const std::string expires =
      std::to_string((kNow + seconds(60)).time_since_epoch().count() / 1000);
  const std::string text =
      "PUT\n" + md5 + "\n" + type + "\n" + expires + "\n" + signed_headers + "/bucket/key";
  SignableRequest request{"PUT", "/bucket/key", "", {{"Host", "127.0.0.1:8600"}}};
  request.query = "AWSAccessKeyId=AKIAEXAMPLE&Expires=" + expires +
                  "&Signature=" + percent_encode(signature_v2(kKey.secret, text)) + query;
  return request;
}

using Lines = std::vector<std::string>;

Lines header_lines(const Authenticated& from) {
  Lines lines;
  for (const auto& header : from.query.headers) lines.push_back(header.name + ": " + header.value);
  return lines;
}

TEST(HeadersInAQuery, CountAsIfTheyHadBeenSent) {
  EXPECT_EQ(header_lines(check(presigned_put(
                "X-Amz-Meta-A=b%20c&x-amz-copy-source=b%2Fs&Content-Type=a%2Fb&prefix=p"))),
            (Lines{"content-type: a/b", "x-amz-meta-a: b c", "x-amz-copy-source: b/s"}));
  // All of these are done with; the rest is what the request asks for.
  const auto done = check(presigned_put("x-amz-acl=private&prefix=p")).query.parameters;
  EXPECT_TRUE(done.contains("x-amz-acl") && done.contains("X-Amz-Date"));
  EXPECT_FALSE(done.contains("prefix"));
}

TEST(HeadersInAQuery, LeaveOutTheChecksumOfABodyThatWasNotThereYet) {
  EXPECT_EQ(header_lines(check(presigned_put(
                "x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32"))),
            Lines{});
  EXPECT_EQ(header_lines(check(presigned_put("x-amz-checksum-crc32=NhCmhg%3D%3D"))),
            Lines{"x-amz-checksum-crc32: NhCmhg=="});
}

TEST(HeadersInAQuery, AreRefusedWhereTheyMayMeanTwoThings) {
  for (const char* query :
       {"x-amz-acl=private&X-Amz-Acl=private", "x-amz-acl=private&x-amz-acl=private",
        "x-amz-meta-a=b%0d%0aSet-Cookie:%20c", "x-amz-meta-a%0d%0aSet-Cookie:%20c=d",
        "x-amz-meta-a%20b=c", "Content-Type=a%00b", "x-amz-date=20260102T030405Z"}) {
    expect_fault(presigned_put(query), kForm);
  }
  expect_fault(presigned_put("x-amz-meta-a=1", {{"x-amz-meta-a", "1"}}), kForm);
  EXPECT_NO_THROW(check(presigned_put("Content-Type=a", {{"Content-Type", "a"}})));
  expect_fault(presigned_put("Content-Type=a", {{"Content-Type", "b"}}), kForm);
}

TEST(HeadersInAQuery, AreNotTakenForSignedOnesByTheOldSignature) {
  constexpr auto kDenied = AccessFault::AccessDenied;
  const std::string sealed = "x-amz-server-side-encryption:AES256\n";
  SignableRequest as_meant = presigned_put_v2(sealed, "");
  as_meant.headers.push_back({"x-amz-server-side-encryption", "AES256"});
  EXPECT_NO_THROW(check(as_meant));
  expect_fault(presigned_put_v2(sealed, "&x-amz-server-side-encryption=AES256"), kDenied);
  expect_fault(presigned_put_v2(sealed, "&X-Amz-Server-Side-Encryption=AES256"), kDenied);
  expect_fault(presigned_put_v2("x-amz-meta-a:1\n" + sealed,
                                "&x-amz-meta-a=1%0Ax-amz-server-side-encryption%3AAES256"),
               kDenied);
  expect_fault(presigned_put_v2(sealed, "&content-type=a%0A1%0Ax-amz-meta-a:b"), kForm);
}

TEST(HeadersInAQuery, ThatTheOldSignatureCoversThereAreHeeded) {
  const std::string md5 = "CY9rzUYh03PK3k6DJie09g==";
  EXPECT_EQ(header_lines(check(presigned_put_v2("", "&content-md5=" + percent_encode(md5), md5))),
            Lines{"content-md5: " + md5});
  SignableRequest other = presigned_put_v2("", "&content-md5=" + percent_encode(md5), md5);
  other.headers.push_back({"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="});
  expect_fault(other, kForm);
  SignableRequest twice = presigned_put_v2("", "", md5);
  twice.headers.push_back({"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="});
  twice.headers.push_back({"Content-MD5", md5});
  expect_fault(twice, kForm);
  EXPECT_EQ(check(presigned_put_v2("x-amz-security-token:token\n", "&x-amz-security-token=token"))
                .caller.identity,
            "ana");
}

}  // namespace
}  // namespace sempurna
