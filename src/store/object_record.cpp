#include "store/object_record.h"

#include <utility>

#include "base/error.h"
#include "base/json_map.h"
#include "store/store_error.h"

namespace sempurna {

namespace {

constexpr std::pair<DigestKind, const char*> kDigestNames[] = {
    {DigestKind::Md5, "md5"},       {DigestKind::Sha1, "sha1"},
    {DigestKind::Sha256, "sha256"}, {DigestKind::Crc32, "crc32"},
    {DigestKind::Crc32c, "crc32c"}, {DigestKind::Crc64Nvme, "crc64nvme"},
};

const char* name_of(DigestKind kind) {
  for (const auto& [known, name] : kDigestNames) {
    if (known == kind) return name;
  }
  ensure(false, "every digest has a name");
  return nullptr;
}

DigestKind kind_of(const std::string& name) {
  for (const auto& [kind, known] : kDigestNames) {
    if (known == name) return kind;
  }
  throw StoreError(StoreFault::Corrupt,
                   "store.sqlite is damaged: a record names a checksum {}, which is not known",
                   name);
}

using Texts = std::map<std::string, std::string>;
using Checksums = std::map<DigestKind, std::string>;

JsonMap bytes_to_json(const std::string& bytes) {
  return JsonMap::binary({bytes.begin(), bytes.end()});
}

std::string bytes_from_json(const JsonMap& value) {
  const auto& bytes = value.get_binary();
  return {bytes.begin(), bytes.end()};
}

void add(JsonMap& record, const char* member, const Texts& texts) {
  if (!texts.empty()) record[member] = texts;
}

void add(JsonMap& record, const ObjectAttributes& attributes) {
  add(record, "headers", attributes.headers);
  add(record, "metadata", attributes.metadata);
  add(record, "tags", attributes.tags);
}

void add(JsonMap& record, const Checksums& checksums) {
  for (const auto& [kind, raw] : checksums) record["checksums"][name_of(kind)] = bytes_to_json(raw);
}

void add(JsonMap& record, const std::optional<Seal>& seal) {
  if (!seal) return;
  record["seal"] = {{"algorithm", seal->algorithm},
                    {"key_id", seal->key_id},
                    {"wrapped_key", bytes_to_json(seal->wrapped_key)}};
}

std::string packed(const JsonMap& record) {
  std::string bytes;
  if (!record.empty()) JsonMap::to_cbor(record, bytes);
  return bytes;
}

void take(const JsonMap& record, const char* member, Texts& texts) {
  if (record.contains(member)) texts = record.at(member).get<Texts>();
}

void take(const JsonMap& record, ObjectAttributes& attributes) {
  take(record, "headers", attributes.headers);
  take(record, "metadata", attributes.metadata);
  take(record, "tags", attributes.tags);
}

void take(const JsonMap& record, Checksums& checksums) {
  if (!record.contains("checksums")) return;
  for (const auto& [name, raw] : record.at("checksums").items()) {
    checksums[kind_of(name)] = bytes_from_json(raw);
  }
}

void take(const JsonMap& record, std::optional<Seal>& seal) {
  if (!record.contains("seal")) return;
  const auto& from = record.at("seal");
  seal = Seal{.algorithm = from.at("algorithm").get<std::string>(),
              .key_id = from.at("key_id").get<std::string>(),
              .wrapped_key = bytes_from_json(from.at("wrapped_key"))};
}

template <typename Take>
void unpack(std::string_view bytes, const Take& take_all) {
  if (bytes.empty()) return;
  try {
    take_all(JsonMap::from_cbor(bytes));
  } catch (const JsonMap::exception& error) {
    throw StoreError(StoreFault::Corrupt, "store.sqlite is damaged: a record is no CBOR: {}",
                     error.what());
  }
}

}  // namespace

std::string pack_record(const ObjectInfo& object) {
  JsonMap record = JsonMap::object();
  add(record, object.attributes);
  add(record, object.checksums);
  if (object.checksums_are_composite) record["composite"] = true;
  add(record, object.seal);
  return packed(record);
}

void unpack_record(std::string_view bytes, ObjectInfo& object) {
  unpack(bytes, [&](const JsonMap& record) {
    take(record, object.attributes);
    take(record, object.checksums);
    object.checksums_are_composite = record.value("composite", false);
    take(record, object.seal);
  });
}

std::string pack_record(const Upload& upload) {
  JsonMap record = JsonMap::object();
  add(record, upload.attributes);
  if (upload.checksum) record["checksum"] = name_of(*upload.checksum);
  if (upload.checksum_of_whole) record["whole"] = true;
  add(record, upload.seal);
  return packed(record);
}

void unpack_record(std::string_view bytes, Upload& upload) {
  unpack(bytes, [&](const JsonMap& record) {
    take(record, upload.attributes);
    if (record.contains("checksum")) {
      upload.checksum = kind_of(record.at("checksum").get<std::string>());
    }
    upload.checksum_of_whole = record.value("whole", false);
    take(record, upload.seal);
  });
}

std::string pack_record(const BucketSettings& settings) {
  JsonMap record = JsonMap::object();
  if (const auto& seal = settings.default_seal) {
    record["default_seal"] = {{"algorithm", seal->algorithm}, {"key", seal->key}};
  }
  add(record, "tags", settings.tags);
  if (const auto& block = settings.public_access_block) {
    record["public_access_block"] = {block->block_public_acls, block->ignore_public_acls,
                                     block->block_public_policy, block->restrict_public_buckets};
  }
  return packed(record);
}

void unpack_record(std::string_view bytes, BucketSettings& settings) {
  unpack(bytes, [&](const JsonMap& record) {
    if (record.contains("default_seal")) {
      const auto& seal = record.at("default_seal");
      settings.default_seal = DefaultSeal{.algorithm = seal.at("algorithm").get<std::string>(),
                                          .key = seal.at("key").get<std::string>()};
    }
    take(record, "tags", settings.tags);
    if (record.contains("public_access_block")) {
      const auto& block = record.at("public_access_block");
      settings.public_access_block =
          PublicAccessBlock{block.at(0).get<bool>(), block.at(1).get<bool>(),
                            block.at(2).get<bool>(), block.at(3).get<bool>()};
    }
  });
}

std::string pack_record(const Part& part) {
  JsonMap record = JsonMap::object();
  add(record, part.checksums);
  return packed(record);
}

void unpack_record(std::string_view bytes, Part& part) {
  unpack(bytes, [&](const JsonMap& record) { take(record, part.checksums); });
}

}  // namespace sempurna
