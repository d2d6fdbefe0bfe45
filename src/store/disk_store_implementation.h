#pragma once

#include <mutex>
#include <thread>

#include "store/index_readers.h"
#include "store/index_writer.h"

namespace sempurna {

/// The form of a store's folder, in its `format` file.
constexpr int kStoreFormat = 1;

/// See DiskStore::sweep().
uint64_t sweep_files(StoredFiles& files, IndexReaders& readers, const std::stop_token& stop);

struct DiskStore::Implementation {
  Implementation(const fs::path& where, const Clock& with);

  fs::path folder;
  const Clock& clock;
  StoredFiles files;
  IndexWriter writer;
  IndexReaders readers;
  mutable std::mutex limits_mutex;
  StoreLimits limits;
  std::once_flag is_swept;
  std::jthread sweeper;  ///< last, so that it ends first

  /// What `make` does, unless it makes the bucket grow beyond its quota. Throws QuotaExceeded.
  FileIds within_quota(DiskIndex& index, const std::string& bucket,
                       const std::function<FileIds()>& make) const;
  /// Throws QuotaExceeded when nothing more goes into the bucket.
  void require_room(DiskIndex& index, const std::string& bucket) const;
  StoreLimits present_limits() const;

  /// Commits a change and removes the files that nothing names after it.
  void change(const std::function<FileIds(DiskIndex&)>& make);
};

}  // namespace sempurna
