#include <libexif/exif-data.h>

#include <algorithm>
#include <memory>

#include "image/structure.h"

namespace sempurna {
namespace {

constexpr unsigned char kExifHeader[] = {'E', 'x', 'i', 'f', 0, 0};
/// A JPEG segment cannot hold more, and libexif's sizes are unsigned ints.
constexpr size_t kMaxExif = 65535;

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
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return 1;
  const int value = exif_get_short(entry->data, exif_data_get_byte_order(parsed.get()));
  return value >= 1 && value <= 8 ? value : 1;
}

}  // namespace sempurna
