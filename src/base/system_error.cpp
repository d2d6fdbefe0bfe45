#include "base/system_error.h"

#include <cerrno>
#include <system_error>

#include "base/error.h"

namespace sempurna {

void throw_system_error(int error, const std::filesystem::path& path, std::string_view doing) {
  const std::string reason = std::generic_category().message(error);
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      throw Error(Code::NotFound, "cannot {} {}: it, or the folder it lies in, does not exist",
                  doing, path.string());
    case EACCES:
    case EPERM:
    case EROFS:
      throw Error(Code::Denied, "cannot {} {}: {}; check its permissions", doing, path.string(),
                  reason);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      throw Error(Code::ResourceLimit,
                  "cannot {} {}: the disk is full; free some space and try again", doing,
                  path.string());
    default:
      throw Error(Code::Unavailable, "cannot {} {}: {}", doing, path.string(), reason);
  }
}

}  // namespace sempurna
