#include "store/disk_store_implementation.h"
#include "store/frame_reader.h"

namespace sempurna {

namespace {

constexpr size_t kObjectsAtOnce = 100;

/// What is wrong with a file, or empty.
std::string damage_of(const StoredFiles& files, const Segment& segment, bool is_sealed) {
  const fs::path path = files.path(segment.file);
  try {
    Descriptor file = files.open(segment.file);
    if (!file) return path.string() + " is missing";
    FrameReader frames({.file = std::move(file),
                        .path = path,
                        .id = segment.file,
                        .size = segment.size,
                        .is_sealed = is_sealed,
                        .key = {}});
    uint64_t offset = 0;
    do {
      offset += frames.read(offset).size();
    } while (offset < segment.size);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

uint64_t DiskStore::verify(const std::function<void(const Damage&)>& found) {
  const auto check = [&](const std::string& bucket, const std::string& key, const Segment& segment,
                         bool is_sealed) {
    const std::string what = damage_of(implementation_->files, segment, is_sealed);
    if (what.empty()) return;
    // Unless it was removed meanwhile.
    if (IndexReaders::Lease(implementation_->readers)->is_named(segment.file)) {
      found({.bucket = bucket, .key = key, .what = what});
    }
  };
  for (const auto& damage : IndexReaders::Lease(implementation_->readers)->damage()) found(damage);
  uint64_t count = 0;
  std::string bucket;
  std::string key;
  for (;;) {
    const auto objects =
        IndexReaders::Lease(implementation_->readers)->objects_after(bucket, key, kObjectsAtOnce);
    if (objects.empty()) break;
    for (const auto& [info, segments] : objects) {
      for (const auto& segment : segments) {
        check(info.bucket, info.key, segment, info.seal.has_value());
      }
    }
    count += objects.size();
    bucket = objects.back().info.bucket;
    key = objects.back().info.key;
  }
  for (const auto& upload : IndexReaders::Lease(implementation_->readers)->all_uploads()) {
    for (const auto& [part, file] :
         IndexReaders::Lease(implementation_->readers)->parts(upload, 0, kMaxParts)) {
      check(upload.bucket, upload.key, {.file = file, .size = part.size}, upload.seal.has_value());
    }
  }
  return count;
}

}  // namespace sempurna
