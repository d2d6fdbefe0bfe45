#include "api/s3/document.h"
#include "api/s3/handlers.h"
#include "api/s3/list_parameters.h"
#include "api/s3/sent_checksum.h"
#include "api/s3/transfer.h"
#include "base/base64.h"
#include "base/number.h"

namespace sempurna::s3 {

namespace {

Upload find_upload(Operation& op) {
  return op.services.store.upload(op.bucket, op.key, op.parameter("uploadId"));
}

std::vector<PartChoice> chosen_parts(const pugi::xml_node& root) {
  std::vector<PartChoice> parts;
  for (const auto& part : root.children("Part")) {
    PartChoice choice;
    const auto number = read_number<int>(child_text(part, "PartNumber"));
    choice.etag = unquoted(child_text(part, "ETag"));
    if (!number || choice.etag.empty()) {
      throw S3Error("MalformedXML", "a Part needs a PartNumber, a whole number, and an ETag");
    }
    choice.number = *number;
    for (const auto& name : checksum_names()) {
      const std::string value = child_text(part, std::string(name.element).c_str());
      if (!value.empty()) choice.checksums[name.kind] = decode_checksum(name, value);
    }
    parts.push_back(std::move(choice));
  }
  if (parts.empty()) throw S3Error("MalformedXML", "CompleteMultipartUpload names no part");
  return parts;
}

// x-amz-mp-object-size: what the client thinks that the parts make up.
void check_size(Operation& op, const Upload& upload, const std::vector<PartChoice>& chosen) {
  if (op.request().count_of("x-amz-mp-object-size") == 0) return;
  std::map<int, uint64_t> sizes;
  for (const auto& part : op.services.store.parts(upload, 0, kMaxParts)) {
    sizes[part.number] = part.size;
  }
  uint64_t sum = 0;
  for (const auto& choice : chosen) sum += sizes[choice.number];
  if (const std::string said = op.request().header("x-amz-mp-object-size");
      said != std::to_string(sum)) {
    throw S3Error("InvalidRequest",
                  "x-amz-mp-object-size is '{}', but the parts have {} bytes together", said, sum);
  }
}

std::string_view checksum_type(const Upload& upload) {
  return upload.checksum_of_whole ? "FULL_OBJECT" : "COMPOSITE";
}

void check_checksum_type(Operation& op, const Upload& upload) {
  const std::string type = op.request().header("x-amz-checksum-type");
  const std::string_view begun = upload.checksum ? checksum_type(upload) : "null";
  if (type.empty() || type == begun) return;
  throw S3Error("InvalidRequest",
                "The upload was created using the checksum type {}; it cannot be completed with {}",
                begun, type);
}

// A completion whose answer was lost is asked for again: the object is there, and of just these
// parts. Whoever may not read it must not learn what it is made of.
std::optional<ObjectInfo> completed_before(Operation& op, const Bucket& bucket,
                                           const std::vector<PartChoice>& chosen) {
  std::string etags;
  for (const auto& part : chosen) etags += decode_hex(part.etag).value_or("");
  const std::string etag =
      fmt::format("{}-{}", encode_hex(digest(DigestKind::Md5, etags)), chosen.size());
  auto info = op.services.store.head(op.bucket, op.key);
  if (!info || info->etag != etag ||
      !may(op.services, op.call, "s3:GetObject", op.object_arn(),
           request_circumstances(op, "s3:GetObject"),
           policy_in_force(op.services, op.call.from.caller, bucket))) {
    return std::nullopt;
  }
  return info;
}

void send_completed(Operation& op, const ObjectInfo& info) {
  XmlWriter xml("CompleteMultipartUploadResult", kNamespace);
  xml.element("Location", location(op))
      .element("Bucket", op.bucket)
      .element("Key", op.key)
      .element("ETag", quoted(info.etag));
  for (const auto& name : checksum_names()) {
    const std::string text = checksum_text(info, name.kind);
    if (!text.empty()) xml.element(name.element, text);
  }
  if (!info.checksums.empty()) {
    xml.element("ChecksumType", info.checksums_are_composite ? "COMPOSITE" : "FULL_OBJECT");
  }
  std::vector<Header> headers = {{"Content-Type", "application/xml"},
                                 {"x-amz-request-id", op.request().id}};
  add_seal_headers(headers, info.seal);
  op.call.answer.send(200, headers, xml.finish());
}

}  // namespace

void create_multipart_upload(Operation& op) {
  const Bucket bucket = op.authorized_object();
  Upload upload;
  upload.bucket = op.bucket;
  upload.key = op.key;
  upload.owner = op.call.from.caller.arn;
  upload.attributes = attributes_of(op);
  if (!upload.attributes.tags.empty()) op.authorized_object("s3:PutObjectTagging");
  upload.seal = new_seal(op, bucket).seal;
  const std::string algorithm = op.request().header("x-amz-checksum-algorithm");
  const std::string type = op.request().header("x-amz-checksum-type");
  if (!type.empty() && type != "FULL_OBJECT" && type != "COMPOSITE") {
    throw S3Error("InvalidRequest",
                  "x-amz-checksum-type is '{}', but must be FULL_OBJECT or COMPOSITE", type);
  }
  if (!algorithm.empty()) {
    upload.checksum = checksum_of_algorithm(algorithm).kind;
    upload.checksum_of_whole =
        type.empty() ? upload.checksum == DigestKind::Crc64Nvme : type == "FULL_OBJECT";
    const bool sha = algorithm.starts_with("SHA");
    if ((sha && upload.checksum_of_whole) ||
        (upload.checksum == DigestKind::Crc64Nvme && !upload.checksum_of_whole)) {
      throw S3Error("InvalidRequest", "The {} checksum type cannot be used with {}", type,
                    algorithm);
    }
  } else if (!type.empty()) {
    throw S3Error("InvalidRequest", "x-amz-checksum-type needs x-amz-checksum-algorithm");
  }
  const Upload made = op.services.store.create_upload(upload);
  std::vector<Header> headers = {{"Content-Type", "application/xml"},
                                 {"x-amz-request-id", op.request().id}};
  if (made.checksum) {
    headers.push_back({"x-amz-checksum-algorithm", algorithm});
    headers.push_back({"x-amz-checksum-type", std::string(checksum_type(made))});
  }
  add_seal_headers(headers, made.seal);
  XmlWriter xml("InitiateMultipartUploadResult", kNamespace);
  xml.element("Bucket", op.bucket).element("Key", op.key).element("UploadId", made.id);
  op.call.answer.send(200, headers, xml.finish());
}

void upload_part(Operation& op) {
  op.authorized_object();
  const Upload upload = find_upload(op);
  const int number = part_number(op);
  check_part_checksum(op.request(), upload);
  Payload payload = stored_payload(op);
  const auto writer = op.services.store.write_part(upload, number, open_seal(op, upload.seal));
  // The whole can have one only if every part has.
  const bool compute = upload.checksum_of_whole && sent_checksum(op.request()).name == nullptr;
  transfer(payload, *writer, compute ? upload.checksum : std::nullopt);
  const ObjectInfo part = writer->commit();
  std::vector<Header> headers = {{"ETag", quoted(part.etag)}};
  for (const auto& name : checksum_names()) {
    const std::string text = checksum_text(part, name.kind);
    if (!text.empty()) headers.push_back({std::string(name.header), text});
  }
  add_seal_headers(headers, upload.seal);
  op.send_empty(200, std::move(headers));
}

void complete_multipart_upload(Operation& op) {
  const Bucket bucket = op.authorized_object();
  // A checksum here is of the object, not of this document.
  std::map<DigestKind, std::string> expected;
  if (const SentChecksum sent = sent_checksum(op.request()); !sent.base64.empty()) {
    expected[sent.name->kind] =
        decode_checksum(*sent.name, sent.base64.substr(0, sent.base64.find('-')));
  }
  Payload payload(op.request(), op.call.from.payload, kPartsDocument.bytes,
                  Payload::Checksums::OfResult);
  const auto document =
      parse_document(payload.read_all(op.call.share), "CompleteMultipartUpload", kPartsDocument);
  const std::vector<PartChoice> chosen = chosen_parts(document->document_element());
  Upload upload;
  try {
    upload = find_upload(op);
  } catch (const StoreError& error) {
    const auto info = error.fault() == StoreFault::NoSuchUpload
                          ? completed_before(op, bucket, chosen)
                          : std::nullopt;
    if (!info) throw;
    return send_completed(op, *info);
  }
  check_checksum_type(op, upload);
  check_size(op, upload, chosen);
  send_completed(op, op.services.store.complete(upload, chosen, write_conditions(op), expected));
}

void abort_multipart_upload(Operation& op) {
  op.authorized_object();
  op.services.store.abort(find_upload(op));
  op.send_empty(204);
}

void list_parts(Operation& op) {
  op.authorized_object();
  const Upload upload = find_upload(op);
  const auto after = static_cast<int>(number_parameter(op, "part-number-marker", 0, kMaxParts));
  const auto limit =
      std::min<int64_t>(number_parameter(op, "max-parts", 1000, int64_t{1} << 31), 1000);
  // One more than asked for tells whether there are more.
  auto parts = op.services.store.parts(upload, after, static_cast<size_t>(limit) + 1);
  // Asked for none, S3 says that there are no more: there would be no place to go on from.
  const bool more = limit > 0 && parts.size() > static_cast<size_t>(limit);
  if (parts.size() > static_cast<size_t>(limit)) parts.resize(static_cast<size_t>(limit));
  XmlWriter xml("ListPartsResult", kNamespace);
  xml.element("Bucket", op.bucket).element("Key", op.key).element("UploadId", upload.id);
  write_owner(xml, op.services, "Initiator");
  write_owner(xml, op.services);
  xml.element("StorageClass", "STANDARD").element("PartNumberMarker", int64_t{after});
  if (more) xml.element("NextPartNumberMarker", int64_t{parts.back().number});
  xml.element("MaxParts", limit).element("IsTruncated", more);
  for (const auto& part : parts) {
    xml.open("Part")
        .element("PartNumber", int64_t{part.number})
        .element("LastModified", iso_time(part.modified))
        .element("ETag", quoted(part.etag))
        .element("Size", static_cast<int64_t>(part.size));
    ObjectInfo shown;
    shown.checksums = part.checksums;
    for (const auto& name : checksum_names()) {
      const std::string text = checksum_text(shown, name.kind);
      if (!text.empty()) xml.element(name.element, text);
    }
    xml.close();
  }
  op.send_xml(xml.finish());
}

void list_multipart_uploads(Operation& op) {
  op.authorized_bucket();
  const ListParameters asked = list_parameters(op, "max-uploads");
  const std::string key = op.parameter("key-marker");
  const std::string id = op.parameter("upload-id-marker");
  UploadListing page;
  if (asked.limit > 0) {
    page =
        op.services.store.uploads(op.bucket, {asked.prefix, asked.delimiter, key, asked.limit}, id);
  }
  XmlWriter xml("ListMultipartUploadsResult", kNamespace);
  xml.element("Bucket", op.bucket)
      .element("KeyMarker", asked.shown(key))
      .element("UploadIdMarker", id)
      .element("Prefix", asked.shown(asked.prefix));
  if (!asked.delimiter.empty()) xml.element("Delimiter", asked.shown(asked.delimiter));
  if (asked.encode) xml.element("EncodingType", "url");
  xml.element("MaxUploads", static_cast<int64_t>(asked.limit))
      .element("IsTruncated", page.is_truncated);
  if (page.is_truncated) {
    xml.element("NextKeyMarker", asked.shown(page.next_key))
        .element("NextUploadIdMarker", page.next_id);
  }
  for (const auto& upload : page.uploads) {
    xml.open("Upload").element("Key", asked.shown(upload.key)).element("UploadId", upload.id);
    xml.open("Initiator").element("ID", upload.owner).element("DisplayName", upload.owner).close();
    write_owner(xml, op.services);
    xml.element("StorageClass", "STANDARD").element("Initiated", iso_time(upload.started)).close();
  }
  for (const auto& prefix : page.common_prefixes) {
    xml.open("CommonPrefixes").element("Prefix", asked.shown(prefix)).close();
  }
  op.send_xml(xml.finish());
}

}  // namespace sempurna::s3
