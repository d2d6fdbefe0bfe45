#include "base/atomic_file.h"

#include <gtest/gtest.h>

#include "base/error.h"

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
  // A write to /dev/full fails as on a full disk; the link makes the partial file be that device.
  const TemporaryFolder folder;
  fs::create_symlink("/dev/full", folder.path() / "a.partial");
  AtomicFile out(folder.path() / "a");
  try {
    out.write("bytes");
    FAIL() << "wrote to a full disk";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::ResourceLimit);
    EXPECT_NE(std::string(error.what()).find("the disk is full"), std::string::npos);
  }
}

}  // namespace
}  // namespace sempurna
