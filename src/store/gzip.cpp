#include "store/gzip.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "base/error.h"
#include "base/parallel.h"
#include "base/usable_threads.h"

namespace sempurna {

namespace {

// Level 1 packs MobileNetV2's dequantised weights to 52 % at 67 MB/s, level 6 to 50 % at 38 MB/s.
// Float32 weights in a bell curve go down to 93 % with level 1; storing them is 22 times as fast.
constexpr int kCompress = 1;
constexpr int kStore = 0;
constexpr size_t kSamples = 8;
constexpr size_t kSampleBytes = 1 << 15;
constexpr size_t kBlockBytes = 1 << 20;
// Compressed by deflate, no flags, no time, written on Unix.
constexpr std::array<uint8_t, 10> kHeader = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
// An empty last block, with fixed codes.
constexpr std::array<uint8_t, 2> kEnd = {0x03, 0x00};
constexpr size_t kStoredBytes = 0xffff;  // of one stored block
constexpr size_t kStoredHeader = 5;
constexpr int kRawWindow = -15;       // the largest window, and nothing around it
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
    // From the middle of each part: a file's header says nothing of what it heads.
    const size_t whole = content.size() / kSamples;
    for (size_t i = 0; i < kSamples; ++i) {
      const auto part = content.subspan(whole * i + (whole - kSampleBytes) / 2, kSampleBytes);
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

/// Stored blocks of deflate, none of them the last.
void store(std::span<const std::byte> content, std::vector<std::byte>& packed) {
  packed.clear();
  packed.reserve(content.size() + (content.size() / kStoredBytes + 1) * kStoredHeader);
  while (!content.empty()) {
    const auto part = content.first(std::min(content.size(), kStoredBytes));
    const auto length = static_cast<uint16_t>(part.size());
    const auto inverse = static_cast<uint16_t>(~length);
    for (const int byte : {0, length & 0xff, length >> 8, inverse & 0xff, inverse >> 8}) {
      packed.push_back(static_cast<std::byte>(byte));
    }
    packed.insert(packed.end(), part.begin(), part.end());
    content = content.subspan(part.size());
  }
}

/// Compressed blocks of deflate that end at a byte, none of them the last, so that others may
/// follow.
void deflate_block(std::span<const std::byte> content, std::vector<std::byte>& packed) {
  z_stream stream{};
  ensure(
      deflateInit2(&stream, kCompress, Z_DEFLATED, kRawWindow, kMemory, Z_DEFAULT_STRATEGY) == Z_OK,
      "deflate starts");
  // Beyond the bound of one stream, a flush takes an empty block.
  packed.resize(deflateBound(&stream, content.size()) + 16);
  stream.next_in = pointer(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = pointer(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&stream, Z_SYNC_FLUSH);
  const bool is_whole = status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0;
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  ensure(is_whole, "a block is packed");
}

}  // namespace

GzipWriter::GzipWriter(AtomicFile& out)
    : out_(out), level_(kCompress), packed_(static_cast<size_t>(usable_threads())) {
  out_.write(std::as_bytes(std::span(kHeader)));
}

void GzipWriter::begin(std::span<const std::byte> content) {
  const int level = is_worth_compressing(content) ? kCompress : kStore;
  if (level != level_) pack_waiting();
  level_ = level;
}

void GzipWriter::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    size_t taken = 0;
    if (waiting_.empty() && bytes.size() >= kBlockBytes) {
      taken = std::min(bytes.size() / kBlockBytes, packed_.size()) * kBlockBytes;
      pack(bytes.first(taken));
    } else {
      taken = std::min(bytes.size(), kBlockBytes - waiting_.size());
      waiting_.insert(waiting_.end(), bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(taken));
      if (waiting_.size() == kBlockBytes) pack_waiting();
    }
    bytes = bytes.subspan(taken);
  }
}

void GzipWriter::pack(std::span<const std::byte> content) {
  const auto block = [&](size_t i) {
    return content.subspan(i * kBlockBytes,
                           std::min(kBlockBytes, content.size() - i * kBlockBytes));
  };
  const size_t count = (content.size() + kBlockBytes - 1) / kBlockBytes;
  parallel_for(static_cast<int64_t>(count), static_cast<int>(packed_.size()), [&](int64_t k) {
    const auto i = static_cast<size_t>(k);
    Packed& packed = packed_[i];
    if (level_ == kStore) {
      store(block(i), packed.bytes);
    } else {
      deflate_block(block(i), packed.bytes);
    }
    packed.checksum = static_cast<uint32_t>(crc32_z(0, pointer(block(i).data()), block(i).size()));
  });
  for (size_t i = 0; i < count; ++i) {
    out_.write(packed_[i].bytes);
    checksum_ = static_cast<uint32_t>(
        crc32_combine(checksum_, packed_[i].checksum, static_cast<z_off_t>(block(i).size())));
  }
  length_ += content.size();
}

void GzipWriter::pack_waiting() {
  if (!waiting_.empty()) pack(waiting_);
  waiting_.clear();
}

void GzipWriter::finish() {
  pack_waiting();
  out_.write(std::as_bytes(std::span(kEnd)));
  std::array<std::byte, 8> trailer{};
  for (size_t i = 0; i < 4; ++i) {
    trailer[i] = static_cast<std::byte>(checksum_ >> (8 * i));
    trailer[4 + i] = static_cast<std::byte>(length_ >> (8 * i));
  }
  out_.write(trailer);
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
