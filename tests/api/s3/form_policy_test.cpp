#include "api/s3/form_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/s3/s3_error.h"

namespace sempurna::s3 {
namespace {

using Fields = std::map<std::string, std::string>;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
const Fields kFields = {
    {"bucket", "pictures"}, {"key", "up/a.png"},     {"content-type", "image/png"},
    {"x-amz-meta-a", "b"},  {"policy", "…"},         {"x-amz-signature", "…"},
    {"signature", "…"},     {"awsaccesskeyid", "…"}, {"x-ignore-this", "…"}};
const std::string kAll =
    R"({"bucket":"pictures"},["starts-with","$key","up/"],["starts-with","$Content-Type","image/"],)"
    R"({"x-amz-meta-a":"b"})";

std::string with(const std::string& conditions,
                 const std::string& expiration = "2026-03-01T00:00:01Z") {
  return R"({"expiration":")" + expiration + R"(","conditions":[)" + conditions + "]}";
}

/// The error's code and message, or "holds".
std::string answer(const std::string& policy, const Fields& fields = kFields) {
  try {
    check_form_policy(policy, fields, kNow, 1000);
  } catch (const S3Error& error) {
    return error.code_name() + ": " + error.what();
  }
  return "holds";
}

TEST(AFormPolicy, HoldsWhenEachConditionDoesAndEachFieldHasOne) {
  EXPECT_EQ(answer(with(kAll)), "holds");
  EXPECT_EQ(answer(with(kAll, "2026-03-01T00:00:00.000Z")), "holds");
  EXPECT_EQ(answer(with(kAll + R"(,["eq","$KEY","up/a.png"],["StArTs-WiTh","$acl",""])")), "holds");
}

TEST(AFormPolicy, DeniesAFieldThatNoConditionSpeaksOf) {
  for (const char* name : {"x-amz-meta-other", "acl", "success_action_redirect", "x-ignore", "foo",
                           "x-amz-storage-class", "tagging"}) {
    Fields fields = kFields;
    fields[name] = "";
    EXPECT_EQ(
        answer(with(kAll), fields),
        "AccessDenied: Invalid according to Policy: Extra input fields: " + std::string(name));
  }
  // The bucket and the key are fields like others.
  EXPECT_THAT(answer(with(R"({"x-amz-meta-a":"b"},["starts-with","$content-type",""],)"
                          R"(["starts-with","$key",""])")),
              testing::HasSubstr("Extra input fields: bucket"));
}

TEST(AFormPolicy, DeniesWhatAConditionDoesNotAllow) {
  for (const char* condition :
       {R"({"key":"up/"})", R"(["eq","$key","up/A.png"])", R"(["starts-with","$key","Up/"])",
        R"({"bucket":"other"})", R"(["starts-with","$bucket","x"])", R"({"acl":"private"})",
        R"({"x-amz-meta-a":"b","key":"other"})", R"(["eq","$x-amz-meta-none","a"])"}) {
    EXPECT_THAT(answer(with(kAll + "," + condition)),
                testing::StartsWith("AccessDenied: Invalid according to Policy: Policy Condition "
                                    "failed"))
        << condition;
  }
}

TEST(AFormPolicy, AsksItOfEachTypeInAList) {
  Fields fields = kFields;
  fields["content-type"] = "image/png, image/jpeg";
  EXPECT_EQ(answer(with(kAll), fields), "holds");
  fields["content-type"] = "image/png,text/html";
  EXPECT_THAT(answer(with(kAll), fields), testing::StartsWith("AccessDenied"));
}

TEST(AFormPolicy, Expires) {
  EXPECT_EQ(answer(with(kAll, "2026-02-28T23:59:59Z")),
            "AccessDenied: Invalid according to Policy: Policy expired.");
}

TEST(AFormPolicy, GivesTheNarrowestRangeOfSizes) {
  const auto size = [](const std::string& ranges) {
    return check_form_policy(with(kAll + ranges), kFields, kNow, 1000);
  };
  EXPECT_EQ(size("").least, 0U);
  EXPECT_EQ(size("").most, 1000U);
  EXPECT_EQ(size(R"(,["content-length-range",2,"8"])").least, 2U);
  EXPECT_EQ(size(R"(,["Content-Length-Range",2,8])").most, 8U);
  EXPECT_EQ(size(R"(,["content-length-range",2,8],["content-length-range",0,5])").most, 5U);
  EXPECT_EQ(size(R"(,["content-length-range",0,99999])").most, 1000U);
}

TEST(AFormPolicy, IsRefusedWhenItIsNone) {
  for (const std::string& policy :
       {std::string(),
        std::string("x"),
        std::string("[]"),
        std::string("{}"),
        std::string(R"({"conditions":[]})"),
        std::string(R"({"expiration":"2027-01-01T00:00:00Z"})"),
        std::string(R"({"EXPIRATION":"2027-01-01T00:00:00Z","conditions":[]})"),
        std::string(R"({"expiration":"2027-01-01T00:00:00Z","CONDITIONS":[]})"),
        std::string(R"({"expiration":1,"conditions":[]})"),
        with(kAll, "2027-01-01"),
        with(kAll, "2027-01-01T00:00:00+01:00"),
        with("{}"),
        with("[]"),
        with("1"),
        with(R"({"key":1})"),
        with(R"(["eq","key","a"])"),
        with(R"(["eq","$key"])"),
        with(R"(["ends-with","$key","a"])"),
        with(R"(["content-length-range",1])"),
        with(R"(["content-length-range",-1,2])"),
        with(R"(["content-length-range",3,2])"),
        with(R"(["content-length-range","a","b"])"),
        with(R"(["content-length-range",1.5,2])"),
        std::string(R"({"expiration":"2027-01-01T00:00:00Z","conditions":[],"more":1})")}) {
    EXPECT_THAT(answer(policy), testing::StartsWith("InvalidPolicyDocument")) << policy;
  }
}

}  // namespace
}  // namespace sempurna::s3
