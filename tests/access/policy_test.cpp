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

TEST(Wildcards, FindPiecesOfAnyLength) {
  const std::string piece = std::string(63, 'a') + "b?" + std::string(70, 'c');
  const std::string found = std::string(63, 'a') + "bx" + std::string(70, 'c');
  EXPECT_TRUE(fits("*" + piece + "*", "aaaa" + found + "c"));
  EXPECT_TRUE(fits("*" + piece, "aaaa" + found));
  EXPECT_FALSE(fits("*" + piece + "*d", "aaaa" + found + "c"));
  EXPECT_FALSE(fits("*" + piece + "*", found.substr(1)));
  EXPECT_FALSE(fits("a*a", "a"));
  EXPECT_TRUE(fits("*\xff?*", "x\xff\x80"));
}

// Tries every way that the runs of a pattern can be taken.
bool fits_slowly(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return fits_slowly(pattern.substr(1), text) ||
           (!text.empty() && fits_slowly(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         fits_slowly(pattern.substr(1), text.substr(1));
}

TEST(Wildcards, FitWhereTheSlowWayFits) {
  // All patterns of up to five of a b * ? on all texts of up to five of a b.
  const auto word = [](int number, std::string_view letters) {
    std::string text;
    for (; number > 0; number = (number - 1) / static_cast<int>(letters.size())) {
      text += letters[static_cast<size_t>(number - 1) % letters.size()];
    }
    return text;
  };
  for (int p = 0; p < 1364; ++p) {
    for (int t = 0; t < 62; ++t) {
      const std::string pattern = word(p, "ab*?");
      const std::string text = word(t, "ab");
      ASSERT_EQ(fits(pattern, text), fits_slowly(pattern, text)) << pattern << " on " << text;
    }
  }
}

TEST(APattern, LooksAtTheBeginningOfALongValue) {
  const std::string value = std::string(2048, 'a') + "b";
  EXPECT_FALSE(Pattern("*b").fits(value, {}));
  EXPECT_TRUE(Pattern("a*").fits(value, {}));
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

TEST(AVariable, WithoutAValueLeavesNothingOut) {
  const std::string rest =
      R"("Action":"s3:*","NotResource":["arn:aws:s3:::b/all/*","arn:aws:s3:::b/${aws:username}/*"])";
  const auto at = [&](const std::string& effect, const std::string& key,
                      const Circumstances& circumstances) {
    return verdict(statement(effect, rest), "s3:GetObject", "arn:aws:s3:::b/" + key, circumstances);
  };
  EXPECT_EQ(at("Allow", "x", {{"aws:username", {"ana"}}}), Verdict::Allowed);
  EXPECT_EQ(at("Allow", "ana/x", {{"aws:username", {"ana"}}}), Verdict::NotMentioned);
  EXPECT_EQ(at("Allow", "x", {}), Verdict::NotMentioned);
  EXPECT_EQ(at("Deny", "ana/x", {}), Verdict::DeniedExplicitly);
  EXPECT_EQ(at("Deny", "all/x", {}), Verdict::NotMentioned);
}

TEST(Circumstances, AreFoundOutWhenAPolicyAsks) {
  int times = 0;
  const auto asked = [&](const char* condition) {
    Circumstances circumstances;
    circumstances.later("s3:ExistingObjectTag/", [&]() -> Circumstances::Facts {
      ++times;
      return {{"s3:ExistingObjectTag/secret", {"yes"}}};
    });
    return verdict(
        statement("Deny", R"("Action":"*","Resource":"*","Condition":)" + std::string(condition)),
        "s3:GetObject", "arn:aws:s3:::b/k", circumstances);
  };
  EXPECT_EQ(asked(R"({"StringLike":{"s3:prefix":"*"}})"), Verdict::NotMentioned);
  EXPECT_EQ(times, 0);
  EXPECT_EQ(asked(R"({"StringEquals":{"s3:existingobjecttag/secret":"yes"},)"
                  R"("Null":{"s3:ExistingObjectTag/open":"true"}})"),
            Verdict::DeniedExplicitly);
  EXPECT_EQ(times, 1);
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
        ConditionCase{R"({"StringEqualsIgnoreCase":{"s3:RequestObjectTagKeys":"ABC"}})",
                      {{"s3:RequestObjectTagKeys", {"abc"}}},
                      true},
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
        ConditionCase{R"({"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["a","b"]}})",
                      {{"s3:RequestObjectTagKeys", {"a", "b"}}},
                      true},
        ConditionCase{R"({"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["a","b"]}})",
                      {{"s3:RequestObjectTagKeys", {"a", "c"}}},
                      false},
        ConditionCase{R"({"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":"a"}})", {}, true},
        ConditionCase{R"({"ForAnyValue:StringEquals":{"s3:RequestObjectTagKeys":"a"}})",
                      {{"s3:RequestObjectTagKeys", {"c", "a"}}},
                      true},
        ConditionCase{R"({"ForAnyValue:StringEquals":{"s3:RequestObjectTagKeys":"a"}})", {}, false},
        // Of no value there is none that fits, whatever is asked of it.
        ConditionCase{
            R"({"ForAnyValue:StringEqualsIfExists":{"s3:RequestObjectTagKeys":"a"}})", {}, false},
        ConditionCase{
            R"({"ForAnyValue:StringNotEquals":{"s3:RequestObjectTagKeys":"a"}})", {}, false},
        ConditionCase{
            R"({"ForAllValues:StringNotEquals":{"s3:RequestObjectTagKeys":"a"}})", {}, true},
        ConditionCase{R"({"ForAnyValue:StringNotEquals":{"s3:RequestObjectTagKeys":"a"}})",
                      {{"s3:RequestObjectTagKeys", {"a", "b"}}},
                      true},
        ConditionCase{R"({"ForAllValues:StringNotEquals":{"s3:RequestObjectTagKeys":"a"}})",
                      {{"s3:RequestObjectTagKeys", {"a", "b"}}},
                      false},
        // Nothing and an empty text are two things.
        ConditionCase{R"({"StringEquals":{"s3:prefix":""}})", {}, false},
        ConditionCase{R"({"StringEquals":{"s3:prefix":""}})", {{"s3:prefix", {""}}}, true},
        ConditionCase{R"({"Null":{"s3:prefix":"true"}})", {{"s3:prefix", {""}}}, false},
        ConditionCase{R"({"Null":{"s3:prefix":["false","true"]}})", {}, true},
        // A variable without a value.
        ConditionCase{R"({"StringNotEquals":{"s3:prefix":"${aws:username}"}})",
                      {{"s3:prefix", {"a"}}},
                      false},
        ConditionCase{R"({"StringNotLike":{"s3:prefix":["b/*","${aws:username}/*"]}})", {}, false},
        ConditionCase{R"({"StringEquals":{"s3:prefix":"${aws:username, 'all'}"}})",
                      {{"s3:prefix", {"all"}}},
                      true},
        // What a variable stands for has no wildcards, and may be a whole ARN.
        ConditionCase{R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::1:user/${aws:username}"}})",
                      {{"aws:PrincipalArn", {"arn:aws:iam::1:user/ana"}}, {"aws:username", {"*"}}},
                      false},
        ConditionCase{R"({"ArnEquals":{"aws:PrincipalArn":"${aws:PrincipalArn}"}})",
                      {{"aws:PrincipalArn", {"arn:aws:iam::1:user/ana"}}},
                      true},
        // All of them must hold.
        ConditionCase{R"({"StringEquals":{"s3:RequestObjectTagKeys":"a","s3:prefix":"b"}})",
                      {{"s3:RequestObjectTagKeys", {"a"}}},
                      false}));

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
  Caller service;
  service.service = "sagemaker.amazonaws.com";
  EXPECT_EQ(of(R"({"Service":"sagemaker.amazonaws.com"})", service), Verdict::Allowed);
  EXPECT_EQ(of(R"({"Service":["ec2.amazonaws.com"]})", service), Verdict::NotMentioned);
  EXPECT_EQ(of(R"({"AWS":"123456789012"})", service), Verdict::NotMentioned);
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

TEST(AMalformedPolicy, NamesAPrincipalThatNobodyIs) {
  const auto deny = [](const std::string& who) {
    return fault(statement("Deny", R"("Principal":{"AWS":")" + who + R"("},)" + kGet),
                 PolicyKind::Resource);
  };
  for (const char* who :
       {"*", "123456789012", "arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:user/ana",
        "arn:aws:iam::123456789012:role/one",
        "arn:aws:sts::123456789012:assumed-role/one/session"}) {
    EXPECT_EQ(deny(who), "accepted") << who;
  }
  for (const char* who :
       {"", "ana", "user/ana", "12345678901", "AIDAEXAMPLE", "arn:aws:iam::123456789012:user/",
        "arn:aws:iam::123456789012:user", "arn:aws:iam::12345678901:user/ana",
        "arn:aws:iam:us-east-1:123456789012:user/ana", "arn:aws:iam::123456789012:group/all",
        "arn:aws:sts::123456789012:user/ana", "arn:aws:iam::123456789012:assumed-role/one/s"}) {
    EXPECT_EQ(deny(who), "statement 1.Principal has '" + std::string(who) +
                             "', but must be *, an account's twelve digits, or an ARN such as "
                             "arn:aws:iam::ACCOUNT:user/NAME");
  }
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
      fault(statement("Allow", kGet + R"(,"Condition":{"StringLikes":{"s3:prefix":"v"}})")),
      "statement 1.Condition has the operator 'StringLikes', which is not known. Did you mean "
      "StringLike?");
  EXPECT_EQ(
      fault(statement("Deny", kGet + R"(,"Condition":{"IpAddress":{"aws:SorceIp":"10.0.0.0/8"}})")),
      "statement 1.Condition.IpAddress has the key 'aws:SorceIp', which no request to this server "
      "has. Did you mean aws:SourceIp?");
  EXPECT_THAT(
      fault(statement("Deny",
                      kGet + R"(,"Condition":{"StringEquals":{"s3:ExistingObjectTags/a":"b"}})")),
      testing::HasSubstr("Did you mean s3:ExistingObjectTag/?"));
  for (const char* unknown : {"foo:bar", "", "/", "s3:ExistingObjectTag/", "s3:prefix/x",
                              "aws:MultiFactorAuthPresent", "aws:SourceVpc"}) {
    EXPECT_THAT(fault(statement(
                    "Deny", kGet + R"(,"Condition":{"StringEquals":{")" + unknown + R"(":"x"}})")),
                testing::HasSubstr("which no request to this server has"))
        << unknown;
  }
  EXPECT_EQ(
      fault(statement("Deny", R"("Action":"*","Resource":"arn:aws:s3:::b/${aws:usrname}/*")")),
      "statement 1.Resource has the variable 'aws:usrname', which no request to this server has. "
      "Did you mean aws:username?");
  EXPECT_THAT(
      fault(statement("Deny", kGet + R"(,"Condition":{"NumericLessThan":{"s3:max-keys":"nan"}})")),
      testing::HasSubstr("which NumericLessThan cannot compare"));
  EXPECT_THAT(
      fault(statement("Deny", kGet + R"(,"Condition":{"ForAllValues:Null":{"s3:prefix":"true"}})")),
      testing::HasSubstr("is not known"));
  EXPECT_THAT(fault(statement("Allow", kGet + R"(,"Condition":{"StringLike":{"aws:Referer":"a"},)"
                                              R"("StringLike":{"aws:UserAgent":"*"}})")),
              testing::HasSubstr("the policy has the member Statement.Condition.StringLike twice"));
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
