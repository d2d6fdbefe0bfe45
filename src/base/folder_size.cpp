#include "base/folder_size.h"

namespace sempurna {

uint64_t bytes_below(const fs::path& folder) {
  uint64_t bytes = 0;
  std::error_code gone;
  for (fs::recursive_directory_iterator at(folder, gone), end; !gone && at != end;
       at.increment(gone)) {
    std::error_code none;
    const uintmax_t size = at->is_regular_file(none) ? at->file_size(none) : 0;
    if (!none) bytes += size;
  }
  return bytes;
}

}  // namespace sempurna
