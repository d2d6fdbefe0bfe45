#include "base/folder_lock.h"

#include <gtest/gtest.h>

#include <utility>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(FolderLock, OneHasItUntilItGoes) {
  const TemporaryFolder folder;
  FolderLock second(folder.path());
  {
    FolderLock first(folder.path());
    EXPECT_TRUE(first.try_take());
    EXPECT_FALSE(second.try_take());
    const FolderLock moved = std::move(first);
    EXPECT_FALSE(second.try_take());
  }
  EXPECT_TRUE(second.try_take());
}

TEST(FolderLock, WhoLooksTakesNothing) {
  const TemporaryFolder folder;
  FolderLock lock(folder.path());
  EXPECT_FALSE(is_locked(folder.path()));
  EXPECT_TRUE(lock.try_take());
  EXPECT_TRUE(is_locked(folder.path()));
  EXPECT_FALSE(is_locked("/nowhere/job"));
}

TEST(FolderLock, AMissingFolderIsNamed) {
  expect_error(Code::NotFound, "cannot open /nowhere/job", [] { FolderLock("/nowhere/job"); });
}

}  // namespace
}  // namespace sempurna
