#include "base/folder_size.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(BytesBelow, CountsTheFilesOfAllFolders) {
  const TemporaryFolder folder;
  make_folders(folder.path() / "a" / "b");
  write_file_atomic(folder.path() / "one", "123");
  write_file_atomic(folder.path() / "a" / "b" / "two", "12345");
  fs::create_symlink("nowhere", folder.path() / "a" / "link");
  EXPECT_EQ(bytes_below(folder.path()), 8U);
}

TEST(BytesBelow, OfNoFolderIsNone) {
  const TemporaryFolder folder;
  EXPECT_EQ(bytes_below(folder.path() / "none"), 0U);
}

}  // namespace
}  // namespace sempurna
