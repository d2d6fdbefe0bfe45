#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/system_error.h"
#include "store/archive.h"
#include "store/gzip.h"
#include "store/tar_locale.h"

namespace sempurna {

namespace {

constexpr size_t kMaxEntries = 100'000;
constexpr size_t kMaxDepth = 32;
constexpr uint64_t kMaxTarOverheadBytes = 1 << 30;  // headers and padding
constexpr size_t kBufferBytes = 1 << 16;

/// What libarchive reads from. An exception must not pass through C, so it waits here.
struct Source {
  GzipReader gzip;
  uint64_t left;
  bool is_beyond_limit = false;
  std::exception_ptr thrown;
  std::vector<std::byte> buffer = std::vector<std::byte>(kBufferBytes);
};

la_ssize_t read_some(struct archive*, void* client, const void** bytes) {
  auto& source = *static_cast<Source*>(client);
  try {
    const size_t n = source.gzip.read(source.buffer);
    source.is_beyond_limit = n > source.left;
    if (source.is_beyond_limit) return -1;
    source.left -= n;
    *bytes = source.buffer.data();
    return static_cast<la_ssize_t>(n);
  } catch (...) {
    source.thrown = std::current_exception();
    return -1;
  }
}

class OutputFile {
 public:
  /// Never through a link, never over a file that is there.
  explicit OutputFile(const fs::path& path)
      : path_(path),
        fd_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644)),
        error_(errno) {}
  ~OutputFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  bool is_there_already() const { return fd_ < 0 && (error_ == EEXIST || error_ == EISDIR); }

  void write(std::span<const std::byte> bytes) {
    if (fd_ < 0) throw_system_error(error_, path_, "write");
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw_system_error(errno, path_, "write");
      bytes = bytes.subspan(static_cast<size_t>(n));
    }
  }

 private:
  const fs::path& path_;
  int fd_;
  int error_;
};

std::string_view kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr || archive_entry_hardlink_utf8(entry) != nullptr) {
    return "a hard link";
  }
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
    case AE_IFDIR:
      return "";
    case AE_IFLNK:
      return "a symbolic link";
    case AE_IFCHR:
    case AE_IFBLK:
      return "a device";
    case AE_IFIFO:
      return "a pipe";
    default:
      return "of an unknown kind";
  }
}

class Unpacker {
 public:
  Unpacker(const fs::path& tar_gz, const fs::path& folder, uint64_t limit_bytes)
      : name_(tar_gz.string()),
        folder_(folder),
        limit_(limit_bytes),
        left_(limit_bytes),
        source_{.gzip = GzipReader(tar_gz),
                .left = limit_bytes > UINT64_MAX - kMaxTarOverheadBytes
                            ? UINT64_MAX
                            : limit_bytes + kMaxTarOverheadBytes,
                .thrown = nullptr} {}

  void run() {
    archive_read_support_format_tar(tar_.get());
    check(archive_read_open(tar_.get(), &source_, nullptr, read_some, nullptr));
    for (size_t entries = 0;; ++entries) {
      archive_entry* entry = nullptr;
      const int status = archive_read_next_header(tar_.get(), &entry);
      if (status == ARCHIVE_EOF) break;
      check(status);
      if (entries == kMaxEntries) {
        throw Error(Code::ResourceLimit, "{} holds more than {} entries, which no model has", name_,
                    kMaxEntries);
      }
      unpack(entry);
    }
    // The checksum stands at the end, behind the padding that libarchive has no need to read.
    const void* ignored = nullptr;
    la_ssize_t n = 0;
    while ((n = read_some(tar_.get(), &source_, &ignored)) > 0) {
    }
    if (n < 0) check(ARCHIVE_FATAL);
  }

 private:
  void unpack(archive_entry* entry) {
    const char* text = archive_entry_pathname(entry);
    if (text == nullptr) text = archive_entry_pathname_utf8(entry);
    const std::string name = text == nullptr ? "" : text;
    if (const auto kind = kind_of(entry); !kind.empty()) {
      refuse(name, fmt::format("is {}", kind));
    }
    const fs::path path = folder_ / safe(name);
    const bool is_folder = archive_entry_filetype(entry) == AE_IFDIR;
    make_parents(is_folder ? path / "x" : path, name);
    if (!is_folder) unpack_file(path, name);
  }

  /// The name without "." and empty parts, once it is known to stay inside.
  fs::path safe(const std::string& name) const {
    if (name.empty()) refuse(name, "has no name");
    const fs::path path(name);
    if (path.is_absolute()) refuse(name, "is an absolute path");
    fs::path result;
    size_t depth = 0;
    for (const auto& part : path) {
      if (part == "..") refuse(name, "points out of the archive");
      if (part.empty() || part == ".") continue;
      if (++depth > kMaxDepth) refuse(name.substr(0, 80), "lies too deep");
      result /= part;
    }
    return result;
  }

  void make_parents(const fs::path& path, const std::string& name) const {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error == std::errc::not_a_directory || error == std::errc::file_exists) {
      refuse(name, "is both a file and a folder");
    }
    if (error) throw_system_error(error.value(), path.parent_path(), "make the folder");
  }

  void unpack_file(const fs::path& path, const std::string& name) {
    OutputFile out(path);
    if (out.is_there_already()) refuse(name, "is there twice");
    out.write({});
    for (;;) {
      // Holes of a sparse file come as zeros and count like any other bytes.
      const la_ssize_t n = archive_read_data(tar_.get(), buffer_.data(), buffer_.size());
      if (n == 0) return;
      if (n < 0) check(ARCHIVE_FATAL);
      if (static_cast<uint64_t>(n) > left_) refuse_size();
      left_ -= static_cast<uint64_t>(n);
      out.write(std::span(buffer_).first(static_cast<size_t>(n)));
    }
  }

  void check(int status) {
    if (source_.thrown) std::rethrow_exception(source_.thrown);
    if (source_.is_beyond_limit) refuse_size();
    if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return;
    const char* reason = archive_error_string(tar_.get());
    throw Error(Code::DataCorrupt,
                "{} is no tar archive, or cut short or damaged ({}); fetch or make it again", name_,
                reason == nullptr ? "no reason given" : reason);
  }

  [[noreturn]] void refuse(std::string_view entry, std::string_view fault) const {
    throw Error(Code::InvalidArgument,
                "{}: the entry \"{}\" {}; an archive of a model has only files and folders below "
                "it, pack it again",
                name_, entry, fault);
  }

  [[noreturn]] void refuse_size() const {
    throw Error(Code::ResourceLimit, "{} unpacks to more than the {} bytes that are allowed", name_,
                limit_);
  }

  std::string name_;
  const fs::path& folder_;
  uint64_t limit_;
  uint64_t left_;
  Source source_;
  std::unique_ptr<struct archive, decltype(&archive_read_free)> tar_{archive_read_new(),
                                                                     archive_read_free};
  std::vector<std::byte> buffer_ = std::vector<std::byte>(kBufferBytes);
};

/// Empties the folder again unless all went well.
class Cleanup {
 public:
  explicit Cleanup(const fs::path& folder) : folder_(folder), was_there_(fs::exists(folder)) {}
  ~Cleanup() {
    if (is_done_) return;
    std::error_code ignored;
    if (!was_there_) {
      fs::remove_all(folder_, ignored);
      return;
    }
    for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
      fs::remove_all(entry.path(), ignored);
    }
  }
  Cleanup(const Cleanup&) = delete;
  Cleanup& operator=(const Cleanup&) = delete;

  void done() { is_done_ = true; }

 private:
  const fs::path& folder_;
  bool was_there_;
  bool is_done_ = false;
};

}  // namespace

void read_archive(const fs::path& tar_gz, const fs::path& folder, uint64_t limit_bytes) {
  const TarLocale locale;
  Unpacker unpacker(tar_gz, folder, limit_bytes);
  if (fs::exists(folder) && !fs::is_empty(folder)) {
    throw Error(Code::AlreadyExists, "{} is not empty; unpack {} into a folder of its own",
                folder.string(), tar_gz.string());
  }
  Cleanup cleanup(folder);
  make_folders(folder);
  unpacker.run();
  cleanup.done();
}

}  // namespace sempurna
