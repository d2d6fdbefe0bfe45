#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "access/snapshot.h"
#include "people.h"

namespace sempurna {
namespace {

using namespace std::string_literals;

TEST_F(People, AreFoundByTheirKeys) {
  const NewAccessKey key = directory.add_key("ana");
  EXPECT_EQ(key.id.size(), 20U);
  EXPECT_EQ(key.secret.size(), 40U);
  const KnownKey found = directory.find(key.id, "");
  EXPECT_EQ(found.secret, key.secret);
  EXPECT_EQ(found.caller.arn, "arn:aws:iam::123456789012:user/ana");
  EXPECT_EQ(found.caller.user_id.substr(0, 4), "AIDA");
  EXPECT_EQ(fault_of("AKIAUNKNOWN", ""), AccessFault::InvalidAccessKeyId);
}

TEST_F(People, KeepNoSecretInTheOpen) {
  const NewAccessKey key = directory.add_key("ana");
  std::string bytes = read_file(folder.path() / "access.sqlite");
  const fs::path wal = folder.path() / "access.sqlite-wal";
  if (fs::exists(wal)) bytes += read_file(wal);
  EXPECT_NE(bytes.find(key.id), std::string::npos);
  EXPECT_EQ(bytes.find(key.secret), std::string::npos);
}

TEST_F(People, WhoAreDisabledOrWhoseKeysWereRotatedAreRefused) {
  const NewAccessKey key = directory.add_key("ana");
  directory.set_enabled("ana", false);
  EXPECT_EQ(fault_of(key.id, ""), AccessFault::InvalidAccessKeyId);
  directory.set_enabled("ana", true);
  EXPECT_EQ(directory.find(key.id, "").secret, key.secret);
  const NewAccessKey next = directory.rotate("ana");
  EXPECT_EQ(fault_of(key.id, ""), AccessFault::InvalidAccessKeyId);
  EXPECT_EQ(directory.find(next.id, "").secret, next.secret);
}

TEST_F(People, WhoseKeyIsSwitchedOffOrRemovedAreRefusedAndTheirSessionsEnd) {
  const NewAccessKey key = directory.add_key("ana");
  const NewAccessKey other = directory.add_key("ana");
  const Session before = directory.session_token(directory.find(key.id, "").caller, 900, {});
  directory.set_key_enabled("ana", key.id, false);
  EXPECT_EQ(fault_of(key.id, ""), AccessFault::InvalidAccessKeyId);
  EXPECT_EQ(fault_of(before.credentials.access_key_id, before.credentials.session_token),
            AccessFault::InvalidToken);
  EXPECT_EQ(directory.find(other.id, "").secret, other.secret);
  directory.set_key_enabled("ana", key.id, true);
  const Session between = directory.session_token(directory.find(key.id, "").caller, 900, {});
  directory.remove_key("ana", key.id);
  EXPECT_EQ(fault_of(key.id, ""), AccessFault::InvalidAccessKeyId);
  EXPECT_EQ(fault_of(between.credentials.access_key_id, between.credentials.session_token),
            AccessFault::InvalidToken);
  ASSERT_EQ(directory.keys("ana").size(), 1U);
  EXPECT_EQ(directory.keys("ana")[0].id, other.id);
}

TEST_F(People, ChangeNoKeyOfAnother) {
  const NewAccessKey key = directory.add_key("ana");
  const auto fault = [](const auto& work) {
    try {
      work();
    } catch (const AccessError& error) {
      return error.fault();
    }
    return AccessFault::LimitExceeded;
  };
  for (const std::string& id : {key.id, std::string("AKIAUNKNOWN"), std::string()}) {
    EXPECT_EQ(fault([&] { directory.remove_key("budi", id); }), AccessFault::NoSuchAccessKey);
    EXPECT_EQ(fault([&] { directory.set_key_enabled("budi", id, false); }),
              AccessFault::NoSuchAccessKey);
  }
  EXPECT_EQ(directory.find(key.id, "").secret, key.secret);
}

TEST_F(People, ChangedByAnotherProcessAreSeenWithinASecond) {
  const NewAccessKey key = directory.add_key("ana");
  directory.find(key.id, "");
  Directory other(folder.path() / "access.sqlite", "123456789012", master, clock);
  other.set_enabled("ana", false);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(fault_of(key.id, ""), AccessFault::InvalidAccessKeyId);
}

TEST_F(People, MadeByAnotherProcessAreThereAtOnce) {
  EXPECT_FALSE(directory.identity("eka"));
  Directory other(folder.path() / "access.sqlite", "123456789012", master, clock);
  other.add_identity("eka", {});
  EXPECT_TRUE(directory.identity("eka"));
  EXPECT_EQ(directory.find(other.add_key("eka").id, "").caller.identity, "eka");
}

TEST_F(People, HaveTwoKeysAtMostAndOneNameEach) {
  directory.add_key("ana");
  directory.add_key("ana");
  EXPECT_THROW(directory.add_key("ana"), AccessError);
  EXPECT_THROW(directory.add_identity("ana", {}), AccessError);
  EXPECT_THROW(directory.add_identity("a b", {}), Error);
  EXPECT_THROW(directory.add_identity("citra", {{"bad", "{}"}}), AccessError);
  EXPECT_THROW(directory.add_key("citra"), AccessError);
}

TEST_F(People, MayDoWhatTheirPoliciesSay) {
  const Caller ana = caller("ana");
  EXPECT_EQ(verdict(ana, "s3:GetObject", "b/k"), Verdict::Allowed);
  EXPECT_EQ(verdict(ana, "s3:PutObject", "b/k"), Verdict::NotMentioned);
  EXPECT_EQ(verdict(caller("budi"), "s3:GetObject", "b/k"), Verdict::NotMentioned);
}

TEST_F(People, MayDoWhatTheBucketSaysUnlessEitherDenies) {
  const std::string to_budi =
      R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/budi"},)"
      R"("Action":"s3:*","Resource":"arn:aws:s3:::b/*"}})";
  const std::string to_nobody =
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}})";
  const std::string to_account =
      R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},)"
      R"("Action":"s3:*","Resource":"*"}})";
  const Caller budi = caller("budi");
  EXPECT_EQ(verdict(budi, "s3:PutObject", "b/k", to_budi), Verdict::Allowed);
  EXPECT_EQ(verdict(budi, "s3:PutObject", "c/k", to_budi), Verdict::NotMentioned);
  EXPECT_EQ(verdict(caller("ana"), "s3:GetObject", "b/k", to_nobody), Verdict::DeniedExplicitly);
  // The account may decide, and has not.
  EXPECT_EQ(verdict(budi, "s3:PutObject", "b/k", to_account), Verdict::NotMentioned);
  EXPECT_EQ(verdict(directory.anonymous(), "s3:GetObject", "b/k"), Verdict::NotMentioned);
}

TEST_F(People, ThatTheConfigurationDeclaresAreThereWithoutARow) {
  directory.declare({{"citra", {{"read", kReadAll}}}}, {});
  EXPECT_EQ(verdict(caller("citra"), "s3:GetObject", "b/k"), Verdict::Allowed);
  ASSERT_TRUE(directory.identity("citra"));
  EXPECT_TRUE(directory.identity("citra")->declared);
  EXPECT_FALSE(directory.role("trainer"));
}

class Rows : public People {
 protected:
  void set_policies(const std::string& name, const std::string& policies) {
    Database database(folder.path() / "access.sqlite", {kDirectorySchema, kKeyStates, kOrigins});
    database.prepare("UPDATE identity SET policies=? WHERE name=?")
        .bind(1, policies)
        .bind(2, name)
        .run();
  }
  void wait_for_a_look() { std::this_thread::sleep_for(std::chrono::milliseconds(300)); }
};

TEST_F(Rows, ThatCannotBeReadAreTheirOwnIdentitysMatterAlone) {
  std::vector<std::string> told;
  directory.on_fault([&](const std::string& fault) { told.push_back(fault); });
  const NewAccessKey ana = directory.add_key("ana");
  const NewAccessKey budi = directory.add_key("budi");
  const Credentials session = directory.session_token(caller("budi"), 900, {}).credentials;
  for (const char* wrong : {"", "{", "[1]", R"([["p","{}"]])",
                            R"([["p","{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",)"
                            R"(\"Resource\":\"*\",\"Condition\":{\"Later\":{\"a\":\"b\"}}}}"]])"}) {
    told.clear();
    set_policies("budi", wrong);
    wait_for_a_look();
    EXPECT_EQ(directory.find(ana.id, "").secret, ana.secret);
    EXPECT_EQ(fault_of(budi.id, ""), AccessFault::InvalidAccessKeyId) << wrong;
    EXPECT_EQ(fault_of(session.access_key_id, session.session_token), AccessFault::InvalidToken);
    ASSERT_EQ(told.size(), 1U) << wrong;
    EXPECT_THAT(told.front(), testing::StartsWith("the identity budi is not let in: "));
    EXPECT_FALSE(directory.identity("budi")->fault.empty());
  }
  // What else changed meanwhile is seen, and told once.
  directory.set_enabled("ana", false);
  EXPECT_EQ(fault_of(ana.id, ""), AccessFault::InvalidAccessKeyId);
  EXPECT_EQ(told.size(), 1U);
  set_policies("budi", "[]");
  wait_for_a_look();
  EXPECT_EQ(directory.find(budi.id, "").secret, budi.secret);
}

TEST_F(Rows, OfAKeyThatCannotBeOpenedAreThatKeysMatterAlone) {
  const NewAccessKey one = directory.add_key("ana");
  const NewAccessKey two = directory.add_key("ana");
  Database(folder.path() / "access.sqlite", {kDirectorySchema, kKeyStates, kOrigins})
      .prepare("UPDATE access_key SET secret='x' WHERE id=?")
      .bind(1, one.id)
      .run();
  wait_for_a_look();
  EXPECT_EQ(fault_of(one.id, ""), AccessFault::InvalidAccessKeyId);
  EXPECT_EQ(directory.find(two.id, "").secret, two.secret);
}

TEST_F(People, AreNotThoughtToBeNobodyUnderAnotherMasterKey) {
  directory.add_key("ana");
  const MasterKey other(std::string(32, 'o'));
  Directory wrong(folder.path() / "access.sqlite", "123456789012", other, clock);
  EXPECT_FALSE(wrong.is_empty());
  try {
    wrong.declare({}, {});
    FAIL() << "declared";
  } catch (const AccessError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("the master key is not the one"));
  }
}

TEST_F(People, AreKeptOutOfABucketWhosePolicyCannotBeRead) {
  const Caller ana = caller("ana");
  const std::string unreadable = R"({"Statement":{"Effect":"Later"}})";
  EXPECT_EQ(verdict(ana, "s3:GetObject", "b/k", unreadable), Verdict::DeniedExplicitly);
  // But for whoever may mend it by their own policies.
  EXPECT_EQ(verdict(ana, "s3:GetBucketPolicy", "b", unreadable), Verdict::Allowed);
  EXPECT_EQ(verdict(ana, "s3:PutBucketPolicy", "b", unreadable), Verdict::NotMentioned);
}

TEST_F(People, AreLetInByAPublicPolicyThatCanBeRead) {
  const std::string to_all =
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}})";
  EXPECT_TRUE(directory.lets_in_everybody(to_all));
  const std::string to_ana =
      R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},)"
      R"("Action":"s3:GetObject","Resource":"*"}})";
  for (const std::string& to_nobody : {to_ana, ""s, "{"s, to_all + "}"}) {
    EXPECT_FALSE(directory.lets_in_everybody(to_nobody)) << to_nobody;
  }
}

class Administrator : public People {
 protected:
  static constexpr const char* kPolicyActions[] = {"s3:GetBucketPolicy", "s3:PutBucketPolicy",
                                                   "s3:DeleteBucketPolicy"};
  Caller with(const std::string& policy) {
    directory.set_policies("budi", {{"one", policy}});
    return directory.find(directory.rotate("budi").id, "").caller;
  }
  static std::string statement(const std::string& members) {
    return R"({"Statement":{"Effect":"Allow",)" + members + "}}";
  }

  const std::string everything = statement(R"("Action":["s3:Get*","*"],"Resource":"*")");
  const std::string to_nobody =
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}})";
};

TEST_F(Administrator, IsNeverLockedOutByABucketsPolicy) {
  const Caller admin = with(everything);
  const Session session = directory.session_token(admin, 900, {});
  for (const char* action : kPolicyActions) {
    EXPECT_EQ(verdict(admin, action, "b", to_nobody), Verdict::Allowed) << action;
    EXPECT_EQ(verdict(session.caller, action, "b", to_nobody), Verdict::Allowed) << action;
  }
  // Of everything else the policy holds, until it is mended.
  for (const char* action : {"s3:GetObject", "s3:ListBucket", "s3:DeleteBucket"}) {
    EXPECT_EQ(verdict(admin, action, "b", to_nobody), Verdict::DeniedExplicitly) << action;
  }
}

TEST_F(Administrator, IsWhoMayDoEverythingWithoutACondition) {
  for (const std::string& less :
       {statement(R"("Action":"s3:*","Resource":"*")"),
        statement(R"("Action":"*","Resource":"arn:aws:s3:::*")"),
        statement(R"("NotAction":"iam:*","Resource":"*")"),
        statement(R"("Action":"*","NotResource":"arn:aws:s3:::c")"),
        statement(R"("Action":"*","Resource":"*",)"
                  R"("Condition":{"StringEquals":{"aws:username":"budi"}})"),
        R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
        R"({"Effect":"Deny","Action":"s3:*BucketPolicy","Resource":"*"}]})"s}) {
    const Caller who = with(less);
    for (const char* action : kPolicyActions) {
      EXPECT_EQ(verdict(who, action, "b", to_nobody), Verdict::DeniedExplicitly) << less;
    }
  }
}

TEST_F(Administrator, IsNobodyWithASessionPolicy) {
  directory.declare({}, {{"all", "/", kTrustBudi, {{"everything", everything}}, 3600}});
  const Caller budi = caller("budi");
  EXPECT_EQ(verdict(assume(budi, "/all").caller, "s3:PutBucketPolicy", "b", to_nobody),
            Verdict::Allowed);
  EXPECT_EQ(verdict(assume(budi, "/all", everything).caller, "s3:PutBucketPolicy", "b", to_nobody),
            Verdict::DeniedExplicitly);
}

TEST_F(People, AreNotToldByARefusalThatABucketHasAPolicy) {
  const std::string to_nobody =
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}})";
  const auto is_secret = [&](const Caller& who, const std::string& policy) {
    return directory.decide({who, "s3:GetObject", "arn:aws:s3:::b/k", {}}, policy).is_secret;
  };
  EXPECT_TRUE(is_secret(caller("budi"), to_nobody));
  EXPECT_TRUE(is_secret(directory.anonymous(), to_nobody));
  EXPECT_TRUE(is_secret(directory.anonymous(), "unreadable"));
  // Ana may read anything, so that she would be told that a bucket is missing.
  EXPECT_FALSE(is_secret(caller("ana"), to_nobody));
  EXPECT_FALSE(is_secret(caller("budi"), ""));
}

TEST_F(People, MayDoSomethingSomewhereOrNothing) {
  const std::string to_all =
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"*",)"
      R"("Condition":{"StringEquals":{"s3:prefix":"a"}}}})";
  EXPECT_TRUE(directory.may_anywhere(caller("ana"), "s3:GetObject", ""));
  EXPECT_FALSE(directory.may_anywhere(caller("ana"), "s3:PutObject", ""));
  EXPECT_TRUE(directory.may_anywhere(directory.anonymous(), "s3:PutObject", to_all));
  EXPECT_FALSE(directory.may_anywhere(directory.anonymous(), "s3:DeleteObject", to_all));
  EXPECT_FALSE(directory.may_anywhere(directory.anonymous(), "s3:PutObject", "{"));
}

}  // namespace
}  // namespace sempurna
