#include "base/private_file.h"

#include <sys/stat.h>

#include <cerrno>

#include "base/error.h"
#include "base/system_error.h"

namespace sempurna {

void require_private(const fs::path& file, std::string_view what, Readers readers) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) throw_system_error(errno, file, "read");
  const bool with_group = readers == Readers::OwnerAndGroup;
  if ((status.st_mode & (with_group ? 0027 : 0077)) == 0) return;
  throw Error(Code::Denied, "{} {} may be read or changed by others; run: chmod {} '{}'", what,
              file.string(), with_group ? "640" : "600", file.string());
}

}  // namespace sempurna
