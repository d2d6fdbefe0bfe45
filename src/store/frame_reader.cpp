#include "store/frame_reader.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "store/disk_error.h"
#include "store/store_error.h"

namespace sempurna {

namespace {

/// Fewer bytes only at the end of the file.
size_t read_at(int fd, uint64_t offset, std::span<std::byte> bytes, const fs::path& path) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n =
        ::pread(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EIO) {
      throw StoreError(StoreFault::Corrupt, "{} cannot be read: the disk reports damage",
                       path.string());
    }
    if (n < 0) throw_disk_error(errno, path, "read");
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  return done;
}

}  // namespace

FrameReader::FrameReader(Source source)
    : source_(std::move(source)), layout_(source_.size, source_.is_sealed) {
  if (source_.is_sealed && !source_.key.empty()) seal_.emplace(source_.key);
}

std::span<const std::byte> FrameReader::read(uint64_t offset) {
  const uint64_t frame = offset / kFrameBytes;
  if (loaded_ != frame) load(frame);
  return std::span(frame_).first(layout_.content_bytes(frame)).subspan(offset % kFrameBytes);
}

void FrameReader::load(uint64_t frame) {
  loaded_.reset();
  const bool is_last = layout_.is_last(frame);
  const size_t content = layout_.content_bytes(frame);
  const size_t length = content + layout_.trailer_bytes();
  // One byte more shows whether something follows the last frame.
  frame_.resize(length + (is_last ? 1 : 0));
  const size_t found = read_at(source_.file.get(), layout_.offset(frame), frame_, source_.path);
  const FrameLabel label = frame_label(source_.id, frame, is_last);
  const std::span stored = std::span(frame_).first(length - kCheckBytes);
  const std::span check = std::span(frame_).subspan(length - kCheckBytes).first(kCheckBytes);
  if (found != length || !std::ranges::equal(frame_check(label, stored), check)) {
    throw StoreError(StoreFault::Corrupt,
                     "{} is damaged: frame {} is not what was written; restore the object from a "
                     "backup",
                     source_.path.string(), frame);
  }
  if (seal_ &&
      !seal_->open(label, stored.first(content), stored.subspan(content).first<kTagBytes>())) {
    throw StoreError(StoreFault::WrongKey,
                     "{} was sealed under another key, or changed by someone without one",
                     source_.path.string());
  }
  loaded_ = frame;
}

}  // namespace sempurna
