#include "base/files.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sempurna {
namespace {

TEST(Files, AnAtomicWriteReplacesTheWholeFileAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.txt";
  write_file_atomic(file, "first, and longer");
  write_file_atomic(file, "second");
  EXPECT_EQ(read_file(file), "second");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(Files, AMissingFileIsNamed) {
  try {
    read_file("/nowhere/at all");
    FAIL() << "read a file that is not there";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::NotFound);
    EXPECT_STREQ(error.what(), "/nowhere/at all does not exist");
  }
}

TEST(Files, AFolderIsNotReadAsAFile) {
  const TemporaryFolder folder;
  EXPECT_THROW(read_file(folder.path()), Error);
  EXPECT_THROW(MappedFile{folder.path()}, Error);
}

TEST(Files, AFileWhereAFolderIsNeededIsSaidToBeOne) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "file";
  write_file_atomic(file, "");
  for (const fs::path& wanted : {file, file / "below", file / "far" / "below"}) {
    try {
      make_folders(wanted);
      FAIL() << wanted;
    } catch (const Error& error) {
      EXPECT_EQ(error.what(), file.string() + " is a file, but a folder is needed there");
    }
  }
  make_folders(folder.path() / "new" / "folder");
  make_folders(folder.path() / "new" / "folder");
  EXPECT_TRUE(fs::is_directory(folder.path() / "new" / "folder"));
}

TEST(Files, AMappedFileHoldsTheBytesAndAnEmptyOneNone) {
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "full", "abc");
  write_file_atomic(folder.path() / "empty", "");
  EXPECT_EQ(MappedFile(folder.path() / "full").text(), "abc");
  EXPECT_TRUE(MappedFile(folder.path() / "empty").bytes().empty());
}

TEST(Files, FreeSpaceOfAFolderThatDoesNotExistYetIsThatOfItsParent) {
  const TemporaryFolder folder;
  EXPECT_GT(free_bytes(folder.path() / "a" / "b"), 0U);
}

}  // namespace
}  // namespace sempurna
