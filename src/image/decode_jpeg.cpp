#include <csetjmp>
#include <cstdio>
#include <cstring>
// libjpeg's header wants <cstdio> before it.
#include <jerror.h>
#include <jpeglib.h>

#include "base/error.h"
#include "image/codecs.h"

namespace sempurna {
namespace {

/// libjpeg reports errors by a call that must not return, so it jumps back with longjmp. The
/// functions that it jumps out of are steps(), which hold nothing that has a destructor; this
/// object and all memory live in their caller.
struct JpegReader {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  std::jmp_buf escape{};
  char message[JMSG_LENGTH_MAX] = "";
  char warning[JMSG_LENGTH_MAX] = "";

  JpegReader() {
    info.err = jpeg_std_error(&errors);
    errors.error_exit = fail;
    errors.emit_message = note;
  }
  ~JpegReader() { jpeg_destroy_decompress(&info); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  static JpegReader& of(j_common_ptr common) {
    return *reinterpret_cast<JpegReader*>(common);  // info is the first member
  }
  static void fail(j_common_ptr common) {
    JpegReader& reader = of(common);
    reader.errors.format_message(common, reader.message);
    std::longjmp(reader.escape, 1);
  }
  static void note(j_common_ptr common, int level) {
    if (level >= 0) return;
    JpegReader& reader = of(common);
    if (reader.errors.msg_code == JWRN_JPEG_EOF) fail(common);
    if (reader.errors.num_warnings++ == 0) reader.errors.format_message(common, reader.warning);
  }
};

/// The smallest scale in eighths whose picture covers the wanted size. Eighths other than these
/// have no fast transform.
unsigned covering_scale(const jpeg_decompress_struct& info, int min_width, int min_height) {
  if (min_width <= 0 && min_height <= 0) return 8;
  const auto covers = [](JDIMENSION side, unsigned scale, int wanted) {
    return (int64_t{side} * scale + 7) / 8 >= wanted;
  };
  for (const unsigned scale : {1U, 2U, 4U}) {
    if (covers(info.image_width, scale, min_width) &&
        covers(info.image_height, scale, min_height)) {
      return scale;
    }
  }
  return 8;
}

bool open_step(JpegReader& reader, const unsigned char* data, size_t size, int min_width,
               int min_height) {
  if (setjmp(reader.escape) != 0) return false;
  jpeg_decompress_struct& info = reader.info;
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, data, size);
  jpeg_read_header(&info, TRUE);
  info.out_color_space = info.num_components == 4 ? JCS_CMYK : JCS_RGB;
  info.dct_method = JDCT_ISLOW;
  info.do_fancy_upsampling = TRUE;
  info.scale_num = covering_scale(info, min_width, min_height);
  info.scale_denom = 8;
  jpeg_start_decompress(&info);
  return true;
}

/// Adobe's CMYK is stored inverted; the formula is Pillow's.
void cmyk_to_rgb(const uint8_t* cmyk, uint8_t* rgb, JDIMENSION width) {
  for (JDIMENSION x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
    const int not_black = cmyk[3];
    for (int channel = 0; channel < 3; ++channel) {
      const int product = (255 - cmyk[channel]) * not_black + 128;
      const int value = not_black - (((product >> 8) + product) >> 8);
      rgb[channel] = static_cast<uint8_t>(value < 0 ? 0 : value);
    }
  }
}

/// `cmyk_row` is room for one row of four components, or null when the picture is not CMYK.
bool read_step(JpegReader& reader, uint8_t* pixels, uint8_t* cmyk_row) {
  if (setjmp(reader.escape) != 0) return false;
  jpeg_decompress_struct& info = reader.info;
  const size_t stride = size_t{3} * info.output_width;
  while (info.output_scanline < info.output_height) {
    uint8_t* row = pixels + stride * info.output_scanline;
    uint8_t* target = cmyk_row != nullptr ? cmyk_row : row;
    jpeg_read_scanlines(&info, &target, 1);
    if (cmyk_row != nullptr) cmyk_to_rgb(cmyk_row, row, info.output_width);
  }
  jpeg_finish_decompress(&info);
  return true;
}

[[noreturn]] void refuse(const JpegReader& reader) {
  throw Error(Code::DataCorrupt,
              "the JPEG's data cannot be decoded ({}): the file is damaged; copy or download it "
              "again",
              reader.message);
}

}  // namespace

Image decode_jpeg(Bytes bytes, int min_width, int min_height, std::vector<std::string>* notes) {
  JpegReader reader;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (!open_step(reader, data, bytes.size(), min_width, min_height)) refuse(reader);
  Image image(static_cast<int>(reader.info.output_width),
              static_cast<int>(reader.info.output_height));
  if (reader.info.scale_num != 8) {
    image.reduction.by = static_cast<int>(8 / reader.info.scale_num);
    image.reduction.full_width = static_cast<int>(reader.info.image_width);
    image.reduction.full_height = static_cast<int>(reader.info.image_height);
  }
  std::vector<uint8_t> cmyk_row;
  if (reader.info.num_components == 4) cmyk_row.resize(size_t{4} * reader.info.output_width);
  if (!read_step(reader, image.pixels.data(), cmyk_row.empty() ? nullptr : cmyk_row.data())) {
    refuse(reader);
  }
  if (notes != nullptr && reader.errors.num_warnings > 0) {
    notes->push_back(
        fmt::format("the JPEG's data is damaged ({}); the picture may show it", reader.warning));
  }
  return image;
}

}  // namespace sempurna
