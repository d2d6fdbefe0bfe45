#include <algorithm>

#include "store/disk_store_implementation.h"

namespace sempurna {

uint64_t sweep_files(StoredFiles& files, IndexReaders& readers, const std::stop_token& stop) {
  uint64_t swept = 0;
  for (int i = 0; i < StoredFiles::kFolders && !stop.stop_requested(); ++i) {
    // A file that is on its way is named before it counts as arrived. So one that was there, was
    // not on its way, and is not named afterwards, is nobody's.
    const StoredFiles::Folder folder = files.list(i);
    const FileIds named = IndexReaders::Lease(readers)->files_in(i);  // in their order
    FileIds unneeded;
    for (const auto& id : folder.files) {
      if (!folder.on_their_way.contains(id) && !std::ranges::binary_search(named, id)) {
        unneeded.push_back(id);
      }
    }
    files.remove(unneeded);
    swept += unneeded.size();
  }
  return swept;
}

}  // namespace sempurna
