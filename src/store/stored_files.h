#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "store/descriptor.h"

namespace sempurna {

/// Ids of stored files: kFileIdBytes random bytes each.
using FileIds = std::vector<std::string>;

/// The files of a store, written once and never changed.
///
///   incoming/<id in hex>                     on its way in; of no use after a crash
///   objects/<first two digits>/<id in hex>   whole and synced
///
/// Safe to use from several threads.
class StoredFiles {
 public:
  /// Makes the folders that are missing and empties incoming/.
  explicit StoredFiles(const fs::path& folder);

  fs::path path(std::string_view id) const;
  /// Empty when it is not there.
  Descriptor open(std::string_view id) const;

  /// Removes files that nothing names any more, those that are kept when they are let go. What
  /// cannot be removed is left to the next sweep().
  void remove(const FileIds& ids) noexcept;

  /// The ids in one of the folders 0 to kFolders - 1, and those of them that a NewFile of this
  /// process still has, asked after the folder was read.
  struct Folder {
    FileIds files;
    std::set<std::string> on_their_way;
  };
  static constexpr int kFolders = 256;
  Folder list(int folder) const;

 private:
  friend class NewFile;
  friend class KeptFiles;

  void keep(const FileIds& ids);
  void let_go(const FileIds& ids) noexcept;
  void keep_all();
  void let_all_go() noexcept;
  void unlink(const FileIds& ids) const noexcept;

  fs::path incoming_;
  fs::path objects_;
  mutable std::mutex mutex_;
  std::set<std::string> on_their_way_;
  std::map<std::string, int> kept_;
  int all_kept_ = 0;
  std::set<std::string> to_remove_;  ///< kept, and removed meanwhile
};

/// While it lives, some files or all stay although they are removed.
class KeptFiles {
 public:
  explicit KeptFiles(StoredFiles& all) : files_(all), is_all_(true) { files_.keep_all(); }
  KeptFiles(StoredFiles& files, FileIds ids) : files_(files), ids_(std::move(ids)) {
    files_.keep(ids_);
  }
  ~KeptFiles() { is_all_ ? files_.let_all_go() : files_.let_go(ids_); }
  KeptFiles(const KeptFiles&) = delete;
  KeptFiles& operator=(const KeptFiles&) = delete;

 private:
  StoredFiles& files_;
  FileIds ids_;
  bool is_all_ = false;
};

/// What new files leave free on the disk, so that objects can still be removed when it is full.
constexpr uint64_t kReservedBytes = uint64_t{16} << 20;

/// A file on its way in. It is removed with this, unless it is named by then.
class NewFile {
 public:
  explicit NewFile(StoredFiles& files);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  const std::string& id() const { return id_; }
  /// Throws DiskFull, as place() does.
  void write(std::span<const std::byte> bytes);
  /// Syncs it, moves it into objects/ and syncs the folder there. Once, last.
  void place();
  /// Whether something on disk names it, or may do so.
  void set_named(bool is_named) { is_named_ = is_named; }

 private:
  StoredFiles& files_;
  std::string id_;
  fs::path path_;  ///< where it is now
  Descriptor file_;
  uint64_t unflushed_ = 0;
  bool is_named_ = false;
};

}  // namespace sempurna
