#include "data/image_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {

namespace {

constexpr std::string_view kMagic = "SEMPCACH";
constexpr int64_t kKeyBytes = 64;
constexpr int64_t kHeaderBytes = 8 + kKeyBytes;

bool read_at(int fd, void* data, int64_t size, int64_t offset) {
  auto* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t n = ::pread(fd, at, static_cast<size_t>(size), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    offset += n;
    size -= n;
  }
  return true;
}

bool write_at(int fd, const void* data, int64_t size, int64_t offset) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = ::pwrite(fd, at, static_cast<size_t>(size), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    offset += n;
    size -= n;
  }
  return true;
}

// Never 0, which stands for a picture that is not there.
uint64_t checksum(const std::vector<uint8_t>& bytes) {
  uint64_t sum = bytes.size();
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    sum = (sum ^ word) * 0x9e3779b97f4a7c15;
    sum ^= sum >> 29;
  }
  for (; i < bytes.size(); ++i) sum = mix(sum, bytes[i]);
  return mix(sum) | 1;
}

}  // namespace

ImageCache::ImageCache(const fs::path& file, const std::string& key, int64_t count, int width,
                       int height)
    : file_(file),
      count_(count),
      width_(width),
      height_(height),
      picture_bytes_(static_cast<int64_t>(width) * height * 3),
      checksums_(static_cast<size_t>(count)),
      trusted_(static_cast<size_t>(count)) {
  ensure(static_cast<int64_t>(key.size()) == kKeyBytes, "a SHA-256 as the cache's key");
  make_folders(file.parent_path());
  fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd_ < 0) {
    throw Error(Code::Denied, "cannot write the picture cache {}: {}", file.string(),
                std::generic_category().message(errno));
  }
  const std::string header = std::string(kMagic) + key;
  std::string found(header.size(), '\0');
  const auto table = static_cast<int64_t>(checksums_.size() * sizeof(uint64_t));
  if (read_at(fd_, found.data(), kHeaderBytes, 0) && found == header &&
      read_at(fd_, checksums_.data(), table, kHeaderBytes)) {
    return;
  }
  std::fill(checksums_.begin(), checksums_.end(), 0);
  if (::ftruncate(fd_, 0) != 0 || !write_at(fd_, header.data(), kHeaderBytes, 0) ||
      !write_at(fd_, checksums_.data(), table, kHeaderBytes)) {
    full_ = true;
  }
}

ImageCache::~ImageCache() {
  if (fd_ >= 0) ::close(fd_);
}

int64_t ImageCache::offset_of(int64_t position) const {
  return kHeaderBytes + count_ * static_cast<int64_t>(sizeof(uint64_t)) + position * picture_bytes_;
}

int64_t ImageCache::file_bytes(int64_t count, int width, int height) {
  return kHeaderBytes + count * (static_cast<int64_t>(sizeof(uint64_t)) +
                                 static_cast<int64_t>(width) * height * 3);
}

bool ImageCache::read(int64_t position, Image& image) {
  const auto i = static_cast<size_t>(position);
  uint64_t expected = 0;
  bool trusted = false;
  {
    const std::lock_guard lock(mutex_);
    expected = checksums_.at(i);
    trusted = trusted_[i];
  }
  if (expected == 0) return false;
  if (image.width != width_ || image.height != height_) image = Image(width_, height_);
  const bool whole = read_at(fd_, image.pixels.data(), picture_bytes_, offset_of(position));
  if (whole && trusted) return true;
  const bool good = whole && checksum(image.pixels) == expected;
  const std::lock_guard lock(mutex_);
  trusted_[i] = good;
  if (!good) checksums_[i] = 0;
  return good;
}

void ImageCache::write(int64_t position, const Image& image) {
  ensure(image.width == width_ && image.height == height_, "a picture of the cache's size");
  const auto i = static_cast<size_t>(position);
  {
    const std::lock_guard lock(mutex_);
    if (full_) return;
  }
  const uint64_t sum = checksum(image.pixels);
  const bool written =
      write_at(fd_, image.pixels.data(), picture_bytes_, offset_of(position)) &&
      write_at(fd_, &sum, sizeof(sum), kHeaderBytes + position * static_cast<int64_t>(sizeof(sum)));
  const std::lock_guard lock(mutex_);
  if (!written) {
    full_ = true;
    return;
  }
  checksums_[i] = sum;
  trusted_[i] = true;
}

}  // namespace sempurna
