#include "signing/signature.h"

#include <gtest/gtest.h>

#include "base/sha256.h"

namespace sempurna {
namespace {

// AWS, "Authenticating Requests: Using the Authorization Header", "... Using Query Parameters".
const Credentials kExample{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
const Scope kScope{"20130524", "us-east-1", "s3"};
const Time kTime(std::chrono::milliseconds(1369353600000));  // 2013-05-24T00:00:00Z
const std::string kEmpty = sha256_hex("");

SignableRequest example(const std::string& method, const std::string& path,
                        const std::string& query) {
  return {method, path, query, {{"Host", "examplebucket.s3.amazonaws.com"}}};
}

std::string signature_of(const SignableRequest& request) {
  const std::string all = request.header("authorization");
  return all.substr(all.find("Signature=") + 10);
}

TEST(SignatureV4, OfAGetOfARangeIsThePublishedOne) {
  SignableRequest request = example("GET", "/test.txt", "");
  request.headers.push_back({"Range", "bytes=0-9"});
  sign(request, kExample, "us-east-1", "s3", kTime, kEmpty);
  EXPECT_EQ(request.header("authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(SignatureV4, OfAPutIsThePublishedOne) {
  SignableRequest request = example("PUT", "/test%24file.text", "");
  request.headers.push_back({"Date", "Fri, 24 May 2013 00:00:00 GMT"});
  request.headers.push_back({"x-amz-storage-class", "REDUCED_REDUNDANCY"});
  sign(request, kExample, "us-east-1", "s3", kTime, sha256_hex("Welcome to Amazon S3."));
  EXPECT_EQ(signature_of(request),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(SignatureV4, OfAQueryWithoutAValueIsThePublishedOne) {
  SignableRequest request = example("GET", "/", "lifecycle");
  sign(request, kExample, "us-east-1", "s3", kTime, kEmpty);
  EXPECT_EQ(signature_of(request),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(SignatureV4, OfAListingIsThePublishedOne) {
  SignableRequest request = example("GET", "/", "prefix=J&max-keys=2");
  sign(request, kExample, "us-east-1", "s3", kTime, kEmpty);
  EXPECT_EQ(signature_of(request),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(SignatureV4, OfAPresignedGetIsThePublishedOne) {
  const std::string query =
      presign(example("GET", "/test.txt", ""), kExample, "us-east-1", "s3", kTime, 86400);
  EXPECT_EQ(
      query,
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-"
      "east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-"
      "SignedHeaders=host&X-Amz-Signature="
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST(SignatureV4, CollapsesSpacesAndJoinsHeadersSentTwice) {
  SignableRequest request = example("GET", "/a%20b", "");
  request.headers.push_back({"X-Amz-Meta-A", "  one   two "});
  request.headers.push_back({"x-amz-meta-a", "three"});
  EXPECT_EQ(canonical_request(request, {"host", "x-amz-meta-a"}, "UNSIGNED-PAYLOAD", "s3"),
            "GET\n/a%20b\n\nhost:examplebucket.s3.amazonaws.com\nx-amz-meta-a:one two,three\n\n"
            "host;x-amz-meta-a\nUNSIGNED-PAYLOAD");
}

TEST(SignatureV4, OfOtherServicesEncodesThePathOnceMore) {
  const SignableRequest request = example("POST", "/a%20b", "");
  EXPECT_TRUE(
      canonical_request(request, {"host"}, kEmpty, "sagemaker").starts_with("POST\n/a%2520b\n"));
}

TEST(Query, IsSortedByItsEncodedNames) {
  const SignableRequest request = example("GET", "/", "b=2&a=%2f&a=&c&B=1&X-Amz-Signature=no");
  EXPECT_TRUE(canonical_request(request, {"host"}, kEmpty, "s3")
                  .starts_with("GET\n/\nB=1&a=&a=%2F&b=2&c=\n"));
}

// AWS, "Signing and authenticating REST requests", query string request authentication.
TEST(SignatureV2, OfAPresignedGetIsThePublishedOne) {
  const SignableRequest request{"GET", "/photos/puppy.jpg", "", {}};
  const std::string text = string_to_sign_v2(request, "/johnsmith/photos/puppy.jpg", "1175139620");
  EXPECT_EQ(text, "GET\n\n\n1175139620\n/johnsmith/photos/puppy.jpg");
  EXPECT_EQ(signature_v2(kExample.secret, text), "NpgCjnDzrM+WFzoENXmpNDUsSn8=");
}

TEST(SignatureV2, CoversAmzHeadersAndSubresources) {
  const SignableRequest request{
      "PUT",
      "/b/k",
      "uploadId=x%2Fy&partNumber=2&uploads&prefix=p&x-amz-security-token=T",
      {{"Content-Type", "text/plain"}, {"X-Amz-Meta-B", "2"}, {"x-amz-meta-a", " 1"}}};
  // A header in the query is whoever verifies to decide about.
  EXPECT_EQ(string_to_sign_v2(request, "/b/k", "99"),
            "PUT\n\ntext/plain\n99\nx-amz-meta-a:1\nx-amz-meta-b:2\n"
            "/b/k?partNumber=2&uploadId=x/y&uploads");
}

TEST(PercentEncoding, KeepsWhatCannotBeDecoded) {
  EXPECT_EQ(percent_decode("a%2Fb%zz%4"), "a/b%zz%4");
  EXPECT_EQ(percent_encode("a/b é~"), "a%2Fb%20%C3%A9~");
  EXPECT_EQ(percent_encode("a/b", true), "a/b");
}

}  // namespace
}  // namespace sempurna
