#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/snapshot.h"
#include "people.h"

namespace sempurna {
namespace {

// Who comes and who goes: by the configuration, by commands, by both.
class Identities : public People {
 protected:
  void SetUp() override {
    directory.on_fault([this](const std::string& fault) { told.push_back(fault); });
  }
  void declare(const std::vector<std::string>& names) {
    std::vector<DeclaredIdentity> identities;
    for (const auto& name : names) identities.push_back({name, {{"read", kReadAll}}});
    directory.declare(identities, {});
  }
  bool is_let_in(const NewAccessKey& key) { return fault_of(key.id, "") == kNone; }
  bool is_let_in(const Credentials& session) {
    return fault_of(session.access_key_id, session.session_token) == kNone;
  }
  Credentials session_of(const NewAccessKey& key) {
    return directory.session_token(directory.find(key.id, "").caller, 900, {}).credentials;
  }
  std::string refusal(const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      return error.what();
    }
    return "done";
  }

  static constexpr AccessFault kNone = AccessFault::LimitExceeded;  // of fault_of()
  std::vector<std::string> told;
};

TEST_F(Identities, ThatLeftTheConfigurationAreLetInNowhereAndNamed) {
  declare({"citra"});
  const NewAccessKey key = directory.add_key("citra");
  const Credentials session = session_of(key);
  ASSERT_TRUE(is_let_in(key) && is_let_in(session));
  EXPECT_TRUE(told.empty());

  declare({});
  EXPECT_FALSE(is_let_in(key));
  EXPECT_FALSE(is_let_in(session));
  EXPECT_TRUE(directory.identity("citra")->left);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], testing::StartsWith("the identity citra is not let in: it left the config"));
  EXPECT_THAT(told[0], testing::HasSubstr("`sempurna identity remove citra`"));
  directory.set_enabled("citra", true);
  EXPECT_FALSE(is_let_in(key));
  EXPECT_EQ(told.size(), 1U);

  declare({"citra"});
  EXPECT_TRUE(is_let_in(key));
  EXPECT_FALSE(directory.identity("citra")->left);
}

TEST_F(Identities, ThatCommandsGaveSomethingStayWhenTheyLeaveTheConfiguration) {
  declare({"ana", "citra"});
  const NewAccessKey ana = directory.add_key("ana");
  const NewAccessKey citra = directory.add_key("citra");
  declare({});
  EXPECT_TRUE(is_let_in(ana));
  EXPECT_EQ(directory.identity("ana")->policies.size(), 1U);
  EXPECT_FALSE(is_let_in(citra));
  directory.set_policies("citra", {{"write", kWrite}});
  EXPECT_TRUE(is_let_in(citra));
  const Caller who = directory.find(citra.id, "").caller;
  EXPECT_EQ(verdict(who, "s3:PutObject", "out/k"), Verdict::Allowed);
  EXPECT_EQ(verdict(who, "s3:GetObject", "out/k"), Verdict::NotMentioned);
  directory.set_policies("citra", {});
  EXPECT_FALSE(is_let_in(citra));
}

TEST_F(Identities, HavePoliciesOfCommandsBesideThoseOfTheConfiguration) {
  declare({"ana"});
  directory.set_policies("ana", {{"write", kWrite}});
  const Caller ana = caller("ana");
  EXPECT_EQ(verdict(ana, "s3:PutObject", "out/k"), Verdict::Allowed);
  EXPECT_EQ(verdict(ana, "s3:GetObject", "out/k"), Verdict::Allowed);
  EXPECT_THAT(refusal([&] {
                directory.set_policies("ana", {{"bad", "{}"}});
              }),
              testing::HasSubstr("the policy bad: "));
  EXPECT_THAT(refusal([&] { directory.set_policies("eka", {}); }),
              testing::HasSubstr("there is no identity eka"));
  EXPECT_EQ(verdict(ana, "s3:PutObject", "out/k"), Verdict::Allowed);
}

TEST_F(Identities, ThatAreRemovedLeaveNothingToTheNextOfTheirName) {
  const NewAccessKey key = directory.add_key("ana");
  const Credentials session = session_of(key);
  directory.remove_identity("ana");
  EXPECT_FALSE(directory.identity("ana"));
  EXPECT_FALSE(is_let_in(key));
  EXPECT_FALSE(is_let_in(session));
  directory.add_identity("ana", {});
  const NewAccessKey next = directory.add_key("ana");
  EXPECT_TRUE(is_let_in(next));
  EXPECT_FALSE(is_let_in(key));
  EXPECT_FALSE(is_let_in(session));
  ASSERT_EQ(directory.keys("ana").size(), 1U);
  EXPECT_EQ(verdict(directory.find(next.id, "").caller, "s3:GetObject", "b/k"),
            Verdict::NotMentioned);
}

TEST_F(Identities, ThatAreDeclaredAreRemovedFromTheConfigurationFirst) {
  declare({"citra"});
  const NewAccessKey key = directory.add_key("citra");
  const Credentials session = session_of(key);
  EXPECT_THAT(refusal([&] { directory.remove_identity("citra"); }),
              testing::HasSubstr("take it out there"));
  EXPECT_TRUE(is_let_in(key));
  declare({});
  directory.remove_identity("citra");
  declare({"citra"});
  EXPECT_FALSE(is_let_in(session));
  directory.add_key("citra");
  EXPECT_FALSE(is_let_in(session));
  EXPECT_THAT(refusal([&] { directory.remove_identity("eka"); }),
              testing::HasSubstr("there is no identity eka"));
}

// A database as an earlier version of ours left it: two identities with a key each.
class OlderForm : public testing::TestWithParam<int> {
 protected:
  OlderForm() {
    Database database = GetParam() == 1 ? Database(file, {kDirectorySchema})
                                        : Database(file, {kDirectorySchema, kKeyStates});
    const std::string read = write_policies({{"read", kReadAll}});
    for (const auto& [name, policies] :
         std::map<std::string, std::string>{{"ana", read}, {"budi", "[]"}}) {
      database.prepare("INSERT INTO identity VALUES(?, 1, 0, 0, ?)")
          .bind(1, name)
          .bind(2, policies)
          .run();
      database.prepare("INSERT INTO access_key(id, identity, secret, created) VALUES(?, ?, ?, 0)")
          .bind(1, "AKIA" + name)
          .bind(2, name)
          .bind_bytes(3, master.encrypt("secret of " + name, secret_context("AKIA" + name)))
          .run();
    }
  }

  TemporaryFolder folder;
  fs::path file = folder.path() / "access.sqlite";
  SetClock clock;
  MasterKey master{std::string(32, 'm')};
};

TEST_P(OlderForm, IsReadWithAllThatItHas) {
  Directory directory(file, "123456789012", master, clock);
  directory.declare({}, {});
  for (const std::string name : {"ana", "budi"}) {
    EXPECT_EQ(directory.find("AKIA" + name, "").secret, "secret of " + name);
    EXPECT_FALSE(directory.identity(name)->left);
    ASSERT_EQ(directory.keys(name).size(), 1U);
    EXPECT_TRUE(directory.keys(name)[0].enabled);
    EXPECT_FALSE(directory.keys(name)[0].used);
  }
  EXPECT_EQ(directory.identity("ana")->policies.size(), 1U);
  // And is of today's form from here on.
  Database(file, {kDirectorySchema, kKeyStates, kOrigins});
}

TEST_P(OlderForm, KnowsOnceDeclaredWhomTheConfigurationMade) {
  const std::vector<DeclaredIdentity> both = {{"ana", {}}, {"budi", {{"read", kReadAll}}}};
  Credentials session;
  {
    Directory directory(file, "123456789012", master, clock);
    directory.declare(both, {});
    session = directory.session_token(directory.find("AKIAbudi", "").caller, 900, {}).credentials;
  }
  Directory directory(file, "123456789012", master, clock);
  directory.declare({}, {});
  EXPECT_TRUE(directory.identity("budi")->left);
  EXPECT_THROW(directory.find("AKIAbudi", ""), AccessError);
  EXPECT_EQ(directory.find("AKIAana", "").secret, "secret of ana");
  // Its sessions are of the row that is removed, not of one that comes or is missing.
  directory.remove_identity("budi");
  directory.declare(both, {});
  EXPECT_THROW(directory.find(session.access_key_id, session.session_token), AccessError);
  directory.add_key("budi");
  EXPECT_THROW(directory.find(session.access_key_id, session.session_token), AccessError);
}

INSTANTIATE_TEST_SUITE_P(OfTheDirectory, OlderForm, testing::Values(1, 2));

}  // namespace
}  // namespace sempurna
