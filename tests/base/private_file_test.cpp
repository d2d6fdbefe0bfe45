#include "base/private_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(PrivateFile, ThatOthersMayReadIsRefusedWithTheWayOut) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "key";
  write_file_atomic(file, "secret");
  for (const mode_t mode : {0644, 0604, 0660, 0640, 0601}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    expect_error(Code::Denied, "run: chmod 600 '" + file.string(),
                 [&] { require_private(file, "the master key", Readers::OwnerAlone); });
  }
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  require_private(file, "the master key", Readers::OwnerAlone);
}

TEST(PrivateFile, OfAGroupMayBeReadByItButNotWritten) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "key";
  write_file_atomic(file, "secret");
  for (const mode_t mode : {0644, 0660, 0604}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    expect_error(Code::Denied, "the key of the certificate", [&] {
      require_private(file, "the key of the certificate", Readers::OwnerAndGroup);
    });
  }
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  require_private(file, "the key of the certificate", Readers::OwnerAndGroup);
}

}  // namespace
}  // namespace sempurna
