#include "text/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1F\x8B\x08");
}

std::string gunzip(std::string_view bytes, size_t most, std::string_view file) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> ends(&stream, &inflateEnd);
  std::string text;
  constexpr size_t kStep = 1 << 20;
  for (;;) {
    if (stream.avail_in == 0) {
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream.avail_in =
          static_cast<uInt>(std::min<size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
      bytes.remove_prefix(stream.avail_in);
    }
    const size_t have = text.size();
    text.resize(have + kStep);
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + have);
    stream.avail_out = kStep;
    const int status = inflate(&stream, Z_NO_FLUSH);
    text.resize(text.size() - stream.avail_out);
    if (text.size() > most) {
      throw Error(Code::ResourceLimit,
                  "{} is a gzip archive that holds more than {} MiB; unpack it "
                  "and give the file inside",
                  file, most >> 20);
    }
    const bool at_end = stream.avail_in == 0 && bytes.empty();
    if (status == Z_STREAM_END) {
      if (at_end) return text;
      if (inflateReset(&stream) != Z_OK) break;
    } else if (status != Z_OK || (at_end && stream.avail_out > 0)) {
      break;
    }
  }
  throw Error(Code::DataCorrupt,
              "{} is a gzip archive that is damaged or cut short; copy or download it again", file);
}

}  // namespace sempurna
