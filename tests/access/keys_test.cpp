#include "access/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "access/audit.h"

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

class KeyFile : public testing::Test {
 protected:
  TemporaryFolder folder;
  MasterKey master{std::string(32, 'm')};
  fs::path file = folder.path() / "keys.sqlite";
  Keys keys{file, "123456789012", "us-east-1", master, system_clock()};
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
  for (const std::string& name :
       {key.id, key.arn, key.alias, std::string("arn:aws:kms:us-east-1:123456789012:alias/mine")}) {
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
  keys.add("alias/mine", "");
  EXPECT_THROW(keys.add("alias/mine", ""), Error);
  EXPECT_THROW(keys.add("mine", ""), Error);
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
