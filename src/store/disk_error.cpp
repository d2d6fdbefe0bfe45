#include "store/disk_error.h"

#include <cerrno>

#include "base/system_error.h"
#include "store/store_error.h"

namespace sempurna {

void throw_disk_error(int error, const fs::path& path, std::string_view doing) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    throw StoreError(StoreFault::DiskFull,
                     "cannot {} {}: the disk is full; free some space and try again", doing,
                     path.string());
  }
  throw_system_error(error, path, doing);
}

}  // namespace sempurna
