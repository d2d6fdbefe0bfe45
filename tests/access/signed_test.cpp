#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "signed_requests.h"

namespace sempurna {
namespace {

TEST(Signed, ByHeaderIsLetIn) {
  const Authenticated from = check(signed_put());
  EXPECT_EQ(from.caller.identity, "ana");
  EXPECT_EQ(from.service, "s3");
  EXPECT_FALSE(from.is_presigned);
  EXPECT_EQ(from.payload.kind, PayloadPromise::Kind::Sha256);
  EXPECT_EQ(from.payload.sha256, kBody);
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
  EXPECT_NO_THROW(authenticate(request, {"ap-southeast-3", "sts"}, lookup, kNow, hash_of(kBody)));
}

TEST(Signed, ForAnotherServiceIsOfNoUse) {
  for (const char* service : {"sts", "iam", "sempurna", "S3", "s3 ", ""}) {
    expect_fault(signed_put(kNow, "us-east-1", service), kForm);
  }
  try {
    authenticate(signed_put(), {"us-east-1", "kms"}, lookup, kNow);
    ADD_FAILURE() << "was let in";
  } catch (const AccessError& error) {
    EXPECT_STREQ(error.what(), "the service 's3' in the credential is wrong; expecting 'kms'");
  }
  EXPECT_THROW(authenticate(presigned(), {"us-east-1", "kms"}, lookup, kNow), AccessError);
  EXPECT_THROW(authenticate(presigned_v2(kNow + seconds(60)), {"us-east-1", "kms"}, lookup, kNow),
               AccessError);
}

TEST(Signed, SaysItsServiceBeforeAnythingIsVerified) {
  EXPECT_EQ(signed_service(signed_put(kNow, "us-east-1", "kms")), "kms");
  EXPECT_EQ(signed_service(presigned()), "s3");
  EXPECT_EQ(signed_service(presigned_v2(kNow)), "s3");
  EXPECT_EQ(signed_service(put()), "");
  for (const auto& [text, service] :
       {std::pair("AWS KEY:signature", "s3"), std::pair("AWS4-HMAC-SHA256", ""),
        std::pair("AWS4-HMAC-SHA256 Credential=", ""),
        std::pair("AWS4-HMAC-SHA256 Credential=k/d/r/s3", ""),
        std::pair("AWS4-HMAC-SHA256 SignedHeaders=host,Credential=k/d/r/iam/aws4_request", "iam"),
        std::pair("Bearer token", "")}) {
    SignableRequest request = put();
    request.headers.push_back({"Authorization", text});
    EXPECT_EQ(signed_service(request), service) << text;
  }
}

TEST(Signed, WithoutAPayloadHashCoversTheBodyGiven) {
  SignableRequest request{"POST", "/", "", {{"Host", "127.0.0.1"}}};
  sign(request, kKey, "us-east-1", "sts", kNow, kBody);
  EXPECT_NO_THROW(authenticate(request, {"us-east-1", "sts"}, lookup, kNow, hash_of(kBody)));
  EXPECT_THROW(
      authenticate(request, {"us-east-1", "sts"}, lookup, kNow, hash_of(sha256_hex("other"))),
      AccessError);
}

TEST(Signed, NobodysBodyIsReadWhoseHeadIsWrongAlready) {
  const auto unread = []() -> std::string { throw std::logic_error("the body was read"); };
  SignableRequest request{"POST", "/", "", {{"Host", "127.0.0.1"}}};
  sign(request, kKey, "us-east-1", "sts", kNow, kBody);
  const auto ask = [&](Time now = kNow) {
    authenticate(request, {"us-east-1", "sts"}, lookup, now, unread);
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

class AfterSigning : public testing::TestWithParam<Trick> {};

TEST_P(AfterSigning, EveryTrickIsRefused) {
  SignableRequest request = signed_put();
  GetParam().change(request);
  expect_fault(request, GetParam().fault);
}

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
              kForm},
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

}  // namespace
}  // namespace sempurna
