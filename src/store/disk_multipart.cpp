#include <fmt/format.h>

#include "base/base64.h"
#include "store/crc_combine.h"
#include "store/disk_store_implementation.h"
#include "store/object_names.h"

namespace sempurna {

namespace {

constexpr size_t kRandomIdBytes = 10;

/// The parts that were chosen. Throws InvalidPart, InvalidPartOrder or EntityTooSmall.
std::vector<StoredPart> choose(const std::vector<StoredPart>& stored,
                               const std::vector<PartChoice>& choices) {
  if (choices.empty()) {
    throw StoreError(StoreFault::InvalidPart, "no part is named of which the object should be");
  }
  std::map<int, const StoredPart*> by_number;
  for (const auto& each : stored) by_number[each.part.number] = &each;
  std::vector<StoredPart> chosen;
  for (const auto& choice : choices) {
    if (!chosen.empty() && choice.number <= chosen.back().part.number) {
      throw StoreError(StoreFault::InvalidPartOrder,
                       "part {} is named after part {}; name them in the order of their numbers",
                       choice.number, chosen.back().part.number);
    }
    const auto found = by_number.find(choice.number);
    if (found == by_number.end()) {
      throw StoreError(StoreFault::InvalidPart, "part {} was not uploaded", choice.number);
    }
    const Part& part = found->second->part;
    if (choice.etag != part.etag) {
      throw StoreError(StoreFault::InvalidPart, "part {} has another ETag than {}", choice.number,
                       choice.etag);
    }
    for (const auto& [kind, raw] : choice.checksums) {
      const auto checksum = part.checksums.find(kind);
      if (checksum == part.checksums.end() || checksum->second != raw) {
        throw StoreError(StoreFault::InvalidPart, "part {} was uploaded with another checksum",
                         choice.number);
      }
    }
    if (!chosen.empty() && chosen.back().part.size < kMinPartBytes) {
      throw StoreError(StoreFault::EntityTooSmall,
                       "part {} has {} bytes; every part but the last needs {}",
                       chosen.back().part.number, chosen.back().part.size, kMinPartBytes);
    }
    chosen.push_back(*found->second);
  }
  return chosen;
}

/// The checksum of the whole, or the checksum of the parts' checksums; empty when a part has none.
std::optional<std::string> checksum_of(const std::vector<StoredPart>& parts, DigestKind kind,
                                       bool is_of_whole) {
  std::string whole = is_of_whole ? digest(kind, "") : "";
  for (const auto& each : parts) {
    const auto found = each.part.checksums.find(kind);
    if (found == each.part.checksums.end()) return std::nullopt;
    whole = is_of_whole ? combine_crc(kind, whole, found->second, each.part.size)
                        : whole + found->second;
  }
  return is_of_whole ? whole : digest(kind, whole);
}

StoredObject assemble(const Upload& upload, const std::vector<StoredPart>& parts) {
  StoredObject object{.info = {.bucket = upload.bucket,
                               .key = upload.key,
                               .attributes = upload.attributes,
                               .parts = static_cast<int64_t>(parts.size()),
                               .seal = upload.seal}};
  std::string etags;
  for (const auto& each : parts) {
    etags += decode_hex(each.part.etag).value();
    object.info.size += each.part.size;
    object.segments.push_back({.file = each.file, .size = each.part.size});
  }
  object.info.etag = fmt::format("{}-{}", encode_hex(digest(DigestKind::Md5, etags)), parts.size());
  if (upload.checksum) {
    if (auto checksum = checksum_of(parts, *upload.checksum, upload.checksum_of_whole)) {
      object.info.checksums[*upload.checksum] = std::move(*checksum);
      object.info.checksums_are_composite = !upload.checksum_of_whole;
    }
  }
  return object;
}

void check_expected(const ObjectInfo& info, const std::map<DigestKind, std::string>& expected) {
  for (const auto& [kind, raw] : expected) {
    const auto found = info.checksums.find(kind);
    if (found == info.checksums.end() || found->second != raw) {
      throw StoreError(StoreFault::BadDigest,
                       "the parts of {} together have another checksum than was said", info.key);
    }
  }
}

}  // namespace

Upload DiskStore::create_upload(Upload upload) {
  check_key(upload.key);
  if (upload.checksum_of_whole && (!upload.checksum || !is_crc(*upload.checksum))) {
    throw Error(Code::InvalidArgument,
                "only a CRC can be the checksum of a whole object that comes in parts");
  }
  upload.started = implementation_->clock.now();
  // Ids of one key sort by their start, as listings show them.
  upload.id = fmt::format("{:012x}{}", upload.started.time_since_epoch().count(),
                          encode_hex(random_bytes(kRandomIdBytes)));
  const int64_t most = implementation_->present_limits().open_uploads;
  implementation_->writer.commit([&](DiskIndex& index) {
    if (index.uploads_in(upload.bucket) >= most) {
      throw StoreError(StoreFault::QuotaExceeded,
                       "the bucket {} has {} uploads that are not completed, which is the most; "
                       "complete or abort some",
                       upload.bucket, most);
    }
    index.add_upload(upload);
  });
  return upload;
}

Upload DiskStore::upload(const std::string& bucket, const std::string& key, const std::string& id) {
  return IndexReaders::Lease(implementation_->readers)->upload(bucket, key, id);
}

std::vector<Part> DiskStore::parts(const Upload& upload, int after, size_t limit) {
  std::vector<Part> found;
  for (auto& each : IndexReaders::Lease(implementation_->readers)->parts(upload, after, limit)) {
    found.push_back(std::move(each.part));
  }
  return found;
}

ObjectInfo DiskStore::complete(const Upload& upload, const std::vector<PartChoice>& choices,
                               const WriteConditions& conditions,
                               const std::map<DigestKind, std::string>& expected) {
  ObjectInfo info;
  implementation_->change([&](DiskIndex& index) {
    const Upload now = index.upload(upload.bucket, upload.key, upload.id);
    StoredObject object = assemble(now, choose(index.parts(now, 0, kMaxParts), choices));
    check_expected(object.info, expected);
    FileIds unneeded = implementation_->within_quota(index, upload.bucket, [&] {
      FileIds dropped = index.put(object, conditions, implementation_->clock.now());
      const FileIds unchosen = index.remove_upload(now);
      dropped.insert(dropped.end(), unchosen.begin(), unchosen.end());
      return dropped;
    });
    info = std::move(object.info);
    return unneeded;
  });
  return info;
}

void DiskStore::abort(const Upload& upload) {
  implementation_->change([&](DiskIndex& index) {
    return index.remove_upload(index.upload(upload.bucket, upload.key, upload.id));
  });
}

size_t DiskStore::abort_older(Time before) {
  size_t aborted = 0;
  for (const auto& upload : IndexReaders::Lease(implementation_->readers)->all_uploads()) {
    if (upload.started >= before) continue;
    try {
      abort(upload);
      ++aborted;
    } catch (const StoreError& error) {  // it was completed or aborted meanwhile
      if (error.fault() != StoreFault::NoSuchUpload) throw;
    }
  }
  return aborted;
}

UploadListing DiskStore::uploads(const std::string& bucket, const ListRequest& request,
                                 const std::string& after_id) {
  return IndexReaders::Lease(implementation_->readers)->uploads(bucket, request, after_id);
}

}  // namespace sempurna
