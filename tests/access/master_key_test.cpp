#include "access/master_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <mutex>
#include <set>
#include <thread>

#include "support/expect_error.h"

namespace sempurna {
namespace {

class MasterKeyFile : public testing::Test {
 protected:
  TemporaryFolder folder;
  fs::path file = folder.path() / "master.key";
  MasterKey::Source source{MasterKey::Source::Kind::File, file.string()};
};

TEST_F(MasterKeyFile, IsMadeOnceForItsOwnerAlone) {
  const std::string sealed = MasterKey(source).encrypt("secret", "test");
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(MasterKey(source).decrypt(sealed, "test"), "secret");
}

TEST_F(MasterKeyFile, TwoFirstStartsHaveTheSameKey) {
  for (int round = 0; round < 20; ++round) {
    fs::remove(file);
    std::vector<std::string> sealed(4);
    {
      std::vector<std::jthread> starts;
      for (auto& one : sealed) {
        starts.emplace_back([&] { one = MasterKey(source).encrypt("secret", "test"); });
      }
    }
    const MasterKey kept(source);
    for (const auto& one : sealed) EXPECT_EQ(kept.decrypt(one, "test"), "secret");
  }
}

TEST_F(MasterKeyFile, IsNotMadeBesideDataThatNeedTheOldOne) {
  expect_error(Code::NotFound, "access.sqlite cannot be read without it; put the file back",
               [&] { MasterKey(source, folder.path() / "access.sqlite"); });
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(MasterKeyFile, IsNotMadeAtTheEndOfALink) {
  fs::create_symlink(folder.path() / "not-mounted" / "key", file);
  expect_error(Code::NotFound, "not-mounted/key, which is not there; is its disk mounted?",
               [&] { MasterKey{source}; });
  EXPECT_TRUE(fs::is_symlink(file));
  fs::remove(file);
  fs::create_symlink(folder.path() / "no-such-key", file);  // into a folder that is there
  expect_error(Code::NotFound, "no-such-key, which is not there", [&] { MasterKey{source}; });
  EXPECT_FALSE(fs::exists(folder.path() / "no-such-key"));
}

TEST_F(MasterKeyFile, IsNotMadeWhenItCannotBeLookedAt) {
  write_file_atomic(folder.path() / "plain", "a file");
  source.where = (folder.path() / "plain" / "master.key").string();
  expect_error(Code::NotFound, "cannot read the master key", [&] { MasterKey{source}; });
}

TEST_F(MasterKeyFile, OthersMayNotRead) {
  MasterKey{source};
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  expect_error(Code::Denied, "the master key", [&] { MasterKey{source}; });
}

TEST_F(MasterKeyFile, ThatHoldsSomethingElseIsNamed) {
  for (const char* text : {"", "\n", "c2hvcnQ=\n", "not base64"}) {
    write_file_atomic(file, text);
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
    expect_error(Code::InvalidArgument, "is not 32 bytes in base64", [&] { MasterKey{source}; });
  }
}

TEST_F(MasterKeyFile, OfACommandThatFailsIsNone) {
  const MasterKey::Source command{MasterKey::Source::Kind::Command,
                                  "openssl rand -base64 32; exit 3"};
  expect_error(Code::Unavailable, "exit 3' failed", [&] { MasterKey{command}; });
}

}  // namespace
}  // namespace sempurna
