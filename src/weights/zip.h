#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace sempurna {

/// One file of a zip archive; `bytes` are a view into the archive, as they lie there.
struct ZipEntry {
  std::span<const std::byte> bytes;
  uint32_t crc32 = 0;
  bool is_plain = true;  ///< neither compressed nor encrypted
};

/// Whether these bytes begin as a zip archive does.
bool looks_like_zip(std::span<const std::byte> file);

/// The files of an archive by name, as its central directory tells them, zip64 included. Every
/// place is checked against the bytes that are there. Throws DataCorrupt for an archive that is cut
/// or lies, InvalidArgument for one part of a divided one. Source: PKWARE's APPNOTE 6.3.
std::map<std::string, ZipEntry, std::less<>> read_zip(std::span<const std::byte> file,
                                                      std::string_view what);

/// Holds an entry's bytes against its checksum. Throws DataCorrupt when they differ,
/// InvalidArgument when the entry is compressed or encrypted, which torch.save never does.
void check_entry(std::string_view name, const ZipEntry& entry, std::string_view what);

}  // namespace sempurna
