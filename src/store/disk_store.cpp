#include "store/disk_store.h"

#include <utility>

#include "base/format_file.h"
#include "store/disk_reader.h"
#include "store/disk_store_implementation.h"
#include "store/disk_writer.h"
#include "store/object_names.h"

namespace sempurna {

namespace {

const fs::path& made(const fs::path& folder) {
  make_folders(folder);
  open_format(folder, kStoreFormat);
  return folder;
}

void require_key_for_seal(const std::optional<Seal>& seal, const DataKey& key) {
  ensure(seal.has_value() == !key.empty(), "a data key comes with a seal, and a seal with one");
}

}  // namespace

DiskStore::Implementation::Implementation(const fs::path& where, const Clock& with)
    : folder(made(where)),
      clock(with),
      files(folder),
      writer(folder / "store.sqlite"),
      readers(folder / "store.sqlite"),
      sweeper([this](const std::stop_token& stop) {
        try {
          sweep_files(files, readers, stop);
        } catch (
            const std::exception&) {  // what is left takes space only; the next start tries again
        }
      }) {}

void DiskStore::Implementation::change(const std::function<FileIds(DiskIndex&)>& make) {
  FileIds unneeded;
  writer.commit([&](DiskIndex& index) { unneeded = make(index); });
  files.remove(unneeded);
}

StoreLimits DiskStore::Implementation::present_limits() const {
  const std::lock_guard lock(limits_mutex);
  return limits;
}

namespace {

[[noreturn]] void refuse_bytes(const std::string& bucket, uint64_t quota) {
  throw StoreError(StoreFault::QuotaExceeded,
                   "the bucket {} may hold {} bytes, and this would be more; remove something, or "
                   "have its quota raised",
                   bucket, quota);
}

}  // namespace

FileIds DiskStore::Implementation::within_quota(DiskIndex& index, const std::string& bucket,
                                                const std::function<FileIds()>& make) const {
  const auto quota = present_limits().bytes_of(bucket);
  if (!quota) return make();
  const uint64_t before = index.bytes_in(bucket);
  FileIds unneeded = make();
  const uint64_t after = index.bytes_in(bucket);
  if (after > *quota && after > before) refuse_bytes(bucket, *quota);
  return unneeded;
}

void DiskStore::Implementation::require_room(DiskIndex& index, const std::string& bucket) const {
  const auto quota = present_limits().bytes_of(bucket);
  if (quota && index.bytes_in(bucket) > *quota) refuse_bytes(bucket, *quota);
}

void DiskStore::set_limits(const StoreLimits& limits) {
  const std::lock_guard lock(implementation_->limits_mutex);
  implementation_->limits = limits;
}

DiskStore::DiskStore(const fs::path& folder, const Clock& clock)
    : implementation_(std::make_unique<Implementation>(folder, clock)) {}

DiskStore::~DiskStore() = default;

void DiskStore::create_bucket(const Bucket& bucket) {
  implementation_->writer.commit([&](DiskIndex& index) { index.add_bucket(bucket); });
}

std::optional<Bucket> DiskStore::bucket(const std::string& name) {
  return IndexReaders::Lease(implementation_->readers)->bucket(name);
}

std::vector<Bucket> DiskStore::buckets() {
  return IndexReaders::Lease(implementation_->readers)->buckets();
}

void DiskStore::remove_bucket(const std::string& name) {
  implementation_->change([&](DiskIndex& index) { return index.remove_bucket(name); });
}

void DiskStore::set_bucket_policy(const std::string& name, const std::string& policy) {
  implementation_->writer.commit([&](DiskIndex& index) { index.set_bucket_policy(name, policy); });
}

void DiskStore::change_bucket_settings(const std::string& name,
                                       const std::function<void(BucketSettings&)>& change) {
  implementation_->writer.commit([&](DiskIndex& index) {
    const auto bucket = index.bucket(name);
    BucketSettings settings = bucket ? bucket->settings : BucketSettings();
    change(settings);
    index.set_bucket_settings(name, settings);
  });
}

std::optional<ObjectInfo> DiskStore::head(const std::string& bucket, const std::string& key) {
  return IndexReaders::Lease(implementation_->readers)->head(bucket, key);
}

std::unique_ptr<ObjectReader> DiskStore::read(const std::string& bucket, const std::string& key,
                                              std::optional<ByteRange> range) {
  return make_disk_reader(
      implementation_->files, implementation_->readers,
      {.bucket = bucket, .key = key, .etag = {}, .data_key = {}, .range = range});
}

std::unique_ptr<ObjectReader> DiskStore::read_sealed(const std::string& bucket,
                                                     const std::string& key,
                                                     const std::string& etag,
                                                     const DataKey& data_key,
                                                     std::optional<ByteRange> range) {
  return make_disk_reader(
      implementation_->files, implementation_->readers,
      {.bucket = bucket, .key = key, .etag = etag, .data_key = data_key, .range = range});
}

std::vector<uint64_t> DiskStore::part_sizes(const ObjectInfo& info) {
  std::vector<uint64_t> sizes;
  if (info.parts == 0) return sizes;
  const auto found = IndexReaders::Lease(implementation_->readers)->find(info.bucket, info.key);
  if (!found || found->info.etag != info.etag) return sizes;
  for (const auto& segment : found->segments) sizes.push_back(segment.size);
  return sizes;
}

std::optional<ByteRange> DiskStore::part_range(const ObjectInfo& info, int number) {
  if (info.parts == 0) {
    return number == 1 ? std::optional(ByteRange{0, info.size}) : std::nullopt;
  }
  ByteRange range;
  for (const uint64_t size : part_sizes(info)) {
    range.length = size;
    if (--number == 0) return range;
    range.offset += size;
  }
  return std::nullopt;
}

std::unique_ptr<ObjectWriter> DiskStore::write(const std::string& bucket, const std::string& key,
                                               const ObjectAttributes& attributes) {
  return write(bucket, key, WriteOptions{.attributes = attributes});
}

std::unique_ptr<DiskWriter> DiskStore::write(const std::string& bucket, const std::string& key,
                                             const WriteOptions& options) {
  check_key(key);
  require_key_for_seal(options.seal, options.data_key);
  IndexReaders::Lease index(implementation_->readers);
  index->bucket_number(bucket);
  implementation_->require_room(*index.operator->(), bucket);
  const auto name = [bucket, key, attributes = options.attributes, seal = options.seal,
                     conditions = options.conditions, &store = *implementation_](
                        DiskIndex& index, Written& written, ObjectInfo& info) {
    StoredObject object{.info = {.bucket = bucket,
                                 .key = key,
                                 .size = written.segment.size,
                                 .etag = written.etag,
                                 .attributes = attributes,
                                 .checksums = written.checksums,
                                 .seal = seal},
                        .segments = {written.segment}};
    FileIds unneeded = store.within_quota(
        index, bucket, [&] { return index.put(object, conditions, store.clock.now()); });
    info = std::move(object.info);
    return unneeded;
  };
  return make_disk_writer(implementation_->files, implementation_->writer, options.data_key, name);
}

void DiskStore::remove(const std::string& bucket, const std::string& key) {
  implementation_->change([&](DiskIndex& index) { return index.remove(bucket, key); });
}

void DiskStore::remove(const std::string& bucket, const std::string& key,
                       const WriteConditions& conditions) {
  implementation_->change([&](DiskIndex& index) { return index.remove(bucket, key, conditions); });
}

void DiskStore::remove_all(const std::string& bucket, const std::vector<std::string>& keys) {
  implementation_->change([&](DiskIndex& index) {
    FileIds unneeded;
    for (const auto& key : keys) {
      const FileIds of_one = index.remove(bucket, key);
      unneeded.insert(unneeded.end(), of_one.begin(), of_one.end());
    }
    return unneeded;
  });
}

Listing DiskStore::list(const std::string& bucket, const ListRequest& request) {
  return IndexReaders::Lease(implementation_->readers)->list(bucket, request);
}

ObjectInfo DiskStore::copy(const ObjectInfo& source, const std::string& bucket,
                           const std::string& key,
                           const std::optional<ObjectAttributes>& attributes,
                           const WriteConditions& conditions) {
  check_key(key);
  ObjectInfo copied;
  implementation_->change([&](DiskIndex& index) {
    auto object = index.find(source.bucket, source.key);
    if (!object) {
      throw StoreError(StoreFault::NoSuchKey, "there is no object {} in the bucket {}", source.key,
                       source.bucket);
    }
    if (object->info.etag != source.etag) {
      throw StoreError(StoreFault::PreconditionFailed,
                       "the object {} in {} was replaced by another meanwhile; ask again",
                       source.key, source.bucket);
    }
    object->info.bucket = bucket;
    object->info.key = key;
    if (attributes) object->info.attributes = *attributes;
    FileIds unneeded = implementation_->within_quota(index, bucket, [&] {
      return index.put(*object, conditions, implementation_->clock.now());
    });
    copied = std::move(object->info);
    return unneeded;
  });
  return copied;
}

void DiskStore::set_tags(const std::string& bucket, const std::string& key,
                         const std::map<std::string, std::string>& tags) {
  implementation_->writer.commit([&](DiskIndex& index) { index.set_tags(bucket, key, tags); });
}

std::unique_ptr<DiskWriter> DiskStore::write_part(const Upload& upload, int number,
                                                  const DataKey& data_key) {
  if (number < 1 || number > kMaxParts) {
    throw Error(Code::InvalidArgument, "the part number {} is not one of 1 to {}", number,
                kMaxParts);
  }
  require_key_for_seal(upload.seal, data_key);
  implementation_->require_room(*IndexReaders::Lease(implementation_->readers).operator->(),
                                upload.bucket);
  const auto name = [upload, number, &store = *implementation_](DiskIndex& index, Written& written,
                                                                ObjectInfo& info) {
    const StoredPart part{.part = {.number = number,
                                   .size = written.segment.size,
                                   .etag = written.etag,
                                   .modified = store.clock.now(),
                                   .checksums = written.checksums},
                          .file = written.segment.file};
    FileIds unneeded =
        store.within_quota(index, upload.bucket, [&] { return index.put_part(upload, part); });
    info = {.bucket = upload.bucket,
            .key = upload.key,
            .size = part.part.size,
            .etag = part.part.etag,
            .modified = part.part.modified,
            .checksums = part.part.checksums,
            .seal = upload.seal};
    return unneeded;
  };
  return make_disk_writer(implementation_->files, implementation_->writer, data_key, name);
}

uint64_t DiskStore::sweep() {
  std::call_once(implementation_->is_swept, [&] { implementation_->sweeper.join(); });
  return sweep_files(implementation_->files, implementation_->readers, {});
}

}  // namespace sempurna
