#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "signed_requests.h"

namespace sempurna {
namespace {

TEST(Signed, ByQueryIsLetIn) {
  const Authenticated from = check(presigned());
  EXPECT_TRUE(from.is_presigned);
  EXPECT_EQ(from.payload.kind, PayloadPromise::Kind::Unsigned);
}

TEST(Signed, ByTheOldQueryIsLetIn) {
  EXPECT_TRUE(check(presigned_v2(kNow + seconds(60))).is_presigned);
}

TEST(Signed, SaysSoHoweverItsNamesAreWritten) {
  EXPECT_FALSE(is_signed(put()));
  EXPECT_TRUE(is_signed(signed_put()));
  for (SignableRequest request : {presigned(), presigned_v2(kNow + seconds(60))}) {
    EXPECT_TRUE(is_signed(request));
    replace(request.query, "Signature=", "Signatur%65=");
    EXPECT_TRUE(is_signed(request)) << request.query;
    EXPECT_NO_THROW(check(request)) << request.query;
  }
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

TEST(OldPresigned, IsRefusedWhereItIsSwitchedOff) {
  const SignatureRules rules{"us-east-1", "s3", "", false};
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
    return authenticate(asked, {"us-east-1", "s3", bucket}, lookup, kNow);
  };
  EXPECT_NO_THROW(check_at(request, "bucket"));
  EXPECT_THROW(check_at(request, ""), AccessError);
  // The same path below another host would be bucket/key in the bucket "other".
  EXPECT_THROW(check_at(presigned_v2(kNow + seconds(60)), "other"), AccessError);
}

}  // namespace
}  // namespace sempurna
