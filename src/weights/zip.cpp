#include "weights/zip.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kEndBytes = 22;        // end of central directory, without its comment
constexpr size_t kEnd64Bytes = 56;      // the same for zip64
constexpr size_t kLocatorBytes = 20;    // where the zip64 one lies
constexpr size_t kDirectoryBytes = 46;  // one entry of the central directory, without its texts
constexpr size_t kLocalBytes = 30;      // the same at the entry itself
constexpr uint32_t kEndMark = 0x06054b50;
constexpr uint32_t kEnd64Mark = 0x06064b50;
constexpr uint32_t kLocatorMark = 0x07064b50;
constexpr uint32_t kDirectoryMark = 0x02014b50;
constexpr uint32_t kLocalMark = 0x04034b50;
constexpr uint16_t kZip64Extra = 1;
constexpr uint32_t kIn64 = 0xffffffff;  // "see the zip64 field"
constexpr uint64_t kMaxEntries = 1'000'000;

/// Little-endian numbers out of bytes, in bounds or not at all.
class Bytes {
 public:
  Bytes(std::span<const std::byte> file, std::string_view what) : file_(file), what_(what) {}

  uint64_t size() const { return file_.size(); }

  /// Throws when [at, at + length) is not inside.
  std::span<const std::byte> slice(uint64_t at, uint64_t length, std::string_view part) const {
    if (at > file_.size() || length > file_.size() - at) {
      fail(fmt::format("{} would lie outside the {} bytes of the file", part, file_.size()));
    }
    return file_.subspan(at, length);
  }

  [[noreturn]] void fail(std::string_view fault) const {
    throw Error(Code::DataCorrupt, "{}: {}; the archive is cut short or damaged, fetch it again",
                what_, fault);
  }
  [[noreturn]] void refuse_part() const {
    throw Error(Code::InvalidArgument, "{}: this is one part of a divided archive; join the parts",
                what_);
  }

 private:
  std::span<const std::byte> file_;
  std::string_view what_;
};

template <typename T>
T number(std::span<const std::byte> bytes, size_t at) {
  T value;
  std::memcpy(&value, bytes.subspan(at, sizeof value).data(), sizeof value);
  return value;
}

struct Directory {
  uint64_t entries = 0;
  uint64_t size = 0;
  uint64_t offset = 0;
};

Directory find_directory(const Bytes& file) {
  if (file.size() < kEndBytes) file.fail("the end of the archive is missing");
  const uint64_t last = file.size() - kEndBytes;
  // The end record is followed by a comment of at most 64 KiB that fills the rest exactly.
  const uint64_t first = last > 0xffff ? last - 0xffff : 0;
  for (uint64_t at = last + 1; at-- > first;) {
    const auto end = file.slice(at, kEndBytes, "the end record");
    if (number<uint32_t>(end, 0) != kEndMark || number<uint16_t>(end, 20) != last - at) continue;
    Directory directory{.entries = number<uint16_t>(end, 10),
                        .size = number<uint32_t>(end, 12),
                        .offset = number<uint32_t>(end, 16)};
    const bool zip64 =
        directory.entries == 0xffff || directory.size == kIn64 || directory.offset == kIn64;
    if (number<uint16_t>(end, 4) != 0 && !zip64) file.refuse_part();
    if (!zip64 || at < kLocatorBytes) return directory;
    const auto locator = file.slice(at - kLocatorBytes, kLocatorBytes, "the zip64 locator");
    if (number<uint32_t>(locator, 0) != kLocatorMark) return directory;
    const auto end64 =
        file.slice(number<uint64_t>(locator, 8), kEnd64Bytes, "the zip64 end record");
    if (number<uint32_t>(end64, 0) != kEnd64Mark) file.fail("the zip64 end record is missing");
    if (number<uint32_t>(end64, 16) != 0) file.refuse_part();
    return {.entries = number<uint64_t>(end64, 32),
            .size = number<uint64_t>(end64, 40),
            .offset = number<uint64_t>(end64, 48)};
  }
  file.fail("the end of the archive is missing");
}

struct Place {
  uint64_t size = 0;
  uint64_t compressed = 0;
  uint64_t offset = 0;
};

/// Replaces the fields that say "see the zip64 field" by what that field says.
void read_zip64(std::span<const std::byte> extra, Place& place, const Bytes& file,
                std::string_view name) {
  while (extra.size() >= 4) {
    const uint16_t kind = number<uint16_t>(extra, 0);
    const uint16_t length = number<uint16_t>(extra, 2);
    if (length > extra.size() - 4) break;
    auto field = extra.subspan(4, length);
    extra = extra.subspan(4 + size_t{length});
    if (kind != kZip64Extra) continue;
    for (uint64_t* value : {&place.size, &place.compressed, &place.offset}) {
      if (*value != kIn64) continue;
      if (field.size() < 8) file.fail(fmt::format("the zip64 sizes of {} are cut short", name));
      *value = number<uint64_t>(field, 0);
      field = field.subspan(8);
    }
    return;
  }
}

struct Range {
  uint64_t begin = 0;
  uint64_t end = 0;
  std::string_view name;
};

void check_overlaps(std::vector<Range>& ranges, const Bytes& file) {
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.begin < b.begin; });
  for (size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].begin < ranges[i - 1].end) {
      file.fail(fmt::format("{} and {} overlap", ranges[i - 1].name, ranges[i].name));
    }
  }
}

}  // namespace

bool looks_like_zip(std::span<const std::byte> file) {
  return file.size() >= 4 &&
         (number<uint32_t>(file, 0) == kLocalMark || number<uint32_t>(file, 0) == kEndMark);
}

std::map<std::string, ZipEntry, std::less<>> read_zip(std::span<const std::byte> bytes,
                                                      std::string_view what) {
  const Bytes file(bytes, what);
  const Directory directory = find_directory(file);
  auto rest = file.slice(directory.offset, directory.size, "the central directory");
  if (directory.entries > kMaxEntries || directory.entries > rest.size() / kDirectoryBytes) {
    file.fail(fmt::format("{} entries cannot lie in {} bytes of directory", directory.entries,
                          rest.size()));
  }

  std::map<std::string, ZipEntry, std::less<>> entries;
  std::vector<Range> ranges;
  for (uint64_t i = 0; i < directory.entries; ++i) {
    if (rest.size() < kDirectoryBytes || number<uint32_t>(rest, 0) != kDirectoryMark) {
      file.fail(fmt::format("entry {} of the central directory is missing", i + 1));
    }
    const size_t name_length = number<uint16_t>(rest, 28);
    const size_t extra_length = number<uint16_t>(rest, 30);
    const size_t length = kDirectoryBytes + name_length + extra_length + number<uint16_t>(rest, 32);
    if (length > rest.size()) {
      file.fail(fmt::format("entry {} of the central directory is cut short", i + 1));
    }
    std::string name(reinterpret_cast<const char*>(rest.data()) + kDirectoryBytes, name_length);
    Place place{.size = number<uint32_t>(rest, 24),
                .compressed = number<uint32_t>(rest, 20),
                .offset = number<uint32_t>(rest, 42)};
    read_zip64(rest.subspan(kDirectoryBytes + name_length, extra_length), place, file, name);
    const bool is_plain = (number<uint16_t>(rest, 8) & 1) == 0 && number<uint16_t>(rest, 10) == 0;
    if (is_plain && place.size != place.compressed) {
      file.fail(
          fmt::format("{} has two different sizes, {} and {}", name, place.size, place.compressed));
    }
    const auto local = file.slice(place.offset, kLocalBytes, name);
    if (number<uint32_t>(local, 0) != kLocalMark) {
      file.fail(fmt::format("{} does not begin where the directory says", name));
    }
    const uint64_t begin =
        place.offset + kLocalBytes + number<uint16_t>(local, 26) + number<uint16_t>(local, 28);
    const ZipEntry entry{.bytes = file.slice(begin, place.compressed, name),
                         .crc32 = number<uint32_t>(rest, 16),
                         .is_plain = is_plain};
    const auto [added, is_new] = entries.emplace(std::move(name), entry);
    if (!is_new) file.fail(fmt::format("{} is there twice", added->first));
    ranges.push_back({place.offset, begin + place.compressed, added->first});
    rest = rest.subspan(length);
  }
  check_overlaps(ranges, file);
  return entries;
}

void check_entry(std::string_view name, const ZipEntry& entry, std::string_view what) {
  if (!entry.is_plain) {
    throw Error(Code::InvalidArgument,
                "{}: {} is compressed or encrypted, as torch.save never does; load the file in "
                "Python and save it again with torch.save",
                what, name);
  }
  const auto* bytes = reinterpret_cast<const Bytef*>(entry.bytes.data());
  if (crc32_z(0, bytes, entry.bytes.size()) == entry.crc32) return;
  throw Error(Code::DataCorrupt,
              "{}: {} does not match its checksum; the archive is damaged, fetch it again", what,
              name);
}

}  // namespace sempurna
