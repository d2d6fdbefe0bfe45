#include "store/disk_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "store/frame_reader.h"

namespace sempurna {

namespace {

/// An object whose files will stay readable: the only file is open, or all are kept.
struct Held {
  StoredObject object;
  Descriptor file;
  std::unique_ptr<KeptFiles> kept;
};

StoredObject find(IndexReaders& index, const ReadRequest& request) {
  auto object = IndexReaders::Lease(index)->find(request.bucket, request.key);
  if (!object) {
    throw StoreError(StoreFault::NoSuchKey, "there is no object {} in the bucket {}", request.key,
                     request.bucket);
  }
  return std::move(*object);
}

FileIds files_of(const StoredObject& object) {
  FileIds ids;
  for (const auto& segment : object.segments) ids.push_back(segment.file);
  return ids;
}

[[noreturn]] void throw_missing(const fs::path& path) {
  throw StoreError(StoreFault::Corrupt,
                   "{} is missing, which holds bytes of an object; restore it from a backup",
                   path.string());
}

/// Whoever replaces an object removes its files after the index has changed. So files that are
/// still named once they were kept will stay; one that is gone while it is named is lost.
Held hold(StoredFiles& files, IndexReaders& index, const ReadRequest& request) {
  Held held{.object = find(index, request), .file = {}, .kept = {}};
  for (;;) {
    const bool is_one = held.object.segments.size() == 1;
    if (is_one) {
      held.file = files.open(held.object.segments.front().file);
      if (held.file) return held;
    } else {
      held.kept = std::make_unique<KeptFiles>(files, files_of(held.object));
    }
    StoredObject now = find(index, request);
    if (now.segments == held.object.segments) {
      if (is_one) throw_missing(files.path(held.object.segments.front().file));
      return held;
    }
    held = {.object = std::move(now), .file = {}, .kept = {}};
  }
}

class SegmentsReader : public ObjectReader {
 public:
  SegmentsReader(StoredFiles& files, Held held, const ReadRequest& request)
      : files_(files), held_(std::move(held)), key_(request.data_key) {
    const uint64_t size = held_.object.info.size;
    const ByteRange range = request.range.value_or(ByteRange{.offset = 0, .length = size});
    const uint64_t start = std::min(range.offset, size);
    left_ = std::min(range.length, size - start);
    offset_ = start;
    const auto& segments = held_.object.segments;
    while (segment_ + 1 < segments.size() && offset_ >= segments[segment_].size) {
      offset_ -= segments[segment_++].size;
    }
    if (left_ > 0 || size == 0) load();
  }

  const ObjectInfo& info() const override { return held_.object.info; }

  size_t read(std::span<std::byte> bytes) override {
    size_t done = 0;
    while (done < bytes.size() && left_ > 0) {
      if (loaded_.empty()) load();
      const size_t n = std::min<uint64_t>({loaded_.size(), bytes.size() - done, left_});
      std::memcpy(bytes.data() + done, loaded_.data(), n);
      loaded_ = loaded_.subspan(n);
      offset_ += n;
      left_ -= n;
      done += n;
    }
    return done;
  }

 private:
  void load() {
    const auto& segments = held_.object.segments;
    while (segment_ + 1 < segments.size() && offset_ == segments[segment_].size) {
      ++segment_;
      offset_ = 0;
      frames_.reset();
    }
    if (!frames_) open(segments.at(segment_));
    loaded_ = frames_->read(offset_);
  }

  void open(const Segment& segment) {
    Descriptor file = held_.file ? std::move(held_.file) : files_.open(segment.file);
    const fs::path path = files_.path(segment.file);
    if (!file) throw_missing(path);
    frames_.emplace(FrameReader::Source{.file = std::move(file),
                                        .path = path,
                                        .id = segment.file,
                                        .size = segment.size,
                                        .is_sealed = held_.object.info.seal.has_value(),
                                        .key = key_});
  }

  StoredFiles& files_;
  Held held_;
  DataKey key_;
  std::optional<FrameReader> frames_;  ///< of the current segment
  std::span<const std::byte> loaded_;  ///< from the offset on
  size_t segment_ = 0;
  uint64_t offset_ = 0;  ///< in the current segment
  uint64_t left_ = 0;
};

}  // namespace

std::unique_ptr<ObjectReader> make_disk_reader(StoredFiles& files, IndexReaders& index,
                                               const ReadRequest& request) {
  Held held = hold(files, index, request);
  const ObjectInfo& info = held.object.info;
  if (request.etag && *request.etag != info.etag) {
    throw StoreError(StoreFault::PreconditionFailed,
                     "the object {} in {} was replaced by another meanwhile; ask again",
                     request.key, request.bucket);
  }
  if (info.seal && request.data_key.empty()) {
    throw StoreError(StoreFault::WrongKey,
                     "the object {} in {} is sealed under {}; it is read with its data key only",
                     request.key, request.bucket, info.seal->key_id);
  }
  return std::make_unique<SegmentsReader>(files, std::move(held), request);
}

}  // namespace sempurna
