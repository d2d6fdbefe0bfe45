#include "access/public_policy.h"

#include <gtest/gtest.h>

#include "access/access_error.h"

namespace sempurna {
namespace {

bool with(const std::string& elements) {
  const std::string statement = R"({"Effect":"Allow","Action":"s3:GetObject",)"
                                R"("Resource":"arn:aws:s3:::b/*",)" +
                                elements + "}";
  return is_public(parse_policy(R"({"Version":"2012-10-17","Statement":[)" + statement + "]}",
                                PolicyKind::Resource));
}

std::string if_(const std::string& condition) {
  return R"("Principal":"*","Condition":)" + condition;
}

TEST(ABucketPolicy, IsPublicWhenItLetsEverybodyIn) {
  EXPECT_TRUE(with(R"("Principal":"*")"));
  EXPECT_TRUE(with(R"("Principal":{"AWS":"*"})"));
  EXPECT_TRUE(with(R"("Principal":{"AWS":["arn:aws:iam::123456789012:user/ana","*"]})"));
  // An Allow of all but some is no policy at all here.
  EXPECT_THROW(with(R"("NotPrincipal":{"AWS":"arn:aws:iam::123456789012:user/ana"})"), AccessError);
}

TEST(ABucketPolicy, IsNotWhenItNamesWhom) {
  EXPECT_FALSE(with(R"("Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"})"));
  EXPECT_FALSE(with(R"("Principal":{"AWS":"123456789012"})"));
  EXPECT_FALSE(is_public(parse_policy(
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}})",
      PolicyKind::Resource)));
}

TEST(ABucketPolicy, IsNotWhenAConditionNarrowsItToFixedValues) {
  for (const char* condition :
       {R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})",
        R"({"IpAddress":{"aws:SourceIp":["192.0.2.1","2001:db8::/32"]}})",
        R"({"StringEquals":{"aws:PrincipalAccount":"123456789012"}})",
        R"({"ArnLike":{"AWS:PrincipalArn":"arn:aws:iam::123456789012:user/ana"}})",
        R"({"StringEquals":{"aws:PrincipalAccount":"1"},"Bool":{"aws:SecureTransport":"true"}})"}) {
    EXPECT_FALSE(with(if_(condition))) << condition;
  }
}

TEST(ABucketPolicy, IsPublicWhenNoConditionDoes) {
  for (const char* condition : {R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})",
                                R"({"IpAddress":{"aws:SourceIp":["10.0.0.1","128.0.0.0/1"]}})",
                                R"({"IpAddress":{"aws:SourceIp":"::/8"}})",
                                R"({"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}})",
                                R"({"IpAddressIfExists":{"aws:SourceIp":"10.0.0.0/8"}})",
                                R"({"StringLike":{"aws:PrincipalArn":"*"}})",
                                R"({"StringEquals":{"aws:PrincipalArn":"${aws:PrincipalArn}"}})",
                                R"({"StringEqualsIfExists":{"aws:PrincipalAccount":"1"}})",
                                R"({"StringNotEquals":{"aws:PrincipalAccount":"1"}})",
                                R"({"ForAllValues:StringEquals":{"aws:PrincipalAccount":"1"}})",
                                R"({"Bool":{"aws:SecureTransport":"true"}})",
                                R"({"StringEquals":{"aws:Referer":"https://example.org/"}})"}) {
    EXPECT_TRUE(with(if_(condition))) << condition;
  }
}

}  // namespace
}  // namespace sempurna
