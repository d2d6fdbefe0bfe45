#include "access/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/access_error.h"
#include "access/condition.h"

namespace sempurna {
namespace {

Caller ana() {
  Caller caller;
  caller.account = "123456789012";
  caller.arn = "arn:aws:iam::123456789012:user/ana";
  caller.identity = "ana";
  caller.access_key_id = "AKIA";
  return caller;
}

std::string statement(const std::string& effect, const std::string& rest) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":")" + effect + "\"," + rest + "}}";
}

Verdict verdict(const std::string& policy, const std::string& action, const std::string& resource,
                Circumstances circumstances = {}, PolicyKind kind = PolicyKind::Identity,
                const Caller& caller = ana()) {
  return evaluate(parse_policy(policy, kind), {caller, action, resource, std::move(circumstances)})
      .verdict;
}

std::string fault(const std::string& policy, PolicyKind kind = PolicyKind::Identity) {
  try {
    parse_policy(policy, kind);
  } catch (const AccessError& error) {
    EXPECT_EQ(error.fault(), AccessFault::MalformedPolicy);
    return error.what();
  }
  return "accepted";
}

const std::string kGet = R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/public/*")";

TEST(Wildcards, FitAsWritten) {
  EXPECT_TRUE(fits("a*c?e", "abbbcde"));
  EXPECT_TRUE(fits("*", ""));
  EXPECT_FALSE(fits("a?", "a"));
  EXPECT_FALSE(fits("", "a"));
  EXPECT_TRUE(fits("**a**", "xax"));
  EXPECT_FALSE(fits("a*b", std::string("a\0c", 3)));
}

TEST(Wildcards, TakeNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  EXPECT_FALSE(fits(pattern + "b", std::string(4000, 'a')));
}

TEST(APolicy, AllowsWhatItNamesAndNothingElse) {
  const std::string policy = statement("Allow", kGet);
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::b/public/x"), Verdict::Allowed);
  EXPECT_EQ(verdict(policy, "S3:getobject", "arn:aws:s3:::b/public/x"), Verdict::Allowed);
  EXPECT_EQ(verdict(policy, "s3:PutObject", "arn:aws:s3:::b/public/x"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::b/Public/x"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::b/publicx"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::bb/public/x"), Verdict::NotMentioned);
}

TEST(APolicy, DeniesBeforeItAllows) {
  const std::string policy =
      R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
      R"({"Sid":"NoDelete","Effect":"Deny","Action":"s3:Delete*","Resource":"*"}]})";
  const Decision decision = evaluate(parse_policy(policy, PolicyKind::Identity),
                                     {ana(), "s3:DeleteObject", "arn:aws:s3:::b/k", {}});
  EXPECT_EQ(decision.verdict, Verdict::DeniedExplicitly);
  EXPECT_EQ(decision.reason, "NoDelete");
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::b/k"), Verdict::Allowed);
}

TEST(APolicy, OfAllButWhatItNames) {
  const std::string policy = statement(
      "Allow", R"("NotAction":["s3:Delete*","iam:*"],"NotResource":"arn:aws:s3:::secret/*")");
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::b/k"), Verdict::Allowed);
  EXPECT_EQ(verdict(policy, "s3:DeleteObject", "arn:aws:s3:::b/k"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::secret/k"), Verdict::NotMentioned);
}

TEST(AVariable, StandsForItsValueLiterally) {
  const std::string policy =
      statement("Allow", R"("Action":"s3:*","Resource":"arn:aws:s3:::b/home/${aws:username}/*")");
  const auto at = [&](const std::string& who, const std::string& key) {
    return verdict(policy, "s3:GetObject", "arn:aws:s3:::b/home/" + key, {{"aws:username", {who}}});
  };
  EXPECT_EQ(at("ana", "ana/x"), Verdict::Allowed);
  EXPECT_EQ(at("ana", "budi/x"), Verdict::NotMentioned);
  EXPECT_EQ(at("*", "budi/x"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::b/home/ana/x"), Verdict::NotMentioned);
}

TEST(AVariable, OfTheOldVersionIsText) {
  const std::string policy =
      R"({"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}"}})";
  EXPECT_EQ(verdict(policy, "s3:GetObject", "arn:aws:s3:::b/ana", {{"aws:username", {"ana"}}}),
            Verdict::NotMentioned);
}

struct ConditionCase {
  const char* condition;
  Circumstances circumstances;
  bool holds;
};

class Conditions : public testing::TestWithParam<ConditionCase> {};

TEST_P(Conditions, HoldAsAwsSaysTheyDo) {
  const auto& [condition, circumstances, holds] = GetParam();
  const std::string policy =
      statement("Allow", R"("Action":"*","Resource":"*","Condition":)" + std::string(condition));
  EXPECT_EQ(verdict(policy, "s3:ListBucket", "arn:aws:s3:::b", circumstances),
            holds ? Verdict::Allowed : Verdict::NotMentioned)
      << condition;
}

INSTANTIATE_TEST_SUITE_P(
    Operators, Conditions,
    testing::Values(
        ConditionCase{
            R"({"StringEquals":{"s3:prefix":["a/","b/"]}})", {{"s3:prefix", {"b/"}}}, true},
        ConditionCase{R"({"StringEquals":{"S3:Prefix":"a/"}})", {{"s3:prefix", {"a/"}}}, true},
        ConditionCase{R"({"StringEquals":{"s3:prefix":"a/*"}})", {{"s3:prefix", {"a/x"}}}, false},
        ConditionCase{R"({"StringEquals":{"s3:prefix":"a/"}})", {}, false},
        ConditionCase{R"({"StringEqualsIfExists":{"s3:prefix":"a/"}})", {}, true},
        ConditionCase{R"({"StringNotEquals":{"s3:prefix":"a/"}})", {}, true},
        ConditionCase{
            R"({"StringNotEquals":{"s3:prefix":["a/","b/"]}})", {{"s3:prefix", {"b/"}}}, false},
        ConditionCase{R"({"StringLike":{"s3:prefix":"a/*"}})", {{"s3:prefix", {"a/x"}}}, true},
        ConditionCase{R"({"StringLike":{"s3:prefix":"${aws:username}/*"}})",
                      {{"s3:prefix", {"ana/x"}}, {"aws:username", {"ana"}}},
                      true},
        ConditionCase{R"({"StringNotLike":{"s3:prefix":"a/*"}})", {{"s3:prefix", {"a/x"}}}, false},
        ConditionCase{R"({"StringEqualsIgnoreCase":{"k":"ABC"}})", {{"k", {"abc"}}}, true},
        ConditionCase{
            R"({"NumericLessThanEquals":{"s3:max-keys":"10"}})", {{"s3:max-keys", {"10"}}}, true},
        ConditionCase{
            R"({"NumericLessThan":{"s3:max-keys":10}})", {{"s3:max-keys", {"10"}}}, false},
        ConditionCase{
            R"({"NumericGreaterThan":{"s3:max-keys":"10"}})", {{"s3:max-keys", {"many"}}}, false},
        ConditionCase{R"({"Bool":{"aws:SecureTransport":"true"}})",
                      {{"aws:SecureTransport", {"true"}}},
                      true},
        ConditionCase{R"({"Bool":{"aws:SecureTransport":false}})",
                      {{"aws:SecureTransport", {"true"}}},
                      false},
        ConditionCase{R"({"IpAddress":{"aws:SourceIp":"10.1.0.0/16"}})",
                      {{"aws:SourceIp", {"10.1.2.3"}}},
                      true},
        ConditionCase{R"({"IpAddress":{"aws:SourceIp":"10.1.0.0/16"}})",
                      {{"aws:SourceIp", {"10.2.2.3"}}},
                      false},
        ConditionCase{R"({"IpAddress":{"aws:SourceIp":["::1","fe80::/10"]}})",
                      {{"aws:SourceIp", {"fe80::5"}}},
                      true},
        ConditionCase{
            R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})", {{"aws:SourceIp", {"::1"}}}, false},
        ConditionCase{R"({"NotIpAddress":{"aws:SourceIp":"10.1.0.0/16"}})",
                      {{"aws:SourceIp", {"10.1.2.3"}}},
                      false},
        ConditionCase{R"({"DateLessThan":{"aws:CurrentTime":"2026-01-02T00:00:00Z"}})",
                      {{"aws:CurrentTime", {"2026-01-01T23:59:59.999Z"}}},
                      true},
        ConditionCase{R"({"DateGreaterThan":{"aws:CurrentTime":"2026-01-02"}})",
                      {{"aws:CurrentTime", {"2026-01-01T23:59:59Z"}}},
                      false},
        ConditionCase{R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a*"}})",
                      {{"aws:PrincipalArn", {"arn:aws:iam::123456789012:user/ana"}}},
                      true},
        ConditionCase{R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*"}})",
                      {{"aws:PrincipalArn", {"arn:aws:iam::123456789012:user/ana"}}},
                      false},
        ConditionCase{R"({"Null":{"s3:prefix":"true"}})", {}, true},
        ConditionCase{R"({"Null":{"s3:prefix":"false"}})", {}, false},
        ConditionCase{
            R"({"ForAllValues:StringEquals":{"k":["a","b"]}})", {{"k", {"a", "b"}}}, true},
        ConditionCase{
            R"({"ForAllValues:StringEquals":{"k":["a","b"]}})", {{"k", {"a", "c"}}}, false},
        ConditionCase{R"({"ForAllValues:StringEquals":{"k":"a"}})", {}, true},
        ConditionCase{R"({"ForAnyValue:StringEquals":{"k":"a"}})", {{"k", {"c", "a"}}}, true},
        ConditionCase{R"({"ForAnyValue:StringEquals":{"k":"a"}})", {}, false},
        // All of them must hold.
        ConditionCase{R"({"StringEquals":{"k":"a","l":"b"}})", {{"k", {"a"}}}, false}));

TEST(ABucketPolicy, NamesWhomItIsAbout) {
  const auto policy = [](const std::string& principal) {
    return statement("Allow", R"("Principal":)" + principal + "," + kGet);
  };
  const auto of = [&](const std::string& principal, const Caller& caller = ana()) {
    return verdict(policy(principal), "s3:GetObject", "arn:aws:s3:::b/public/x", {},
                   PolicyKind::Resource, caller);
  };
  Caller nobody;
  EXPECT_EQ(of("\"*\"", nobody), Verdict::Allowed);
  EXPECT_EQ(of(R"({"AWS":"arn:aws:iam::123456789012:user/ana"})"), Verdict::Allowed);
  EXPECT_EQ(of(R"({"AWS":"arn:aws:iam::123456789012:user/ana"})", nobody), Verdict::NotMentioned);
  EXPECT_EQ(of(R"({"AWS":["arn:aws:iam::123456789012:user/budi"]})"), Verdict::NotMentioned);
  EXPECT_EQ(of(R"({"AWS":"arn:aws:iam::123456789012:root"})"), Verdict::AllowedForAccount);
  EXPECT_EQ(of(R"({"AWS":"123456789012"})"), Verdict::AllowedForAccount);
  EXPECT_EQ(of(R"({"Service":"sagemaker.amazonaws.com"})"), Verdict::NotMentioned);
}

TEST(ABucketPolicy, MayDenyAllButSome) {
  const std::string policy =
      statement("Deny", R"("NotPrincipal":{"AWS":"arn:aws:iam::123456789012:user/ana"},)" + kGet);
  const auto of = [&](const Caller& caller) {
    return verdict(policy, "s3:GetObject", "arn:aws:s3:::b/public/x", {}, PolicyKind::Resource,
                   caller);
  };
  EXPECT_EQ(of(ana()), Verdict::NotMentioned);
  EXPECT_EQ(of(Caller()), Verdict::DeniedExplicitly);
}

TEST(AMalformedPolicy, IsRefusedWithThePlace) {
  EXPECT_THAT(fault("{"), testing::HasSubstr("not valid JSON at byte 2"));
  EXPECT_EQ(fault("[]"), "a policy is an object with Version and Statement");
  EXPECT_EQ(fault("{}"), "the policy has no Statement");
  EXPECT_EQ(fault(R"({"Version":"2020-01-01"})"), "Version must be 2012-10-17 or 2008-10-17");
  EXPECT_EQ(fault(R"({"Statement":[{}]})"), "statement 1: Effect must be Allow or Deny");
  EXPECT_THAT(fault(statement("allow", kGet)), testing::HasSubstr("Effect must be Allow or Deny"));
  EXPECT_EQ(fault(statement("Allow", R"("Action":"s3:*")")), "statement 1: Resource is missing");
  EXPECT_EQ(
      fault(statement("Allow", kGet + R"(,"Conditions":{})")),
      "statement 1 has the element 'Conditions', which is not known. Did you mean Condition?");
  EXPECT_EQ(
      fault(statement("Allow", kGet + R"(,"Condition":{"StringLikes":{"k":"v"}})")),
      "statement 1.Condition has the operator 'StringLikes', which is not known. Did you mean "
      "StringLike?");
  EXPECT_THAT(fault(statement(
                  "Allow", kGet + R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/33"}})")),
              testing::HasSubstr("has the value '10.0.0.0/33', which IpAddress cannot compare"));
  EXPECT_THAT(fault(statement("Allow", R"("Principal":"*",)" + kGet)),
              testing::HasSubstr("an identity's policy has no Principal"));
  EXPECT_THAT(fault(statement("Allow", kGet), PolicyKind::Resource),
              testing::HasSubstr("Principal is missing"));
  EXPECT_THAT(fault(statement("Allow", R"("NotPrincipal":"*",)" + kGet), PolicyKind::Resource),
              testing::HasSubstr("use it with Deny"));
  EXPECT_THAT(fault(statement("Allow", R"("Action":"GetObject","Resource":"*")")),
              testing::HasSubstr("of the form s3:GetObject"));
  EXPECT_THAT(fault(statement("Allow", R"("Action":"s3:*","Resource":"b/*")")),
              testing::HasSubstr("must be * or an ARN"));
  EXPECT_THAT(fault(statement("Allow", R"("Action":[],"Resource":"*")")),
              testing::HasSubstr("empty list"));
  EXPECT_THAT(fault(std::string(20481, ' ')), testing::HasSubstr("may have 20480 at most"));
  EXPECT_NE(fault(std::string(5000, '[')), "accepted");
}

TEST(ADate, IsReadInEachForm) {
  EXPECT_EQ(parse_policy_date("2026-01-02T03:04:05Z"), 1767323045000);
  EXPECT_EQ(parse_policy_date("2026-01-02T03:04:05.250Z"), 1767323045250);
  EXPECT_EQ(parse_policy_date("2026-01-02T10:04:05+07:00"), 1767323045000);
  EXPECT_EQ(parse_policy_date("1767323045"), 1767323045000);
  EXPECT_EQ(parse_policy_date("2026-01-02"), 1767312000000);
  for (const char* wrong : {"", "2026-13-02", "2026-01-02T", "2026-01-02T25:00:00Z", "tomorrow",
                            "2026-01-02T03:04:05", "2026-01-02T03:04:05+7"}) {
    EXPECT_EQ(parse_policy_date(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace sempurna
