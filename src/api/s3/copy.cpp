#include "api/s3/conditions.h"
#include "api/s3/list_parameters.h"
#include "api/s3/operations.h"

namespace sempurna::s3 {

namespace {

struct Source {
  ObjectInfo info;
  std::optional<ByteRange> range;
};

// x-amz-copy-source: /bucket/key or bucket/key, percent-encoded, with ?versionId= perhaps.
Source source_of(Operation& op) {
  std::string_view text;
  const std::string header = op.request().header("x-amz-copy-source");
  text = header;
  const auto mark = text.find("?versionId=");
  if (mark != std::string_view::npos) {
    if (text.substr(mark + 11) != "null") {
      throw S3Error("NoSuchVersion", "The specified version does not exist.");
    }
    text = text.substr(0, mark);
  }
  std::string path = percent_decode(text);
  if (path.starts_with('/')) path.erase(0, 1);
  const auto slash = path.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == path.size()) {
    throw S3Error("InvalidArgument", "x-amz-copy-source is '{}', but must be BUCKET/KEY", header);
  }
  Operation from{op.services, op.call, path.substr(0, slash), path.substr(slash + 1), {}};
  const Bucket bucket = from.authorized_object("s3:GetObject");
  const auto info = op.services.store.head(from.bucket, from.key);
  if (!info) from.missing_object(bucket);
  check_copy_conditions(op.request(), *info);
  const std::string range = op.request().header("x-amz-copy-source-range");
  const auto parsed = parse_range(range, info->size);
  if (!range.empty() && !parsed) {
    throw S3Error("InvalidArgument",
                  "x-amz-copy-source-range is '{}', but must be of the form bytes=FIRST-LAST",
                  range);
  }
  return {*info, parsed};
}

bool replaces(Operation& op, const char* header) {
  const std::string directive = op.request().header(header);
  if (!directive.empty() && directive != "COPY" && directive != "REPLACE") {
    throw S3Error("InvalidArgument", "{} is '{}', but must be COPY or REPLACE", header, directive);
  }
  return directive == "REPLACE";
}

// What a copy that keeps the bytes where they are cannot do.
bool must_rewrite(const ObjectInfo& source, const NewSeal& seal, Operation& op) {
  if (!seal.seal) return source.seal.has_value();
  return !source.seal || source.seal->algorithm != seal.seal->algorithm ||
         source.seal->key_id != seal.seal->key_id ||
         !op.request().header("x-amz-checksum-algorithm").empty();
}

void pour(ObjectReader& reader, DiskWriter& writer) {
  std::vector<std::byte> piece(256 << 10);
  while (const size_t count = reader.read(piece)) writer.write(std::span(piece).first(count));
}

void send_result(Operation& op, std::string_view root, const std::string& etag, Time modified,
                 const ObjectInfo* info) {
  XmlWriter xml(root, kNamespace);
  xml.element("LastModified", iso_time(modified)).element("ETag", quoted(etag));
  if (info != nullptr) {
    for (const auto& name : checksum_names()) {
      const std::string text = checksum_text(*info, name.kind);
      if (!text.empty()) xml.element(name.element, text);
    }
  }
  std::vector<Header> headers = {{"Content-Type", "application/xml"},
                                 {"x-amz-request-id", op.request().id}};
  if (info != nullptr) add_seal_headers(headers, info->seal);
  op.call.audit.status = 200;
  op.call.answer.send(200, headers, xml.finish());
}

}  // namespace

void copy_object(Operation& op) {
  const Source source = source_of(op);
  op.authorized_object("s3:PutObject");
  const bool new_metadata = replaces(op, "x-amz-metadata-directive");
  const bool new_tags = replaces(op, "x-amz-tagging-directive");
  const ObjectAttributes given = attributes_of(op);
  const NewSeal seal = new_seal(op);
  const bool itself = source.info.bucket == op.bucket && source.info.key == op.key;
  if (itself && !new_metadata && !new_tags && !seal.seal) {
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
  }
  const WriteConditions conditions = write_conditions(op);
  ObjectInfo made;
  if (must_rewrite(source.info, seal, op)) {
    const DataKey key = open_seal(op, source.info.seal);
    const auto reader =
        op.services.store.read_sealed(source.info.bucket, source.info.key, source.info.etag, key);
    const auto writer = op.services.store.write(
        op.bucket, op.key, WriteOptions{attributes, conditions, seal.seal, seal.data_key});
    pour(*reader, *writer);
    made = writer->commit();
  } else {
    // Reading the source is what kms:Decrypt guards, so a copy needs it too.
    open_seal(op, source.info.seal);
    made = op.services.store.copy(source.info, op.bucket, op.key, attributes, conditions);
  }
  send_result(op, "CopyObjectResult", made.etag, made.modified, &made);
}

void upload_part_copy(Operation& op) {
  const Source source = source_of(op);
  op.authorized_object("s3:PutObject");
  refuse_unsupported(op);
  const Upload upload = op.services.store.upload(op.bucket, op.key, op.parameter("uploadId"));
  const int number = part_number(op);
  const DataKey source_key = open_seal(op, source.info.seal);
  const auto reader = op.services.store.read_sealed(source.info.bucket, source.info.key,
                                                    source.info.etag, source_key, source.range);
  const auto writer = op.services.store.write_part(upload, number, open_seal(op, upload.seal));
  pour(*reader, *writer);
  const ObjectInfo part = writer->commit();
  send_result(op, "CopyPartResult", part.etag, op.services.clock.now(), nullptr);
}

}  // namespace sempurna::s3
