#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <string_view>

#include "base/error.h"
#include "image/codecs.h"

namespace sempurna {
namespace {

/// Chunks that say nothing about the pixels as we want them. libpng would unpack some of them at
/// great cost (a text of gigabytes in a few bytes) or refuse the picture for them.
constexpr png_byte kIgnored[] =
    "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0sTER\0"
    "tEXt\0tIME\0tRNS\0zTXt\0";
constexpr int kIgnoredCount = (sizeof(kIgnored) - 1) / 5;

/// libpng reports errors by a call that must not return, so it jumps back with longjmp. The
/// function that it jumps out of, read_step(), holds nothing that has a destructor; this object and
/// all memory live in its caller.
struct PngReader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  Bytes rest;
  char message[256] = "";
  char warning[256] = "";

  explicit PngReader(Bytes bytes) : rest(bytes) {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fail, note);
    if (png != nullptr) info = png_create_info_struct(png);
    if (info == nullptr) {
      png_destroy_read_struct(&png, &info, nullptr);
      throw Error(Code::ResourceLimit, "there is not enough memory to decode a PNG");
    }
  }
  ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  static void copy_text(const char* text, char (&to)[256]) {
    std::strncpy(to, text, sizeof(to) - 1);
  }
  static void fail(png_structp png, png_const_charp text) {
    copy_text(text, static_cast<PngReader*>(png_get_error_ptr(png))->message);
    png_longjmp(png, 1);
  }
  static void note(png_structp png, png_const_charp text) {
    PngReader* reader = static_cast<PngReader*>(png_get_error_ptr(png));
    if (reader->warning[0] == 0) copy_text(text, reader->warning);
  }
  static void read(png_structp png, png_bytep to, size_t count) {
    Bytes& rest = static_cast<PngReader*>(png_get_io_ptr(png))->rest;
    if (rest.size() < count) png_error(png, "the file ends too early");
    std::memcpy(to, rest.data(), count);
    rest = rest.subspan(count);
  }
};

/// `rows` are the addresses of the picture's rows, `stride` bytes each.
bool read_step(PngReader& reader, png_bytepp rows, size_t stride) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_structp png = reader.png;
  png_set_read_fn(png, &reader, PngReader::read);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, kIgnored, kIgnoredCount);
  png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);  // inspect() has compared them
  png_read_info(png, reader.info);
  png_set_palette_to_rgb(png);
  png_set_expand_gray_1_2_4_to_8(png);
  png_set_strip_16(png);
  png_set_strip_alpha(png);
  png_set_gray_to_rgb(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, reader.info);
  if (png_get_rowbytes(png, reader.info) != stride) {
    png_error(png, "its rows have another size than its header says");
  }
  png_read_image(png, rows);
  png_read_end(png, nullptr);
  return true;
}

}  // namespace

Image decode_png(Bytes bytes, const Inspection& inspection, std::vector<std::string>* notes) {
  // The picture as stored; inspect() gives the upright size.
  const bool turned = inspection.orientation >= 5;
  Image image(turned ? inspection.height : inspection.width,
              turned ? inspection.width : inspection.height);
  std::vector<png_bytep> rows(static_cast<size_t>(image.height));
  for (int y = 0; y < image.height; ++y) rows[static_cast<size_t>(y)] = image.row(y);
  PngReader reader(bytes);
  if (!read_step(reader, rows.data(), size_t{3} * static_cast<size_t>(image.width))) {
    throw Error(Code::DataCorrupt,
                "the PNG's data cannot be decoded ({}): the file is damaged; copy or download it "
                "again",
                reader.message);
  }
  if (notes != nullptr && reader.warning[0] != 0) {
    notes->push_back(fmt::format("the PNG's data is odd ({})", reader.warning));
  }
  return image;
}

}  // namespace sempurna
