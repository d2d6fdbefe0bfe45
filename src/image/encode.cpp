#include "image/encode.h"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
// libjpeg's header wants <cstdio> before it.
#include <jpeglib.h>

#include "base/error.h"

namespace sempurna {
namespace {

/// As in decode_jpeg.cpp: what longjmp leaves, write_step(), holds nothing with a destructor.
struct JpegWriter {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  std::jmp_buf escape{};
  char message[JMSG_LENGTH_MAX] = "";
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // libjpeg's type

  JpegWriter() {
    info.err = jpeg_std_error(&errors);
    errors.error_exit = [](j_common_ptr common) {
      JpegWriter& writer = *reinterpret_cast<JpegWriter*>(common);  // info is the first member
      writer.errors.format_message(common, writer.message);
      std::longjmp(writer.escape, 1);
    };
    errors.emit_message = [](j_common_ptr, int) {};
  }
  ~JpegWriter() {
    jpeg_destroy_compress(&info);
    std::free(bytes);
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;
};

bool write_step(JpegWriter& writer, const Image& image, int quality) {
  if (setjmp(writer.escape) != 0) return false;
  jpeg_compress_struct& info = writer.info;
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &writer.bytes, &writer.size);
  info.image_width = static_cast<JDIMENSION>(image.width);
  info.image_height = static_cast<JDIMENSION>(image.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  info.dct_method = JDCT_ISLOW;
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    // libjpeg takes rows as not const and does not write to them.
    auto* row = const_cast<uint8_t*>(image.row(static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return true;
}

}  // namespace

std::string encode_jpeg(const Image& image, int quality) {
  if (image.width < 1 || image.height < 1 || image.width > JPEG_MAX_DIMENSION ||
      image.height > JPEG_MAX_DIMENSION) {
    throw Error(Code::InvalidArgument,
                "a picture of {} x {} pixels cannot be written as JPEG: each side must be 1 to {}",
                image.width, image.height, JPEG_MAX_DIMENSION);
  }
  if (quality < 1 || quality > 100) {
    throw Error(Code::InvalidArgument, "JPEG quality {} is not in 1 to 100", quality);
  }
  JpegWriter writer;
  if (!write_step(writer, image, quality)) {
    throw Error(Code::ResourceLimit, "writing a JPEG failed: {}", writer.message);
  }
  return {reinterpret_cast<const char*>(writer.bytes), writer.size};
}

}  // namespace sempurna
