#include <fcntl.h>

#include <cerrno>

#include "base/format_file.h"
#include "store/disk_error.h"
#include "store/disk_store_implementation.h"

namespace sempurna {

namespace {

/// A second name for an immutable file, or a copy where the file system has no such names, or none
/// across this border.
void link_or_copy(const fs::path& from, const fs::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return;
  std::error_code error;
  fs::copy_file(from, to, error);
  if (error) throw_disk_error(error.value(), to, "write");
}

void sync_file_system(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::syncfs(opened.get()) != 0) throw_disk_error(errno, folder, "write");
}

}  // namespace

void DiskStore::backup(const fs::path& folder) {
  if (fs::exists(folder)) {
    throw Error(Code::AlreadyExists, "{} is there already; name a new folder for the backup",
                folder.string());
  }
  fs::path partial = folder;
  partial += ".partial";
  if (fs::exists(partial)) {
    throw Error(Code::AlreadyExists, "{} is there already; remove it or name another folder",
                partial.string());
  }
  std::error_code ignored;
  try {
    make_folders(partial);
    open_format(partial, kStoreFormat);
    StoredFiles copies(partial);
    // Files come into place before the index names them, and none goes before this does.
    const KeptFiles kept(implementation_->files);
    const fs::path index = partial / "store.sqlite";
    IndexReaders::Lease(implementation_->readers)->database().backup(index);
    DiskIndex named(index);
    for (int i = 0; i < StoredFiles::kFolders; ++i) {
      for (const auto& id : named.files_in(i)) {
        link_or_copy(implementation_->files.path(id), copies.path(id));
      }
    }
  } catch (...) {
    fs::remove_all(partial, ignored);
    throw;
  }
  sync_file_system(partial);
  if (::rename(partial.c_str(), folder.c_str()) != 0) throw_disk_error(errno, folder, "write");
  sync_folder(fs::absolute(folder).parent_path());
}

}  // namespace sempurna
