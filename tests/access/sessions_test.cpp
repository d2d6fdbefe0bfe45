#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "people.h"

namespace sempurna {
namespace {

TEST_F(People, MayTakeARoleThatTrustsThem) {
  const Session session = assume(caller("ana"), "/service/trainer");
  EXPECT_EQ(session.caller.arn, "arn:aws:sts::123456789012:assumed-role/trainer/job-1");
  const KnownKey found =
      directory.find(session.credentials.access_key_id, session.credentials.session_token);
  EXPECT_EQ(found.secret, session.credentials.secret);
  EXPECT_TRUE(found.caller.is_role);
  EXPECT_EQ(verdict(found.caller, "s3:PutObject", "out/k"), Verdict::Allowed);
  EXPECT_EQ(verdict(found.caller, "s3:GetObject", "out/k"), Verdict::NotMentioned);
}

TEST_F(People, MayNotTakeARoleThatDoesNotTrustThem) {
  const Caller ana = caller("ana");
  const Caller budi = caller("budi");
  EXPECT_THROW(assume(ana, "/budis"), AccessError);
  EXPECT_NO_THROW(assume(budi, "/budis"));
  // The account is trusted, but budi's own policies do not let him.
  EXPECT_THROW(assume(budi, "/service/trainer"), AccessError);
  EXPECT_THROW(assume(ana, "/trainer"), AccessError);
  EXPECT_THROW(assume(ana, "/none"), AccessError);
  EXPECT_THROW(assume(ana, "/service/trainer", "", 899), Error);
  EXPECT_THROW(assume(ana, "/service/trainer", "", 3601), Error);
  EXPECT_THROW(assume(directory.anonymous(), "/service/trainer"), AccessError);
}

TEST_F(People, WithASessionPolicyMayDoNoMoreThanBoth) {
  const std::string only_one =
      R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::out/one"}})";
  const Caller who = assume(caller("ana"), "/service/trainer", only_one).caller;
  EXPECT_EQ(verdict(who, "s3:PutObject", "out/one"), Verdict::Allowed);
  EXPECT_EQ(verdict(who, "s3:PutObject", "out/two"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(who, "s3:GetObject", "out/one"), Verdict::NotMentioned);
}

TEST_F(People, LoseTemporaryCredentialsInTime) {
  const Session session = directory.session_token(caller("ana"), 900, {});
  const auto& [id, secret, token] = session.credentials;
  EXPECT_EQ(directory.find(id, token).secret, secret);
  EXPECT_EQ(fault_of(id, ""), AccessFault::InvalidAccessKeyId);
  EXPECT_EQ(fault_of(id, "bm9uZQ=="), AccessFault::InvalidToken);
  EXPECT_EQ(fault_of("ASIAOTHER", token), AccessFault::InvalidToken);
  std::string changed = token;
  changed[10] = changed[10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(fault_of(id, changed), AccessFault::InvalidToken);
  clock.time += std::chrono::seconds(901);
  EXPECT_EQ(fault_of(id, token), AccessFault::ExpiredToken);
}

TEST_F(People, LoseTemporaryCredentialsWithTheirKeys) {
  const Caller ana = caller("ana");
  const Credentials own = directory.session_token(ana, 900, {}).credentials;
  const Credentials role = assume(ana, "/service/trainer").credentials;
  directory.rotate("ana");
  EXPECT_EQ(fault_of(own.access_key_id, own.session_token), AccessFault::InvalidToken);
  EXPECT_EQ(fault_of(role.access_key_id, role.session_token), AccessFault::InvalidToken);
}

class Roles : public People {
 protected:
  Roles() {
    const std::string everything =
        R"({"Statement":{"Effect":"Allow","Action":["s3:*","sts:AssumeRole"],"Resource":"*"}})";
    const std::string read_one =
        R"({"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/one"}})";
    const std::string write_no_two =
        R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/t*"},)"
        R"({"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/two"}]})";
    const std::string no_session =
        R"({"Statement":{"Effect":"Deny","Action":"sts:*","Resource":"*"}})";
    directory.add_identity("dewi", {{"no-session", no_session}});
    directory.declare(
        {},
        {{"one",
          "/",
          trust(R"("user/ana")", R"(["sts:AssumeRole","sts:TagSession"])"),
          {{"all", everything}},
          7200},
         {"two", "/", trust(R"("role/one")", R"(["sts:*"])"), {{"all", everything}}, 7200},
         {"plain", "/", trust(R"("user/ana")", R"("sts:AssumeRole")"), {}, 7200}},
        {{"read-one", read_one}, {"write-no-two", write_no_two}});
  }

  static std::string trust(std::string who, const std::string& actions) {
    who.insert(1, "arn:aws:iam::123456789012:");
    return R"({"Statement":{"Effect":"Allow","Principal":{"AWS":)" + who + R"(},"Action":)" +
           actions + "}}";
  }
  static RoleRequest request(const std::string& role) {
    RoleRequest request;
    request.role_arn = "arn:aws:iam::123456789012:role/" + role;
    request.session_name = "job-1";
    return request;
  }
  Caller take(const Caller& who, const RoleRequest& request) {
    const Credentials made = directory.assume_role(who, request, {}).credentials;
    return directory.find(made.access_key_id, made.session_token).caller;
  }
  std::string refusal(const Caller& who, const RoleRequest& request) {
    try {
      directory.assume_role(who, request, {});
    } catch (const Error& error) {
      return error.what();
    }
    return "let in";
  }
};

TEST_F(Roles, AreNarrowedByNamedPoliciesAndTheirOwn) {
  RoleRequest named = request("one");
  named.policy_arns = {"arn:aws:iam::123456789012:policy/read-one",
                       "arn:aws:iam::123456789012:policy/write-no-two"};
  const Caller who = take(caller("ana"), named);
  EXPECT_EQ(verdict(who, "s3:GetObject", "b/one"), Verdict::Allowed);
  EXPECT_EQ(verdict(who, "s3:PutObject", "b/three"), Verdict::Allowed);
  EXPECT_EQ(verdict(who, "s3:PutObject", "b/one"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(who, "s3:GetObject", "b/two"), Verdict::DeniedExplicitly);
  named.policy = R"({"Statement":{"Effect":"Deny","Action":"s3:Put*","Resource":"*"}})";
  EXPECT_EQ(verdict(take(caller("ana"), named), "s3:PutObject", "b/three"),
            Verdict::DeniedExplicitly);
  // A policy that leaves the configuration takes what it allowed with it.
  directory.declare({}, {{"one", "/", trust(R"("user/ana")", R"("sts:AssumeRole")"), {}, 3600}},
                    {});
  EXPECT_EQ(verdict(who, "s3:GetObject", "b/one"), Verdict::NotMentioned);
}

TEST_F(Roles, AreNotGivenForPoliciesThatAreNotThere) {
  const Caller ana = caller("ana");
  for (const char* arn : {"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "read-one", "",
                          "arn:aws:iam::123456789012:policy/read-ones"}) {
    RoleRequest named = request("one");
    named.policy_arns = {arn};
    EXPECT_THAT(refusal(ana, named), testing::HasSubstr("those of the configuration")) << arn;
  }
  RoleRequest many = request("one");
  many.policy_arns.assign(11, "arn:aws:iam::123456789012:policy/read-one");
  EXPECT_THAT(refusal(ana, many), testing::HasSubstr("may have 10"));
}

TEST_F(Roles, AreTakenByRolesForAnHourAtMost) {
  const Caller ana = caller("ana");
  const Caller one = take(ana, request("one"));
  const Caller two = take(one, request("two"));
  EXPECT_EQ(two.arn, "arn:aws:sts::123456789012:assumed-role/two/job-1");
  EXPECT_EQ(two.owner, "ana");
  RoleRequest longer = request("two");
  longer.seconds = 3601;
  EXPECT_THAT(refusal(one, longer), testing::HasSubstr("has it for 3600 at most"));
  // Not by whom the second does not trust, nor against the first's own session policy.
  EXPECT_THAT(refusal(ana, request("two")), testing::HasSubstr("not authorized"));
  RoleRequest narrow = request("one");
  narrow.policy = R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})";
  EXPECT_THAT(refusal(take(ana, narrow), request("two")), testing::HasSubstr("not authorized"));
}

TEST_F(Roles, OfAChainEndWithWhoeverBeganIt) {
  const Caller one = take(caller("ana"), request("one"));
  const Credentials two = directory.assume_role(one, request("two"), {}).credentials;
  EXPECT_NO_THROW(directory.find(two.access_key_id, two.session_token));
  directory.set_enabled("ana", false);
  EXPECT_EQ(fault_of(two.access_key_id, two.session_token), AccessFault::InvalidToken);
}

TEST_F(Roles, HaveTagsWhereTheyAreTrustedWithThem) {
  const Caller ana = caller("ana");
  RoleRequest tagged = request("one");
  tagged.tags = {{"team", "blue"}, {"cost", "1"}};
  tagged.transitive_tags = {"team"};
  const Caller one = take(ana, tagged);
  EXPECT_EQ(one.tags, tagged.tags);
  EXPECT_EQ(take(one, request("two")).tags, (std::map<std::string, std::string>{{"team", "blue"}}));
  RoleRequest again = request("two");
  again.tags = {{"TEAM", "red"}};
  EXPECT_THAT(refusal(one, again), testing::HasSubstr("hands on to it already"));
  tagged.role_arn = request("plain").role_arn;
  EXPECT_THAT(refusal(ana, tagged), testing::HasSubstr("sts:TagSession"));
  for (const auto& [tags, why] :
       std::vector<std::pair<std::map<std::string, std::string>, std::string>>{
           {{{"", "x"}}, "has no name"},
           {{{std::string(129, 'k'), ""}}, "too long"},
           {{{"k", std::string(257, 'v')}}, "too long"},
           {{{"k", ""}, {"K", ""}}, "given twice"}}) {
    RoleRequest wrong = request("one");
    wrong.tags = tags;
    EXPECT_THAT(refusal(ana, wrong), testing::HasSubstr(why));
  }
  RoleRequest stray = request("one");
  stray.transitive_tags = {"team"};
  EXPECT_THAT(refusal(ana, stray), testing::HasSubstr("not among Tags"));
}

TEST_F(Roles, KeepTheSourceIdentityOfAChain) {
  RoleRequest named = request("one");
  named.source_identity = "maria";
  // The first role trusts nobody with it.
  EXPECT_THAT(refusal(caller("ana"), named), testing::HasSubstr("sts:SetSourceIdentity"));
  Caller one = take(caller("ana"), request("one"));
  RoleRequest second = request("two");
  second.source_identity = "maria";
  EXPECT_EQ(take(one, second).source_identity, "maria");
  one.source_identity = "maria";
  EXPECT_EQ(take(one, request("two")).source_identity, "maria");
  second.source_identity = "nina";
  EXPECT_THAT(refusal(one, second), testing::HasSubstr("which stays"));
  second.source_identity = "a b";
  EXPECT_THAT(refusal(one, second), testing::HasSubstr("SourceIdentity 'a b'"));
}

TEST_F(Roles, AreNotGivenForMoreThanATokenHolds) {
  RoleRequest large = request("one");
  large.policy = R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::)" +
                 std::string(9000, 'b') + "\"}}";
  try {
    directory.assume_role(caller("ana"), large, {});
    FAIL() << "given";
  } catch (const AccessError& error) {
    EXPECT_EQ(error.fault(), AccessFault::PackedPolicyTooLarge);
  }
  large.policy.erase(100, 4500);
  EXPECT_LE(directory.assume_role(caller("ana"), large, {}).credentials.session_token.size(),
            8192U);
}

TEST_F(Roles, TemporaryCredentialsMakeNoOthers) {
  const Credentials made = directory.session_token(caller("ana"), 900, {}).credentials;
  const Caller session = directory.find(made.access_key_id, made.session_token).caller;
  EXPECT_TRUE(session.is_session());
  EXPECT_THROW(directory.session_token(session, 900, {}), AccessError);
  EXPECT_THROW(directory.session_token(take(caller("ana"), request("one")), 900, {}), AccessError);
  EXPECT_THROW(directory.session_token(caller("dewi"), 900, {}), AccessError);
  // But a role may be taken with them.
  EXPECT_NO_THROW(take(session, request("one")));
}

TEST_F(People, WhoSignsInMayRenewForHalfADay) {
  const auto known = [&](const Session& session) {
    return directory.find(session.credentials.access_key_id, session.credentials.session_token)
        .caller;
  };
  const Time began = clock.time;
  Session session = directory.sign_in(caller("ana"), {});
  EXPECT_EQ(session.expires, began + std::chrono::hours(1));
  EXPECT_FALSE(session.caller.is_role);
  clock.time += std::chrono::minutes(50);
  session = directory.renew(known(session));
  EXPECT_EQ(session.expires, clock.time + std::chrono::hours(1));
  for (int k = 0; k < 13; ++k) {
    clock.time += std::chrono::minutes(50);
    session = directory.renew(known(session));
  }
  // The last ends with the half day.
  EXPECT_EQ(session.expires, began + std::chrono::hours(12));
  const Caller last = known(session);
  clock.time = began + std::chrono::hours(12) + std::chrono::seconds(1);
  EXPECT_THROW(directory.renew(last), AccessError);
}

TEST_F(People, WhoWasLetInBeforeTheKeysWereChangedGetsNothingThatHolds) {
  const Caller by_key = caller("ana");
  const Caller by_session = directory.sign_in(by_key, {}).caller;
  const Caller renewable = [&] {
    const Credentials made = directory.sign_in(by_key, {}).credentials;
    return directory.find(made.access_key_id, made.session_token).caller;
  }();
  directory.rotate("ana");
  const auto holds = [&](const Session& session) {
    try {
      directory.find(session.credentials.access_key_id, session.credentials.session_token);
      return true;
    } catch (const AccessError&) {
      return false;
    }
  };
  EXPECT_FALSE(holds(directory.renew(renewable)));
  EXPECT_FALSE(holds(directory.sign_in(by_key, {})));
  EXPECT_FALSE(holds(directory.session_token(by_key, 900, {})));
  EXPECT_FALSE(holds(assume(by_key, "/service/trainer")));
  EXPECT_FALSE(holds(assume(by_session, "/service/trainer")));
  EXPECT_TRUE(holds(directory.sign_in_as("ana")));
}

TEST_F(People, OnlyWhoSignedInMayRenew) {
  const Caller ana = caller("ana");
  EXPECT_THROW(directory.renew(ana), AccessError);
  EXPECT_THROW(directory.renew(directory.session_token(ana, 900, {}).caller), AccessError);
  EXPECT_THROW(directory.renew(assume(ana, "/service/trainer").caller), AccessError);
  const Session session = directory.sign_in(ana, {});
  EXPECT_THROW(directory.sign_in(session.caller, {}), AccessError);
  EXPECT_THROW(directory.sign_in_as("nobody"), AccessError);
}

}  // namespace
}  // namespace sempurna
