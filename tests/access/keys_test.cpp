#include "access/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <functional>

#include "access/audit.h"
#include "base/database.h"

namespace sempurna {
namespace {

template <typename Work>
AccessFault fault_of(const Work& work) {
  try {
    work();
  } catch (const AccessError& error) {
    return error.fault();
  }
  return AccessFault::LimitExceeded;  // none of these tests expects it
}

struct SetClock : Clock {
  Time time = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
  Time now() const override { return time; }
};

class KeyFile : public testing::Test {
 protected:
  SetClock clock;
  TemporaryFolder folder;
  MasterKey master{std::string(32, 'm')};
  fs::path file = folder.path() / "keys.sqlite";
  Keys keys{file, "123456789012", "us-east-1", master, clock};
};

TEST_F(KeyFile, DecryptsWhatItEncryptedUnderTheSameContextOnly) {
  const Key key = keys.add("alias/mine", "for tests");
  EXPECT_EQ(key.arn, "arn:aws:kms:us-east-1:123456789012:key/" + key.id);
  const std::string sealed = keys.encrypt("alias/mine", "hello", {{"a", "b"}});
  EXPECT_EQ(sealed.find("hello"), std::string::npos);
  EXPECT_EQ(keys.decrypt(sealed, {{"a", "b"}}, std::nullopt).plaintext, "hello");
  EXPECT_EQ(keys.decrypt(sealed, {{"a", "b"}}, key.arn).key.id, key.id);
  const auto wrong = [&](const Keys::Context& context) {
    return fault_of([&] { keys.decrypt(sealed, context, std::nullopt); });
  };
  EXPECT_EQ(wrong({}), AccessFault::InvalidCiphertext);
  EXPECT_EQ(wrong({{"a", "c"}}), AccessFault::InvalidCiphertext);
  // The same letters, parted elsewhere.
  EXPECT_EQ(wrong({{"a=1:b;0:", ""}}), AccessFault::InvalidCiphertext);
}

TEST_F(KeyFile, FindsAKeyByEachOfItsNames) {
  const Key key = keys.add("alias/mine", "");
  for (const std::string& name : {key.id, key.arn, key.aliases.at(0),
                                  std::string("arn:aws:kms:us-east-1:123456789012:alias/mine")}) {
    EXPECT_EQ(keys.find(name).id, key.id) << name;
  }
  for (const char* name :
       {"", "alias/other", "arn:aws:kms:eu-west-1:123456789012:alias/mine", "x"}) {
    EXPECT_EQ(fault_of([&] { keys.find(name); }), AccessFault::NoSuchKey) << name;
  }
}

TEST_F(KeyFile, MakesTheKeyOfSealedObjectsOnFirstUse) {
  EXPECT_TRUE(keys.list().empty());
  const auto generated = keys.generate_data_key("alias/aws/s3", {});
  EXPECT_EQ(generated.plaintext.size(), 32U);
  EXPECT_EQ(keys.list().size(), 1U);
  EXPECT_EQ(keys.decrypt(generated.wrapped, {}, std::nullopt).plaintext, generated.plaintext);
}

TEST_F(KeyFile, StillDecryptsAfterARotation) {
  const Key key = keys.add("", "");
  const std::string before = keys.encrypt(key.id, "old", {});
  EXPECT_EQ(keys.rotate(key.id).version, 2);
  const std::string after = keys.encrypt(key.id, "new", {});
  EXPECT_EQ(keys.decrypt(before, {}, std::nullopt).plaintext, "old");
  EXPECT_EQ(keys.decrypt(after, {}, std::nullopt).plaintext, "new");
}

TEST_F(KeyFile, RefusesEveryChangedByte) {
  const Key key = keys.add("", "");
  const std::string sealed = keys.encrypt(key.id, "hello", {});
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THROW(keys.decrypt(changed, {}, std::nullopt), AccessError) << i;
    EXPECT_THROW(keys.decrypt(std::string_view(sealed).substr(0, i), {}, std::nullopt),
                 AccessError);
  }
}

TEST_F(KeyFile, OfADisabledKeyIsNotUsed) {
  const Key key = keys.add("", "");
  const std::string sealed = keys.encrypt(key.id, "hello", {});
  keys.set_enabled(key.id, false);
  EXPECT_EQ(fault_of([&] { keys.encrypt(key.id, "x", {}); }), AccessFault::KeyDisabled);
  EXPECT_EQ(fault_of([&] { keys.decrypt(sealed, {}, std::nullopt); }), AccessFault::KeyDisabled);
}

TEST_F(KeyFile, IsOfNoUseUnderAnotherMasterKey) {
  const Key key = keys.add("alias/mine", "");
  const MasterKey other(std::string(32, 'o'));
  Keys stolen(file, "123456789012", "us-east-1", other, system_clock());
  EXPECT_EQ(fault_of([&] { stolen.encrypt(key.id, "x", {}); }), AccessFault::InvalidCiphertext);
}

TEST_F(KeyFile, KnowsAnAliasOnce) {
  const Key key = keys.add("alias/mine", "");
  EXPECT_EQ(fault_of([&] { keys.add("alias/mine", ""); }), AccessFault::AliasExists);
  EXPECT_EQ(fault_of([&] { keys.add_alias("alias/mine", key.id); }), AccessFault::AliasExists);
  EXPECT_EQ(keys.list().size(), 1U);
}

TEST_F(KeyFile, RefusesWhatIsNoAlias) {
  const Key key = keys.add("", "");
  for (const std::string& alias :
       {std::string("mine"), std::string("alias/"), std::string("alias/a b"),
        std::string("alias/a\n"), "alias/" + std::string(251, 'x'), std::string("alias/aws/mine"),
        std::string("alias/aws/s3"), std::string("Alias/mine")}) {
    EXPECT_THROW(keys.add(alias, ""), Error) << alias;
    EXPECT_THROW(keys.add_alias(alias, key.id), Error) << alias;
  }
  keys.find(std::string(kS3KeyAlias));
  EXPECT_THROW(keys.move_alias("alias/aws/s3", key.id), Error);
  EXPECT_THROW(keys.remove_alias("alias/aws/s3"), Error);
  EXPECT_TRUE(keys.find(std::string(kS3KeyAlias)).is_own());
  EXPECT_FALSE(key.is_own());
}

TEST_F(KeyFile, MovesAliasesFromKeyToKey) {
  const Key one = keys.add("alias/b", "");
  const Key other = keys.add("", "");
  keys.add_alias("alias/a", one.id);
  EXPECT_THAT(keys.find(one.id).aliases, testing::ElementsAre("alias/a", "alias/b"));
  const std::string sealed = keys.encrypt("alias/a", "hello", {});
  keys.move_alias("alias/a", other.id);
  EXPECT_EQ(keys.find("alias/a").id, other.id);
  EXPECT_EQ(keys.decrypt(sealed, {}, one.id).plaintext, "hello");
  keys.remove_alias("alias/a");
  EXPECT_EQ(fault_of([&] { keys.find("alias/a"); }), AccessFault::NoSuchKey);
  EXPECT_EQ(fault_of([&] { keys.remove_alias("alias/a"); }), AccessFault::NoSuchKey);
  EXPECT_EQ(fault_of([&] { keys.move_alias("alias/a", one.id); }), AccessFault::NoSuchKey);
}

TEST_F(KeyFile, LimitsTheAliasesOfAKey) {
  const Key key = keys.add("", "");
  for (int i = 0; i < 50; ++i) keys.add_alias("alias/" + std::to_string(i), key.id);
  EXPECT_EQ(fault_of([&] { keys.add_alias("alias/more", key.id); }), AccessFault::QuotaExceeded);
  const Key other = keys.add("alias/other", "");
  EXPECT_EQ(fault_of([&] { keys.move_alias("alias/other", key.id); }), AccessFault::QuotaExceeded);
}

TEST_F(KeyFile, OfAKeyThatIsToBeDeletedIsNotUsedUntilThatIsCancelled) {
  const Key key = keys.add("alias/mine", "");
  const std::string sealed = keys.encrypt(key.id, "hello", {});
  for (const int days : {6, 31, 0, -1}) EXPECT_THROW(keys.schedule_deletion(key.id, days), Error);
  EXPECT_EQ(keys.schedule_deletion(key.id, 7).deletion, clock.time + std::chrono::hours(7 * 24));
  for (const auto& use : std::initializer_list<std::function<void()>>{
           [&] { keys.encrypt(key.id, "x", {}); }, [&] { keys.decrypt(sealed, {}, std::nullopt); },
           [&] { keys.generate_data_key(key.id, {}); }, [&] { keys.set_enabled(key.id, true); },
           [&] { keys.add_alias("alias/more", key.id); },
           [&] { keys.schedule_deletion(key.id, 7); }}) {
    EXPECT_EQ(fault_of(use), AccessFault::WrongKeyState);
  }
  clock.time += std::chrono::hours(7 * 24) - std::chrono::milliseconds(1);
  EXPECT_EQ(keys.cancel_deletion(key.id).state, KeyState::Disabled);
  EXPECT_EQ(fault_of([&] { keys.cancel_deletion(key.id); }), AccessFault::WrongKeyState);
  keys.set_enabled(key.id, true);
  EXPECT_EQ(keys.decrypt(sealed, {}, std::nullopt).plaintext, "hello");
}

TEST_F(KeyFile, ErasesAKeyWhenItsTimeHasCome) {
  const Key key = keys.add("alias/mine", "");
  const std::string sealed = keys.encrypt(key.id, "hello", {});
  keys.schedule_deletion(key.id, 30);
  clock.time += std::chrono::hours(30 * 24);
  EXPECT_EQ(fault_of([&] { keys.decrypt(sealed, {}, std::nullopt); }), AccessFault::NoSuchKey);
  EXPECT_TRUE(keys.list().empty());
  // Its alias is free again, and going back in time brings nothing back.
  clock.time -= std::chrono::hours(30 * 24);
  EXPECT_EQ(fault_of([&] { keys.find(key.id); }), AccessFault::NoSuchKey);
  EXPECT_NE(keys.add("alias/mine", "").id, key.id);
}

TEST(AKeyFileOfTheFirstForm, KeepsItsKeysAndAliases) {
  const TemporaryFolder folder;
  const MasterKey master{std::string(32, 'm')};
  const fs::path file = folder.path() / "keys.sqlite";
  const std::string id = "00000000-0000-4000-8000-000000000001";
  {
    Database database(
        file, {"CREATE TABLE key(id TEXT PRIMARY KEY, alias TEXT UNIQUE, description TEXT NOT NULL,"
               "  enabled INTEGER NOT NULL, created INTEGER NOT NULL);"
               "CREATE TABLE material(key TEXT NOT NULL REFERENCES key(id),"
               "  version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(key, version))"});
    database.prepare("INSERT INTO key VALUES(?, 'alias/old', 'what for', 0, 7)").bind(1, id).run();
    database.prepare("INSERT INTO material VALUES(?, 1, ?)")
        .bind(1, id)
        .bind_bytes(2, master.encrypt(std::string(32, 'k'), "key " + id + " 1"))
        .run();
  }
  Keys keys(file, "123456789012", "us-east-1", master, system_clock());
  const Key key = keys.find("alias/old");
  EXPECT_EQ(key.id, id);
  EXPECT_EQ(key.description, "what for");
  EXPECT_EQ(key.state, KeyState::Disabled);
  keys.set_enabled(id, true);
  EXPECT_EQ(keys.decrypt(keys.encrypt(id, "x", {}), {}, std::nullopt).plaintext, "x");
}

using Kind = MasterKey::Source::Kind;

TEST(AMasterKey, IsMadeOnFirstUseForItsOwnerAlone) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "master.key";
  const std::string sealed = MasterKey({Kind::File, file.string()}).encrypt("x", "c");
  EXPECT_EQ(MasterKey({Kind::File, file.string()}).decrypt(sealed, "c"), "x");
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  ::chmod(file.c_str(), 0644);
  try {
    const MasterKey open({Kind::File, file.string()});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::Denied);
    EXPECT_THAT(error.what(), testing::HasSubstr("chmod 600"));
  }
}

TEST(AMasterKey, ComesFromTheEnvironmentOrACommand) {
  const std::string key = "bW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW0=";
  const std::string sealed = MasterKey(std::string(32, 'm')).encrypt("x", "c");
  ::setenv("SEMPURNA_TEST_MASTER_KEY", key.c_str(), 1);
  EXPECT_EQ(MasterKey({Kind::Environment, "SEMPURNA_TEST_MASTER_KEY"}).decrypt(sealed, "c"), "x");
  EXPECT_EQ(MasterKey({Kind::Command, "echo " + key}).decrypt(sealed, "c"), "x");
  EXPECT_THROW(MasterKey({Kind::Environment, "SEMPURNA_NOT_SET"}), Error);
  EXPECT_THROW(MasterKey({Kind::Command, "echo short"}), Error);
}

TEST(AnAudit, IsALinePerCallAndRotates) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "audit.jsonl";
  Audit audit(file, 600, 2);
  AuditLine line;
  line.who = "arn:aws:iam::1:user/ana";
  line.resource = "arn:aws:s3:::b/\"\n\xff";
  line.allowed = true;
  for (int i = 0; i < 12; ++i) audit.write(line);
  EXPECT_TRUE(fs::exists(file.string() + ".1"));
  EXPECT_TRUE(fs::exists(file.string() + ".2"));
  EXPECT_FALSE(fs::exists(file.string() + ".3"));
  const std::string text = read_file(file);
  EXPECT_LE(text.size(), 600U);
  EXPECT_THAT(text, testing::HasSubstr(R"("resource":"arn:aws:s3:::b/\"\n)"));
  EXPECT_THAT(text, testing::EndsWith("\"status\":0}\n"));
}

}  // namespace
}  // namespace sempurna
