#include "store/disk_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "store/frame_reader.h"

namespace sempurna {

namespace {

/// An object, with those of its segments only that hold the range.
struct Wanted {
  ObjectInfo info;
  std::vector<Segment> segments;
  uint64_t offset = 0;  ///< in the first of them
  uint64_t length = 0;
};

/// Whose files will stay readable: the only one is open, or all are kept.
struct Held {
  Wanted wanted;
  Descriptor file;
  std::unique_ptr<KeptFiles> kept;
};

Wanted cut(StoredObject object, const std::optional<ByteRange>& range) {
  const uint64_t size = object.info.size;
  uint64_t start = range ? std::min(range->offset, size) : 0;
  const uint64_t length = range ? std::min(range->length, size - start) : size;
  auto& segments = object.segments;
  auto first = segments.begin();
  while (first + 1 != segments.end() && start >= first->size) start -= (first++)->size;
  auto end = first + 1;
  for (uint64_t held = first->size; held < start + length; ++end) held += end->size;
  return {
      .info = std::move(object.info), .segments = {first, end}, .offset = start, .length = length};
}

Wanted find(IndexReaders& index, const ReadRequest& request) {
  auto object = IndexReaders::Lease(index)->find(request.bucket, request.key);
  if (!object) {
    throw StoreError(StoreFault::NoSuchKey, "there is no object {} in the bucket {}", request.key,
                     request.bucket);
  }
  return cut(std::move(*object), request.range);
}

FileIds files_of(const std::vector<Segment>& segments) {
  FileIds ids;
  for (const auto& segment : segments) ids.push_back(segment.file);
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
  Held held{.wanted = find(index, request), .file = {}, .kept = {}};
  for (;;) {
    const auto& segments = held.wanted.segments;
    const bool is_one = segments.size() == 1;
    if (is_one) {
      held.file = files.open(segments.front().file);
      if (held.file) return held;
    } else {
      held.kept = std::make_unique<KeptFiles>(files, files_of(segments));
    }
    Wanted now = find(index, request);
    if (now.segments == segments) {
      if (is_one) throw_missing(files.path(segments.front().file));
      return held;
    }
    held = {.wanted = std::move(now), .file = {}, .kept = {}};
  }
}

class SegmentsReader : public ObjectReader {
 public:
  SegmentsReader(StoredFiles& files, Held held, DataKey key)
      : files_(files),
        held_(std::move(held)),
        key_(std::move(key)),
        offset_(held_.wanted.offset),
        left_(held_.wanted.length) {
    if (left_ > 0 || held_.wanted.info.size == 0) load();
  }

  const ObjectInfo& info() const override { return held_.wanted.info; }

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
    const auto& segments = held_.wanted.segments;
    while (segment_ + 1 < segments.size() && offset_ == segments[segment_].size) {
      ++segment_;
      offset_ = 0;
      frames_.reset();
    }
    if (!frames_) open(segments[segment_]);
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
                                        .is_sealed = held_.wanted.info.seal.has_value(),
                                        .key = key_});
  }

  StoredFiles& files_;
  Held held_;
  DataKey key_;
  std::optional<FrameReader> frames_;  ///< of the current segment
  std::span<const std::byte> loaded_;  ///< from the offset on
  size_t segment_ = 0;
  uint64_t offset_;  ///< in the current segment
  uint64_t left_;
};

}  // namespace

std::unique_ptr<ObjectReader> make_disk_reader(StoredFiles& files, IndexReaders& index,
                                               const ReadRequest& request) {
  Held held = hold(files, index, request);
  const ObjectInfo& info = held.wanted.info;
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
  return std::make_unique<SegmentsReader>(files, std::move(held), request.data_key);
}

}  // namespace sempurna
