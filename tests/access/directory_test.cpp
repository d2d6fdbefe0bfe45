#include "access/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace sempurna {
namespace {

class SetClock : public Clock {
 public:
  Time now() const override { return time; }
  Time time{std::chrono::milliseconds(1767323045000)};
};

const std::string kReadAll =
    R"({"Statement":{"Effect":"Allow","Action":["s3:Get*","sts:AssumeRole"],"Resource":"*"}})";
const std::string kTrustAccount =
    R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}})";
const std::string kTrustBudi =
    R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/budi"},)"
    R"("Action":"sts:AssumeRole"}})";
const std::string kWrite =
    R"({"Statement":{"Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::out/*"}})";

class People : public testing::Test {
 protected:
  People() {
    directory.add_identity("ana", {{"read", kReadAll}});
    directory.add_identity("budi", {});
    DeclaredRole trainer{"trainer", "/service/", kTrustAccount, {{"write", kWrite}}, 3600};
    DeclaredRole budis{"budis", "/", kTrustBudi, {{"write", kWrite}}, 7200};
    directory.declare({}, {trainer, budis});
  }

  AccessFault fault_of(const std::string& id, const std::string& token) {
    try {
      directory.find(id, token);
    } catch (const AccessError& error) {
      return error.fault();
    }
    return AccessFault::LimitExceeded;
  }
  Caller caller(const std::string& name) {
    const NewAccessKey key = directory.add_key(name);
    return directory.find(key.id, "").caller;
  }
  Session assume(const Caller& who, const std::string& role, const std::string& policy = "",
                 int seconds = 900) {
    return directory.assume_role(who, "arn:aws:iam::123456789012:role" + role, "job-1", seconds,
                                 policy, {});
  }
  Verdict verdict(const Caller& who, const std::string& action, const std::string& resource,
                  const std::string& resource_policy = "") {
    return directory.decide({who, action, "arn:aws:s3:::" + resource, {}}, resource_policy).verdict;
  }

  TemporaryFolder folder;
  SetClock clock;
  MasterKey master{std::string(32, 'm')};
  Directory directory{folder.path() / "access.sqlite", "123456789012", master, clock};
};

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
  const Session before = directory.session_token(directory.find(key.id, "").caller, 900);
  directory.set_key_enabled("ana", key.id, false);
  EXPECT_EQ(fault_of(key.id, ""), AccessFault::InvalidAccessKeyId);
  EXPECT_EQ(fault_of(before.credentials.access_key_id, before.credentials.session_token),
            AccessFault::InvalidToken);
  EXPECT_EQ(directory.find(other.id, "").secret, other.secret);
  directory.set_key_enabled("ana", key.id, true);
  const Session between = directory.session_token(directory.find(key.id, "").caller, 900);
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
  const Session session = directory.session_token(caller("ana"), 900);
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
  const Credentials own = directory.session_token(ana, 900).credentials;
  const Credentials role = assume(ana, "/service/trainer").credentials;
  directory.rotate("ana");
  EXPECT_EQ(fault_of(own.access_key_id, own.session_token), AccessFault::InvalidToken);
  EXPECT_EQ(fault_of(role.access_key_id, role.session_token), AccessFault::InvalidToken);
}

TEST_F(People, ThatTheConfigurationDeclaresAreThereWithoutARow) {
  directory.declare({{"citra", {{"read", kReadAll}}}}, {});
  EXPECT_EQ(verdict(caller("citra"), "s3:GetObject", "b/k"), Verdict::Allowed);
  ASSERT_TRUE(directory.identity("citra"));
  EXPECT_TRUE(directory.identity("citra")->declared);
  EXPECT_FALSE(directory.role("trainer"));
}

}  // namespace
}  // namespace sempurna
