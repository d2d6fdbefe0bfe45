#include <map>
#include <set>
#include <vector>

#include "api/objects.h"
#include "api/s3/conditions.h"
#include "api/s3/handlers.h"
#include "api/s3/list_parameters.h"

namespace sempurna::s3 {

namespace {

constexpr std::string_view kVersion = "?versionId=";

struct Source {
  ObjectInfo info;
  std::optional<ByteRange> range;
};

// Unlike Range of a GET, it names both ends, and both lie within the source.
std::optional<ByteRange> source_range(Operation& op, uint64_t size) {
  const std::string text = op.request().header("x-amz-copy-source-range");
  if (text.empty()) return std::nullopt;
  const auto range =
      text.starts_with("bytes=-") || text.ends_with('-') ? std::nullopt : parse_range(text, size);
  if (!range) {
    throw S3Error("InvalidArgument",
                  "x-amz-copy-source-range is '{}', but must be of the form bytes=FIRST-LAST",
                  text);
  }
  if (!text.ends_with("-" + std::to_string(range->offset + range->length - 1))) {
    throw S3Error("InvalidArgument", "Range specified is not valid for source object of size: {}",
                  size);
  }
  return range;
}

/// Of a copy: what is asked about its source.
Operation source_operation(Operation& op, const std::string& bucket, const std::string& key) {
  return {op.services, op.call, bucket, key, {}, "x-amz-source-expected-bucket-owner"};
}

Source source_of(Operation& op) {
  const std::string header = op.request().header("x-amz-copy-source");
  const auto version = header.find(kVersion);
  if (version != std::string::npos && header.substr(version + kVersion.size()) != "null") {
    throw S3Error("NoSuchVersion", "The specified version does not exist.");
  }
  const auto source = copy_source(header);
  if (!source) {
    throw S3Error("InvalidArgument", "x-amz-copy-source is '{}', but must be BUCKET/KEY", header);
  }
  Operation from = source_operation(op, source->first, source->second);
  const Bucket bucket = from.authorized_object("s3:GetObject");
  const auto info = sempurna::head_object(op.services, from.bucket, from.key);
  if (!info) from.missing_object(bucket);
  check_copy_conditions(op.request(), *info);
  return {*info, source_range(op, info->size)};
}

bool replaces(Operation& op, const char* header) {
  const std::string directive = op.request().header(header);
  if (!directive.empty() && directive != "COPY" && directive != "REPLACE") {
    throw S3Error("InvalidArgument", "{} is '{}', but must be COPY or REPLACE", header, directive);
  }
  return directive == "REPLACE";
}

// Tags that go with an object need the rights of who reads them there and gives them here, or a
// copy would tell them and give them to whoever has neither.
void authorize_tags(Operation& op, const ObjectInfo& source) {
  if (source.attributes.tags.empty()) return;
  source_operation(op, source.bucket, source.key).authorized_object("s3:GetObjectTagging");
  Circumstances circumstances;
  circumstances.later("s3:RequestObjectTag",
                      [&] { return request_tag_facts(source.attributes.tags); });
  op.authorized_object("s3:PutObjectTagging", circumstances);
}

// The checksums that the copy shall have: the one that is asked for, or the source's own.
std::set<DigestKind> wanted_checksums(Operation& op, const ObjectInfo& source) {
  const std::string algorithm = op.request().header("x-amz-checksum-algorithm");
  if (!algorithm.empty()) return {checksum_of_algorithm(algorithm).kind};
  std::set<DigestKind> kinds;
  for (const auto& [kind, raw] : source.checksums) kinds.insert(kind);
  return kinds;
}

// What a copy that keeps the bytes where they are cannot do.
bool must_rewrite(const ObjectInfo& source, const NewSeal& seal,
                  const std::set<DigestKind>& checksums) {
  for (const DigestKind kind : checksums) {
    if (!source.checksums.contains(kind)) return true;
  }
  if (!seal.seal) return source.seal.has_value();
  return !source.seal || source.seal->algorithm != seal.seal->algorithm ||
         source.seal->key_id != seal.seal->key_id;
}

// Whether a copy of an object onto itself is sealed otherwise than the object is.
bool changes_seal(const ObjectInfo& source, const NewSeal& seal) {
  return seal.seal && (!seal.is_default || must_rewrite(source, seal, {}));
}

void pour(ObjectReader& reader, DiskWriter& writer, const std::set<DigestKind>& checksums) {
  std::map<DigestKind, Digest> digests;
  for (const DigestKind kind : checksums) digests.emplace(kind, Digest(kind));
  std::vector<std::byte> piece(256 << 10);
  while (const size_t count = reader.read(piece)) {
    const auto bytes = std::span<const std::byte>(piece).first(count);
    writer.write(bytes);
    for (auto& [kind, digest] : digests) digest.update(bytes);
  }
  for (auto& [kind, digest] : digests) writer.keep_checksum(kind, digest.finish());
}

void send_result(Operation& op, std::string_view root, Time modified, const ObjectInfo& info) {
  XmlWriter xml(root, kNamespace);
  xml.element("LastModified", iso_time(modified)).element("ETag", quoted(info.etag));
  for (const auto& name : checksum_names()) {
    const std::string text = checksum_text(info, name.kind);
    if (!text.empty()) xml.element(name.element, text);
  }
  std::vector<Header> headers = {{"Content-Type", "application/xml"},
                                 {"x-amz-request-id", op.request().id}};
  add_seal_headers(headers, info.seal);
  op.call.answer.send(200, headers, xml.finish());
}

}  // namespace

std::optional<std::pair<std::string, std::string>> copy_source(const std::string& header) {
  std::string path = percent_decode(header.substr(0, header.find(kVersion)));
  if (path.starts_with('/')) path.erase(0, 1);
  const auto slash = path.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == path.size()) return std::nullopt;
  return std::pair(path.substr(0, slash), path.substr(slash + 1));
}

void copy_object(Operation& op) {
  const Source source = source_of(op);
  const Bucket bucket = op.authorized_object();
  const bool new_metadata = replaces(op, "x-amz-metadata-directive");
  const bool new_tags = replaces(op, "x-amz-tagging-directive");
  const ObjectAttributes given = attributes_of(op);
  const NewSeal seal = new_seal(op, bucket);
  const bool itself = source.info.bucket == op.bucket && source.info.key == op.key;
  const bool changes = new_metadata || new_tags || changes_seal(source.info, seal) ||
                       op.request().count_of("x-amz-storage-class") > 0 ||
                       op.request().count_of("x-amz-checksum-algorithm") > 0;
  if (itself && !changes) {
    throw S3Error(
        "InvalidRequest",
        "This copy request is illegal because it is trying to copy an object to itself "
        "without changing the object's metadata, storage class, website redirect location "
        "or encryption attributes.");
  }
  ObjectAttributes attributes = source.info.attributes;
  if (new_metadata) {
    attributes.headers = given.headers;
    attributes.metadata = given.metadata;
  }
  if (new_tags) {
    op.authorized_object("s3:PutObjectTagging");
    attributes.tags = given.tags;
  } else {
    authorize_tags(op, source.info);
  }
  const WriteConditions conditions = write_conditions(op);
  const std::set<DigestKind> checksums = wanted_checksums(op, source.info);
  ObjectInfo made;
  // A copy's ETag is the MD5 of its bytes, whatever the source was made of.
  if (source.info.parts > 0 || op.services.jumpstart.is(source.info.bucket) ||
      must_rewrite(source.info, seal, checksums)) {
    const DataKey key = open_seal(op, source.info.seal);
    const auto reader = open_object(op.services, source.info, key);
    const auto writer = op.services.store.write(
        op.bucket, op.key, WriteOptions{attributes, conditions, seal.seal, seal.data_key});
    pour(*reader, *writer, checksums);
    made = writer->commit();
  } else {
    // Reading the source is what kms:Decrypt guards, so a copy needs it too.
    open_seal(op, source.info.seal);
    made = op.services.store.copy(source.info, op.bucket, op.key, attributes, conditions);
  }
  send_result(op, "CopyObjectResult", made.modified, made);
}

void upload_part_copy(Operation& op) {
  const Source source = source_of(op);
  op.authorized_object();
  const Upload upload = op.services.store.upload(op.bucket, op.key, op.parameter("uploadId"));
  const int number = part_number(op);
  const DataKey source_key = open_seal(op, source.info.seal);
  const auto reader = open_object(op.services, source.info, source_key, source.range);
  const auto writer = op.services.store.write_part(upload, number, open_seal(op, upload.seal));
  pour(*reader, *writer, upload.checksum ? std::set{*upload.checksum} : std::set<DigestKind>());
  ObjectInfo part = writer->commit();
  part.seal = upload.seal;
  send_result(op, "CopyPartResult", op.services.clock.now(), part);
}

}  // namespace sempurna::s3
