#include "access/authenticate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "access/access_error.h"
#include "base/sha256.h"

namespace sempurna {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow(std::chrono::milliseconds(1767323045000));  // 2026-01-02T03:04:05Z
const Credentials kKey{"AKIAEXAMPLE", "secret", ""};
const std::string kBody = sha256_hex("body");

KnownKey lookup(const std::string& id, const std::string& token) {
  if (id != kKey.access_key_id) {
    throw AccessError(AccessFault::InvalidAccessKeyId, "no such key");
  }
  if (!token.empty() && token != "token") throw AccessError(AccessFault::InvalidToken, "no");
  KnownKey key;
  key.secret = kKey.secret;
  key.caller.identity = "ana";
  key.caller.access_key_id = id;
  return key;
}

SignableRequest put() {
  return {"PUT", "/bucket/a%20key", "", {{"Host", "127.0.0.1:8600"}, {"X-Amz-Meta-A", "1"}}};
}

SignableRequest signed_put(Time time = kNow, const std::string& region = "us-east-1",
                           const std::string& service = "s3") {
  SignableRequest request = put();
  sign(request, kKey, region, service, time, kBody);
  return request;
}

SignableRequest presigned(int lifetime = 60, Time time = kNow) {
  SignableRequest request{"GET", "/bucket/key", "x-id=GetObject", {{"Host", "127.0.0.1:8600"}}};
  request.query = presign(request, kKey, "us-east-1", "s3", time, lifetime);
  return request;
}

SignableRequest presigned_v2(Time until) {
  SignableRequest request{"GET", "/bucket/key", "", {{"Host", "127.0.0.1:8600"}}};
  const std::string expires = std::to_string(until.time_since_epoch().count() / 1000);
  const std::string value =
      signature_v2(kKey.secret, string_to_sign_v2(request, "/bucket/key", expires));
  request.query =
      "AWSAccessKeyId=AKIAEXAMPLE&Expires=" + expires + "&Signature=" + percent_encode(value);
  return request;
}

std::function<std::string()> hash_of(std::string sha256) {
  return [=] { return sha256; };
}

Authenticated check(const SignableRequest& request, Time now = kNow) {
  return authenticate(request, {"us-east-1"}, lookup, now);
}

std::string& header(SignableRequest& request, std::string_view name) {
  for (auto& one : request.headers) {
    if (one.name == name) return one.value;
  }
  throw std::logic_error("no such header");
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

void expect_fault(const SignableRequest& request, AccessFault fault, Time now = kNow) {
  try {
    check(request, now);
    ADD_FAILURE() << "was let in";
  } catch (const AccessError& error) {
    EXPECT_EQ(error.fault(), fault) << error.what();
  }
}

TEST(Signed, ByHeaderIsLetIn) {
  const Authenticated from = check(signed_put());
  EXPECT_EQ(from.caller.identity, "ana");
  EXPECT_EQ(from.service, "s3");
  EXPECT_FALSE(from.is_presigned);
  EXPECT_EQ(from.payload.kind, PayloadPromise::Kind::Sha256);
  EXPECT_EQ(from.payload.sha256, kBody);
}

TEST(Signed, ByQueryIsLetIn) {
  const Authenticated from = check(presigned());
  EXPECT_TRUE(from.is_presigned);
  EXPECT_EQ(from.payload.kind, PayloadPromise::Kind::Unsigned);
}

TEST(Signed, ByTheOldQueryIsLetIn) {
  EXPECT_TRUE(check(presigned_v2(kNow + seconds(60))).is_presigned);
}

// S3 decodes the path and encodes it again, so it is the same object that was signed.
TEST(Signed, HoldsForThePathHoweverItIsEncoded) {
  SignableRequest request = signed_put();
  request.path = "/bucket/%61%20key";
  EXPECT_NO_THROW(check(request));
}

TEST(Signed, ForAnotherRegionIsToldTheRightOne) {
  try {
    check(signed_put(kNow, "US"));
    ADD_FAILURE() << "was let in";
  } catch (const WrongRegion& error) {
    EXPECT_EQ(error.expected, "us-east-1");
  }
}

TEST(Signed, AgainWithinFifteenMinutesIsLegal) {
  EXPECT_NO_THROW(check(signed_put(), kNow + minutes(15)));
  EXPECT_NO_THROW(check(signed_put(), kNow - minutes(15)));
}

TEST(Signed, ForAGlobalServiceNamesTheFirstRegion) {
  SignableRequest request = put();
  request.method = "POST";
  sign(request, kKey, "us-east-1", "sts", kNow, kBody);
  EXPECT_NO_THROW(authenticate(request, {"ap-southeast-3"}, lookup, kNow, hash_of(kBody)));
}

TEST(Signed, WithoutAPayloadHashCoversTheBodyGiven) {
  SignableRequest request{"POST", "/", "", {{"Host", "127.0.0.1"}}};
  sign(request, kKey, "us-east-1", "sts", kNow, kBody);
  EXPECT_NO_THROW(authenticate(request, {"us-east-1"}, lookup, kNow, hash_of(kBody)));
  EXPECT_THROW(authenticate(request, {"us-east-1"}, lookup, kNow, hash_of(sha256_hex("other"))),
               AccessError);
}

TEST(Signed, NobodysBodyIsReadWhoseHeadIsWrongAlready) {
  const auto unread = []() -> std::string { throw std::logic_error("the body was read"); };
  SignableRequest request{"POST", "/", "", {{"Host", "127.0.0.1"}}};
  sign(request, kKey, "us-east-1", "sts", kNow, kBody);
  const auto ask = [&](Time now = kNow) {
    authenticate(request, {"us-east-1"}, lookup, now, unread);
  };
  EXPECT_THROW(ask(), std::logic_error);
  EXPECT_THROW(ask(kNow + minutes(16)), AccessError);
  std::string& authorization = header(request, "Authorization");
  const std::string right = authorization;
  for (const auto& [part, wrong] :
       {std::pair("AKIAEXAMPLE", "AKIANOBODY"), std::pair("us-east-1", "us-east-2"),
        std::pair("/sts/", "/x/"), std::pair("Signature=", "Sign=")}) {
    authorization = right;
    replace(authorization, part, wrong);
    EXPECT_THROW(ask(), AccessError) << wrong;
  }
  request.headers.clear();
  EXPECT_NO_THROW(ask());  // anonymous
}

TEST(Signed, ABodyWhoseHashIsInTheHeadIsNotNeeded) {
  const auto unread = []() -> std::string { throw std::logic_error("the body was read"); };
  EXPECT_NO_THROW(authenticate(signed_put(), {"us-east-1"}, lookup, kNow, unread));
}

TEST(Unsigned, IsAnonymous) {
  const Authenticated from = check(put());
  EXPECT_TRUE(from.caller.is_anonymous());
}

TEST(Unsigned, CannotHaveSignedChunks) {
  SignableRequest request = put();
  request.headers.push_back({"x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"});
  expect_fault(request, AccessFault::MalformedAuthorization);
}

struct Trick {
  const char* name;
  std::function<void(SignableRequest&)> change;
  AccessFault fault;
};

class AfterSigning : public testing::TestWithParam<Trick> {};

TEST_P(AfterSigning, EveryTrickIsRefused) {
  SignableRequest request = signed_put();
  GetParam().change(request);
  expect_fault(request, GetParam().fault);
}

constexpr auto kWrong = AccessFault::SignatureDoesNotMatch;
constexpr auto kForm = AccessFault::MalformedAuthorization;

INSTANTIATE_TEST_SUITE_P(
    Header, AfterSigning,
    testing::Values(
        Trick{"Method", [](auto& r) { r.method = "DELETE"; }, kWrong},
        Trick{"Path", [](auto& r) { r.path = "/bucket/a%20keys"; }, kWrong},
        Trick{"Query", [](auto& r) { r.query = "acl"; }, kWrong},
        Trick{"HeaderValue", [](auto& r) { header(r, "X-Amz-Meta-A") = "2"; }, kWrong},
        Trick{"PayloadHash",
              [](auto& r) { header(r, "X-Amz-Content-Sha256") = "UNSIGNED-PAYLOAD"; }, kWrong},
        Trick{"TruncatedSignature", [](auto& r) { header(r, "Authorization").pop_back(); }, kWrong},
        Trick{"LongerSignature", [](auto& r) { header(r, "Authorization") += "0"; }, kWrong},
        Trick{"NoSignature",
              [](auto& r) {
                auto& text = header(r, "Authorization");
                text.resize(text.find(", Signature"));
              },
              kForm},
        Trick{"Key",
              [](auto& r) { replace(header(r, "Authorization"), "AKIAEXAMPLE", "AKIAOTHER"); },
              AccessFault::InvalidAccessKeyId},
        Trick{"Region",
              [](auto& r) { replace(header(r, "Authorization"), "us-east-1", "us-west-2"); },
              kForm},
        Trick{"Service", [](auto& r) { replace(header(r, "Authorization"), "/s3/", "/sqs/"); },
              kForm},
        Trick{"OtherService", [](auto& r) { replace(header(r, "Authorization"), "/s3/", "/kms/"); },
              kWrong},
        Trick{"ScopeDate",
              [](auto& r) { replace(header(r, "Authorization"), "/20260102/", "/20260101/"); },
              kForm},
        Trick{"Ending",
              [](auto& r) { replace(header(r, "Authorization"), "aws4_request", "aws5_request"); },
              kForm},
        Trick{"HeaderLeftOut",
              [](auto& r) {
                std::erase_if(r.headers, [](auto& h) { return h.name == "X-Amz-Meta-A"; });
              },
              kForm},
        Trick{"HeaderTwice",
              [](auto& r) {
                r.headers.push_back({"x-amz-meta-a", "1"});
              },
              kForm},
        Trick{"HostTwice",
              [](auto& r) {
                r.headers.push_back({"host", "evil"});
              },
              kForm},
        Trick{"AuthorizationTwice",
              [](auto& r) {
                r.headers.push_back({"authorization", header(r, "Authorization")});
              },
              kForm},
        Trick{"DateTwice",
              [](auto& r) {
                r.headers.push_back({"x-amz-date", "20260102T030405Z"});
              },
              kForm},
        Trick{"AmzHeaderAdded",
              [](auto& r) {
                r.headers.push_back({"x-amz-acl", "public-read"});
              },
              AccessFault::AccessDenied},
        Trick{"HostNotSigned",
              [](auto& r) {
                replace(header(r, "Authorization"), "SignedHeaders=host;", "SignedHeaders=");
              },
              kForm},
        Trick{"HeadersNotSorted",
              [](auto& r) {
                replace(header(r, "Authorization"), "host;x-amz-content-sha256",
                        "x-amz-content-sha256;host");
              },
              kForm},
        Trick{"PartTwice", [](auto& r) { header(r, "Authorization") += ", Signature=0"; }, kForm},
        Trick{"PartUnknown", [](auto& r) { header(r, "Authorization") += ", Extra=0"; }, kForm},
        Trick{"BothWays", [](auto& r) { r.query = "X-Amz-Signature=0"; }, kForm},
        Trick{"BothOldWays", [](auto& r) { r.query = "AWSAccessKeyId=A&Signature=0"; }, kForm},
        Trick{"NoDate",
              [](auto& r) {
                std::erase_if(r.headers, [](auto& h) { return h.name == "X-Amz-Date"; });
              },
              kForm},
        Trick{"BadDate", [](auto& r) { header(r, "X-Amz-Date") = "20260102T030465Z"; }, kForm},
        Trick{"NoPayloadHash",
              [](auto& r) {
                std::erase_if(r.headers, [](auto& h) { return h.name == "X-Amz-Content-Sha256"; });
                replace(header(r, "Authorization"), "x-amz-content-sha256;", "");
              },
              kForm},
        Trick{"Token",
              [](auto& r) {
                r.headers.push_back({"x-amz-security-token", "token"});
              },
              AccessFault::AccessDenied},
        Trick{"OldHeaderForm", [](auto& r) { header(r, "Authorization") = "AWS AKIAEXAMPLE:c2ln"; },
              kForm},
        Trick{"OtherScheme", [](auto& r) { header(r, "Authorization") = "Basic YTpi"; }, kForm},
        Trick{"EmptyAuthorization", [](auto& r) { header(r, "Authorization") = ""; }, kForm}),
    [](const auto& info) { return info.param.name; });

TEST(Signed, LateOrEarlyIsTooSkewed) {
  expect_fault(signed_put(), AccessFault::RequestTimeTooSkewed, kNow + minutes(15) + seconds(1));
  expect_fault(signed_put(), AccessFault::RequestTimeTooSkewed, kNow - minutes(15) - seconds(1));
}

TEST(Presigned, IsValidForItsTimeAndNoLonger) {
  EXPECT_NO_THROW(check(presigned(), kNow + seconds(60)));
  expect_fault(presigned(), AccessFault::ExpiredRequest, kNow + seconds(61));
  expect_fault(presigned(), AccessFault::ExpiredRequest, kNow - minutes(16));
  expect_fault(presigned_v2(kNow), AccessFault::ExpiredRequest, kNow + seconds(1));
}

TEST(Presigned, MayLastAWeekAtMost) {
  EXPECT_NO_THROW(check(presigned(604800), kNow + seconds(604800)));
  expect_fault(presigned(604801), kForm);
  expect_fault(presigned(0), kForm);
}

class AfterPresigning : public testing::TestWithParam<Trick> {};

TEST_P(AfterPresigning, EveryTrickIsRefused) {
  SignableRequest request = presigned();
  GetParam().change(request);
  expect_fault(request, GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(
    Query, AfterPresigning,
    testing::Values(
        Trick{"Key", [](auto& r) { r.path = "/bucket/other"; }, kWrong},
        Trick{"Method", [](auto& r) { r.method = "PUT"; }, kWrong},
        Trick{"ParameterAdded", [](auto& r) { r.query += "&versionId=1"; }, kWrong},
        Trick{"LongerLife", [](auto& r) { replace(r.query, "Expires=60", "Expires=6000"); },
              kWrong},
        Trick{"ExpiresTwice", [](auto& r) { r.query += "&X-Amz-Expires=6000"; }, kForm},
        Trick{"SignatureTwice", [](auto& r) { r.query += "&X-Amz-Signature=0"; }, kForm},
        Trick{"OtherHost", [](auto& r) { header(r, "Host") = "evil"; }, kWrong},
        Trick{"NoHost", [](auto& r) { r.headers.clear(); }, kForm},
        Trick{"AmzHeader",
              [](auto& r) {
                r.headers.push_back({"x-amz-acl", "public-read"});
              },
              AccessFault::AccessDenied},
        Trick{"Algorithm", [](auto& r) { replace(r.query, "HMAC-SHA256", "HMAC-SHA1"); }, kForm},
        Trick{"Credential", [](auto& r) { replace(r.query, "aws4_request", "aws4"); }, kForm}),
    [](const auto& info) { return info.param.name; });

TEST(OldPresigned, ChangedIsRefused) {
  SignableRequest request = presigned_v2(kNow + seconds(60));
  request.path = "/bucket/other";
  expect_fault(request, kWrong);
  request = presigned_v2(kNow + seconds(60));
  request.query += "&acl";
  expect_fault(request, kWrong);
  request = presigned_v2(kNow + seconds(60));
  request.query += "&Expires=9999999999";
  expect_fault(request, kForm);
}

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

TEST(OldPresigned, IsRefusedWhereItIsSwitchedOff) {
  const SignatureRules rules{"us-east-1", "", false};
  EXPECT_THROW(authenticate(presigned_v2(kNow + seconds(60)), rules, lookup, kNow), AccessError);
  EXPECT_NO_THROW(authenticate(presigned(), rules, lookup, kNow));
}

TEST(OldPresigned, HoldsForTheBucketOfItsHostAndNoOther) {
  SignableRequest request{"GET", "/key", "", {{"Host", "bucket.localhost"}}};
  const std::string expires =
      std::to_string((kNow + seconds(60)).time_since_epoch().count() / 1000);
  const std::string value =
      signature_v2(kKey.secret, string_to_sign_v2(request, "/bucket/key", expires));
  request.query =
      "AWSAccessKeyId=AKIAEXAMPLE&Expires=" + expires + "&Signature=" + percent_encode(value);
  const auto check_at = [&](const SignableRequest& asked, const std::string& bucket) {
    return authenticate(asked, {"us-east-1", bucket}, lookup, kNow);
  };
  EXPECT_NO_THROW(check_at(request, "bucket"));
  EXPECT_THROW(check_at(request, ""), AccessError);
  // The same path below another host would be bucket/key in the bucket "other".
  EXPECT_THROW(check_at(presigned_v2(kNow + seconds(60)), "other"), AccessError);
}

// AWS, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple
// Chunks": 64 KiB, then 1 KiB, of the letter a.
class Chunks : public testing::Test {
 protected:
  Chunks() {
    promise_.time = "20130524T000000Z";
    promise_.scope = {"20130524", "us-east-1", "s3"};
    promise_.seed_signature = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    promise_.signing_key = signing_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", promise_.scope);
  }
  PayloadPromise promise_;
  const std::string first_ = sha256_hex(std::string(65536, 'a'));
  const std::string second_ = sha256_hex(std::string(1024, 'a'));
  const std::string first_signature_ =
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
  const std::string second_signature_ =
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
  const std::string last_signature_ =
      "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";
};

TEST_F(Chunks, HaveThePublishedSignatures) {
  ChunkSignatures chunks(promise_);
  chunks.check_chunk(first_, first_signature_);
  chunks.check_chunk(second_, second_signature_);
  chunks.check_chunk(sha256_hex(""), last_signature_);
}

TEST_F(Chunks, LeftOutExchangedOrChangedAreRefused) {
  EXPECT_THROW(ChunkSignatures(promise_).check_chunk(second_, second_signature_), AccessError);
  EXPECT_THROW(ChunkSignatures(promise_).check_chunk(second_, first_signature_), AccessError);
  ChunkSignatures chunks(promise_);
  chunks.check_chunk(first_, first_signature_);
  EXPECT_THROW(chunks.check_chunk(sha256_hex(""), last_signature_), AccessError);
  EXPECT_THROW(chunks.check_trailer("x-amz-checksum-crc32:AAAAAA==\n", last_signature_),
               AccessError);
}

}  // namespace
}  // namespace sempurna
