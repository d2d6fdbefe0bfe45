#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace sempurna {

namespace fs = std::filesystem;

/// The whole file. Throws NotFound, Denied, or Unavailable on a read error, naming the file.
std::string read_file(const fs::path& file);

/// Replaces `file` in one step: written beside it, synced, renamed, the folder synced. After a
/// crash the old content or the new is there, never a mixture. Throws ResourceLimit when the disk
/// is full.
void write_file_atomic(const fs::path& file, std::string_view content);

/// Makes the folder and its parents. Throws with the reason in words.
void make_folders(const fs::path& folder);

/// Copies the files that lie in a folder itself, and what links there lead to, into one that is
/// made where there is none.
void copy_files(const fs::path& from, const fs::path& to);

/// Syncs a folder's entries to disk, after renames in it.
void sync_folder(const fs::path& folder);

/// Free bytes for this user on the file system of the nearest existing parent of `path`.
uint64_t free_bytes(const fs::path& path);

/// A file's bytes as memory, read-only. An empty file gives an empty span.
/// A file that another process truncates while it is mapped may kill the reader: map only files
/// that nobody else writes, or copy them first.
class MappedFile {
 public:
  explicit MappedFile(const fs::path& file);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  std::span<const std::byte> bytes() const { return {data_, size_}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_}; }

 private:
  const std::byte* data_ = nullptr;
  size_t size_ = 0;
};

/// A folder that is removed, with all it holds, when this goes.
class TemporaryFolder {
 public:
  /// Made under `parent`, by default the system's temporary folder.
  explicit TemporaryFolder(const fs::path& parent = {});
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace sempurna
