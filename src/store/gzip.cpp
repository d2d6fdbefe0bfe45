#include "store/gzip.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "base/error.h"

namespace sempurna {

namespace {

// Level 1 packs MobileNetV2's dequantised weights to 52 % at 67 MB/s, level 6 to 50 % at 38 MB/s.
// Float32 weights in a bell curve go down to 93 % with level 1; storing them is 22 times as fast.
constexpr int kCompress = 1;
constexpr int kStore = 0;
constexpr size_t kSamples = 8;
constexpr size_t kSampleBytes = 1 << 15;
constexpr int kGzipWindow = 15 + 16;  // the largest window, and gzip's header instead of zlib's
constexpr int kMemory = 8;            // zlib's default

uInt piece(size_t size) {
  return static_cast<uInt>(std::min<size_t>(size, std::numeric_limits<uInt>::max()));
}

Bytef* pointer(const std::byte* bytes) {
  return reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes));  // zlib's input is not const
}

bool is_worth_compressing(std::span<const std::byte> content) {
  std::vector<std::byte> sample;
  if (content.size() <= kSamples * kSampleBytes) {
    sample.assign(content.begin(), content.end());
  } else {
    for (size_t i = 0; i < kSamples; ++i) {
      const auto part = content.subspan(content.size() / kSamples * i, kSampleBytes);
      sample.insert(sample.end(), part.begin(), part.end());
    }
  }
  uLongf length = compressBound(sample.size());
  std::vector<Bytef> packed(length);
  ensure(
      compress2(packed.data(), &length, pointer(sample.data()), sample.size(), kCompress) == Z_OK,
      "a sample is compressed");
  return length < sample.size() / 10 * 9;
}

}  // namespace

GzipWriter::GzipWriter(AtomicFile& out) : out_(out) {
  ensure(deflateInit2(&stream_, kCompress, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) ==
             Z_OK,
         "deflate starts");
}

GzipWriter::~GzipWriter() {
  deflateEnd(&stream_);
}

void GzipWriter::begin(std::span<const std::byte> content) {
  const int level = is_worth_compressing(content) ? kCompress : kStore;
  int status = Z_OK;
  do {
    clear_buffer();
    stream_.avail_in = 0;
    status = deflateParams(&stream_, level, Z_DEFAULT_STRATEGY);
    write_buffer();
  } while (status == Z_BUF_ERROR);
  ensure(status == Z_OK, "deflate changes its level");
}

void GzipWriter::clear_buffer() {
  stream_.next_out = pointer(buffer_.data());
  stream_.avail_out = static_cast<uInt>(buffer_.size());
}

void GzipWriter::write_buffer() {
  out_.write(std::span(buffer_).first(buffer_.size() - stream_.avail_out));
}

void GzipWriter::deflate_all(std::span<const std::byte> bytes, int flush) {
  do {
    stream_.next_in = pointer(bytes.data());
    stream_.avail_in = piece(bytes.size());
    bytes = bytes.subspan(stream_.avail_in);
    do {
      clear_buffer();
      ensure(deflate(&stream_, flush) != Z_STREAM_ERROR, "deflate goes on");
      write_buffer();
    } while (stream_.avail_out == 0);
  } while (!bytes.empty());
}

GzipReader::GzipReader(const fs::path& file) : path_(file), file_(file), rest_(file_.bytes()) {
  constexpr std::array kMark = {std::byte{0x1f}, std::byte{0x8b}};
  if (rest_.size() < kMark.size() || !std::equal(kMark.begin(), kMark.end(), rest_.begin())) {
    throw Error(Code::DataCorrupt,
                "{} is not a gzip file; pass a model.tar.gz as fine-tuning writes it",
                path_.string());
  }
  ensure(inflateInit2(&stream_, kGzipWindow) == Z_OK, "inflate starts");
}

GzipReader::~GzipReader() {
  inflateEnd(&stream_);
}

size_t GzipReader::read(std::span<std::byte> bytes) {
  size_t filled = 0;
  while (filled < bytes.size() && in_member_) {
    stream_.next_in = pointer(rest_.data());
    stream_.avail_in = piece(rest_.size());
    stream_.next_out = pointer(bytes.data() + filled);
    stream_.avail_out = piece(bytes.size() - filled);
    const uInt in = stream_.avail_in;
    const uInt out = stream_.avail_out;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    rest_ = rest_.subspan(in - stream_.avail_in);
    filled += out - stream_.avail_out;
    if (status == Z_STREAM_END) {
      // Some writers fill the last block with zeros; anything else must be a further member.
      const auto zeros = std::find_if(rest_.begin(), rest_.end(),
                                      [](std::byte byte) { return byte != std::byte{0}; });
      in_member_ = zeros != rest_.end();
      if (in_member_) ensure(inflateReset(&stream_) == Z_OK, "inflate starts again");
    } else if (rest_.empty() && (status == Z_OK || status == Z_BUF_ERROR)) {
      // All input is used: either there is more to give out, or the end never came.
      if (out == stream_.avail_out) fail("is cut short");
    } else if (status != Z_OK) {
      fail(stream_.msg == nullptr ? "is damaged" : fmt::format("is damaged ({})", stream_.msg));
    }
  }
  return filled;
}

void GzipReader::fail(std::string_view fault) const {
  throw Error(Code::DataCorrupt, "{} {}; fetch or make it again", path_.string(), fault);
}

}  // namespace sempurna
