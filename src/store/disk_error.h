#pragma once

#include <string_view>

#include "base/files.h"

namespace sempurna {

/// Throws what a system call's error number means for a store: StoreError DiskFull for a full disk,
/// a quota or a file size limit, else what throw_system_error() throws. `doing` is the verb.
[[noreturn]] void throw_disk_error(int error, const fs::path& path, std::string_view doing);

}  // namespace sempurna
