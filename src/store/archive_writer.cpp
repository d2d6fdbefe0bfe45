#include <archive.h>
#include <archive_entry.h>

#include <exception>
#include <map>
#include <memory>
#include <string>

#include "base/atomic_file.h"
#include "base/error.h"
#include "store/archive.h"
#include "store/gzip.h"
#include "store/tar_locale.h"

namespace sempurna {

namespace {

struct Item {
  fs::path path;
  bool is_folder = false;
};

/// Everything below the folder by its name in the archive, so sorted by bytes. A folder's name ends
/// in a slash.
std::map<std::string, Item> items_of(const fs::path& folder) {
  std::map<std::string, Item> items;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    std::string name = entry.path().lexically_relative(folder).generic_string();
    const fs::file_status status = entry.symlink_status();
    if (!fs::is_regular_file(status) && !fs::is_directory(status)) {
      throw Error(Code::InvalidArgument,
                  "{} is neither a file nor a folder and cannot go into an archive; remove it",
                  entry.path().string());
    }
    if (fs::is_directory(status)) name += '/';
    items.emplace(std::move(name), Item{entry.path(), fs::is_directory(status)});
  }
  return items;
}

struct Sink {
  GzipWriter& gzip;
  std::exception_ptr thrown;  // libarchive is C: an exception must not pass through it
};

la_ssize_t write_some(struct archive*, void* client, const void* bytes, size_t length) {
  auto& sink = *static_cast<Sink*>(client);
  try {
    sink.gzip.write({static_cast<const std::byte*>(bytes), length});
    return static_cast<la_ssize_t>(length);
  } catch (...) {
    sink.thrown = std::current_exception();
    return -1;
  }
}

class TarWriter {
 public:
  explicit TarWriter(GzipWriter& gzip) : sink_{gzip, nullptr} {
    // Plain ustar where it suffices; a longer name or a larger file gets a header of its own.
    archive_write_set_format_pax_restricted(tar_.get());
    archive_write_set_bytes_per_block(tar_.get(), 0);
    check(archive_write_open(tar_.get(), &sink_, nullptr, write_some, nullptr));
  }

  void add(const std::string& name, const Item& item) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), item.is_folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry.get(), item.is_folder ? 0755 : 0644);
    archive_entry_set_mtime(entry.get(), 0, 0);
    archive_entry_set_uid(entry.get(), 0);
    archive_entry_set_gid(entry.get(), 0);
    if (item.is_folder) {
      archive_entry_set_size(entry.get(), 0);
      check(archive_write_header(tar_.get(), entry.get()));
      return;
    }
    const MappedFile file(item.path);
    sink_.gzip.begin(file.bytes());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.bytes().size()));
    check(archive_write_header(tar_.get(), entry.get()));
    for (auto rest = file.bytes(); !rest.empty();) {
      const la_ssize_t n = archive_write_data(tar_.get(), rest.data(), rest.size());
      if (n <= 0) check(ARCHIVE_FATAL);
      rest = rest.subspan(static_cast<size_t>(n));
    }
  }

  void finish() { check(archive_write_close(tar_.get())); }

 private:
  void check(int status) {
    if (sink_.thrown) std::rethrow_exception(sink_.thrown);
    // A name that is not UTF-8 is a warning: it is written as the bytes that it is.
    if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return;
    const char* reason = archive_error_string(tar_.get());
    throw Error(Code::Internal, "libarchive cannot write the archive: {}",
                reason == nullptr ? "it gives no reason" : reason);
  }

  Sink sink_;  // outlives tar_, which may write to it when it is freed
  std::unique_ptr<struct archive, decltype(&archive_write_free)> tar_{archive_write_new(),
                                                                      archive_write_free};
};

}  // namespace

void write_archive(const fs::path& folder, const fs::path& tar_gz) {
  if (!fs::is_directory(folder)) {
    throw Error(Code::NotFound, "{} is not a folder; there is nothing to pack", folder.string());
  }
  const TarLocale locale;
  const auto items = items_of(folder);
  AtomicFile out(tar_gz);
  GzipWriter gzip(out);
  TarWriter tar(gzip);
  for (const auto& [name, item] : items) tar.add(name, item);
  tar.finish();
  gzip.finish();
  out.commit();
}

}  // namespace sempurna
