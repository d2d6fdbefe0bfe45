#include <libexif/exif-data.h>

#include <algorithm>
#include <memory>

#include "image/structure.h"

namespace sempurna {
namespace {

constexpr unsigned char kExifHeader[] = {'E', 'x', 'i', 'f', 0, 0};
/// A JPEG segment cannot hold more, and libexif's sizes are unsigned ints.
constexpr size_t kMaxExif = 65535;

// The first number of an entry of any integer type, as writers of orientation have used them; 0 of
// other types.
int64_t integer(const ExifEntry& entry, ExifByteOrder order) {
  if (entry.size < exif_format_get_size(entry.format)) return 0;
  switch (entry.format) {
    case EXIF_FORMAT_BYTE:
    case EXIF_FORMAT_SBYTE:
      return entry.data[0];
    case EXIF_FORMAT_SHORT:
    case EXIF_FORMAT_SSHORT:
      return exif_get_short(entry.data, order);
    case EXIF_FORMAT_LONG:
    case EXIF_FORMAT_SLONG:
      return exif_get_long(entry.data, order);
    default:
      return 0;
  }
}

}  // namespace

int exif_orientation(Bytes exif) {
  const auto* data = reinterpret_cast<const unsigned char*>(exif.data());
  std::vector<unsigned char> with_header;
  if (exif.size() < 6 || !std::equal(kExifHeader, kExifHeader + 6, data)) {
    // libexif knows the JPEG segment only, so the header that PNG and WebP leave out is put back.
    with_header.assign(kExifHeader, kExifHeader + 6);
    with_header.insert(with_header.end(), data, data + std::min(exif.size(), kMaxExif));
    data = with_header.data();
    exif = std::as_bytes(std::span(with_header));
  }
  const std::unique_ptr<ExifData, decltype(&exif_data_unref)> parsed(exif_data_new(),
                                                                     &exif_data_unref);
  if (!parsed) return 1;
  exif_data_unset_option(parsed.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_load_data(parsed.get(), data,
                      static_cast<unsigned int>(std::min(exif.size(), kMaxExif)));
  ExifEntry* entry = exif_content_get_entry(parsed->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->size == 0) return 1;
  const int64_t value = integer(*entry, exif_data_get_byte_order(parsed.get()));
  return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

}  // namespace sempurna
