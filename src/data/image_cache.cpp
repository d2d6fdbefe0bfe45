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
constexpr int64_t kPlaceHeaderBytes = sizeof(uint64_t) + kKeyBytes;

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

ImageCache::ImageCache(const fs::path& file, const std::string& key, int width, int height,
                       uint64_t most_bytes)
    : file_(file),
      width_(width),
      height_(height),
      picture_bytes_(static_cast<int64_t>(width) * height * 3),
      most_bytes_(most_bytes) {
  ensure(static_cast<int64_t>(key.size()) == kKeyBytes, "a SHA-256 as the cache's key");
  make_folders(file.parent_path());
  open_file();
  const std::string header = std::string(kMagic) + key;
  std::string found(header.size(), '\0');
  if (read_at(fd_, found.data(), kHeaderBytes, 0) && found == header) {
    read_places();
    return;
  }
  if (is_shared_) {
    ::close(fd_);
    fs::remove(file_);
    open_file();
  }
  if (::ftruncate(fd_, 0) != 0 || !write_at(fd_, header.data(), kHeaderBytes, 0)) full_ = true;
}

void ImageCache::open_file() {
  fd_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  struct stat status {};
  if (fd_ < 0 || ::fstat(fd_, &status) != 0) {
    throw Error(Code::Denied, "cannot write the picture cache {}: {}", file_.string(),
                std::generic_category().message(errno));
  }
  is_shared_ = status.st_nlink > 1;
}

/// A copy takes the file's place, also for those who are reading.
void ImageCache::make_own() {
  if (!is_shared_) return;
  is_shared_ = false;
  const fs::path copy = file_.string() + ".own";
  std::error_code failed;
  fs::copy_file(file_, copy, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::rename(copy, file_, failed);
  const int own = failed ? -1 : ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
  full_ = own < 0 || ::dup3(own, fd_, O_CLOEXEC) < 0;
  if (own >= 0) ::close(own);
  if (failed) fs::remove(copy, failed);
}

ImageCache::~ImageCache() {
  if (fd_ >= 0) ::close(fd_);
}

void ImageCache::read_places() {
  char place[kPlaceHeaderBytes];
  for (; read_at(fd_, place, kPlaceHeaderBytes, offset_of(places_)); ++places_) {
    uint64_t checksum = 0;
    std::memcpy(&checksum, place, sizeof(checksum));
    if (checksum == 0) continue;
    kept_[std::string(place + sizeof(checksum), kKeyBytes)] = {places_, checksum};
  }
}

int64_t ImageCache::offset_of(int64_t place) const {
  return kHeaderBytes + place * (kPlaceHeaderBytes + picture_bytes_);
}

uint64_t ImageCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return static_cast<uint64_t>(offset_of(places_));
}

bool ImageCache::full() const {
  const std::lock_guard lock(mutex_);
  return full_;
}

bool ImageCache::read(const std::string& content, Image& image) {
  Kept kept;
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(content);
    if (found == kept_.end()) return false;
    kept = found->second;
  }
  if (image.width != width_ || image.height != height_) image = Image(width_, height_);
  const bool whole =
      read_at(fd_, image.pixels.data(), picture_bytes_, offset_of(kept.place) + kPlaceHeaderBytes);
  if (whole && checksum(image.pixels) == kept.checksum) return true;
  const std::lock_guard lock(mutex_);
  kept_.erase(content);
  return false;
}

void ImageCache::write(const std::string& content, const Image& image) {
  ensure(image.width == width_ && image.height == height_, "a picture of the cache's size");
  ensure(static_cast<int64_t>(content.size()) == kKeyBytes, "a SHA-256 as a picture's name");
  int64_t place = 0;
  {
    const std::lock_guard lock(mutex_);
    written_ += static_cast<uint64_t>(kPlaceHeaderBytes + picture_bytes_);
    if (written_ > most_bytes_) full_ = true;
    if (!full_) make_own();
    if (full_) return;
    place = places_++;
  }
  const uint64_t sum = checksum(image.pixels);
  const int64_t at = offset_of(place);
  const int64_t content_at = at + static_cast<int64_t>(sizeof(sum));
  const bool written = write_at(fd_, content.data(), kKeyBytes, content_at) &&
                       write_at(fd_, image.pixels.data(), picture_bytes_, at + kPlaceHeaderBytes) &&
                       write_at(fd_, &sum, sizeof(sum), at);
  const std::lock_guard lock(mutex_);
  if (written) {
    kept_[content] = {place, sum};
  } else {
    full_ = true;
  }
}

}  // namespace sempurna
