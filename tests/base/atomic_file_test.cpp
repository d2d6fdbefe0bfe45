#include "base/atomic_file.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/expect_error.h"
#include "support/full_disk.h"

namespace sempurna {
namespace {

TEST(AtomicFile, ReplacesTheFileOnlyAtCommit) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a";
  write_file_atomic(file, "old");
  AtomicFile out(file);
  out.write("new ");
  out.write("bytes");
  EXPECT_EQ(read_file(file), "old");
  out.commit();
  EXPECT_EQ(read_file(file), "new bytes");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(AtomicFile, LeavesNothingWhenItIsGivenUp) {
  const TemporaryFolder folder;
  { AtomicFile(folder.path() / "a").write("half"); }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(AtomicFile, NamesTheFileThatCannotBeWritten) {
  try {
    AtomicFile out("/nowhere/at/all");
    FAIL() << "opened a file in a folder that is not there";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::NotFound);
    EXPECT_STREQ(error.what(),
                 "cannot write /nowhere/at/all: it, or the folder it lies in, does not exist");
  }
}

TEST(AtomicFile, SaysThatTheDiskIsFull) {
  const TemporaryFolder folder;
  const FullDisk full;
  AtomicFile out(folder.path() / "a");
  expect_error(Code::ResourceLimit, "the disk is full", [&] { out.write("bytes"); });
}

TEST(AtomicFile, TwoWhoWriteTheSameFileDoNotMix) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a";
  AtomicFile one(file);
  AtomicFile other(file);
  one.write("of one");
  other.write("of the other");
  one.commit();
  EXPECT_EQ(read_file(file), "of one");
  other.commit();
  EXPECT_EQ(read_file(file), "of the other");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(AtomicFile, OfTwoWhoMakeTheSameFileOneIsLeft) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a";
  AtomicFile one(file);
  AtomicFile other(file);
  one.write("first");
  other.write("second");
  EXPECT_TRUE(one.commit_if_absent());
  EXPECT_FALSE(other.commit_if_absent());
  EXPECT_EQ(read_file(file), "first");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(AtomicFile, IsNotMadeOverALinkToNowhere) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a";
  fs::create_symlink(folder.path() / "not mounted" / "a", file);
  AtomicFile out(file);
  out.write("bytes");
  EXPECT_FALSE(out.commit_if_absent());
  EXPECT_TRUE(fs::is_symlink(file));
}

}  // namespace
}  // namespace sempurna
