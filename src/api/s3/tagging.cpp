#include "api/s3/document.h"
#include "api/s3/handlers.h"

namespace sempurna::s3 {

namespace {

void send_tags(Operation& op, const std::map<std::string, std::string>& tags) {
  XmlWriter xml("Tagging", kNamespace);
  xml.open("TagSet");
  for (const auto& [name, value] : tags) {
    xml.open("Tag").element("Key", name).element("Value", value).close();
  }
  op.send_xml(xml.finish());
}

std::map<std::string, std::string> read_tags(Operation& op, size_t at_most) {
  Payload payload(op.request(), op.call.from.payload, kSettingDocument.bytes);
  return tags_of_document(payload.read_all(op.call.share), at_most);
}

}  // namespace

std::map<std::string, std::string> tags_of_document(const std::string& xml, size_t at_most) {
  const auto document = parse_document(xml, "Tagging");
  std::map<std::string, std::string> tags;
  for (const auto& tag : document->document_element().child("TagSet").children("Tag")) {
    const std::string name = child_text(tag, "Key");
    if (!tags.emplace(name, child_text(tag, "Value")).second) {
      throw S3Error("InvalidTag", "the tag '{}' is given twice", name);
    }
  }
  check_tags(tags, at_most);
  return tags;
}

void get_bucket_tagging(Operation& op) {
  const Bucket bucket = op.authorized_bucket();
  if (bucket.settings.tags.empty()) throw S3Error("NoSuchTagSet", "The TagSet does not exist");
  send_tags(op, bucket.settings.tags);
}

void put_bucket_tagging(Operation& op) {
  op.authorized_bucket();
  const auto tags = read_tags(op, kBucketTagsAtMost);
  op.services.store.change_bucket_settings(op.bucket,
                                           [&](BucketSettings& settings) { settings.tags = tags; });
  op.send_empty(204);
}

void delete_bucket_tagging(Operation& op) {
  // As in AWS, the right to change them.
  op.authorized_bucket();
  op.services.store.change_bucket_settings(op.bucket,
                                           [](BucketSettings& settings) { settings.tags.clear(); });
  op.send_empty(204);
}

void get_object_tagging(Operation& op) {
  const Bucket bucket = op.authorized_object();
  require_known_version(op);
  const auto info = op.services.store.head(op.bucket, op.key);
  if (!info) op.missing_object(bucket);
  send_tags(op, info->attributes.tags);
}

void put_object_tagging(Operation& op) {
  // Read before the question only when a policy asks for the tags.
  std::optional<std::map<std::string, std::string>> tags;
  const auto read = [&]() -> const std::map<std::string, std::string>& {
    if (!tags) tags = read_tags(op, kObjectTagsAtMost);
    return *tags;
  };
  Circumstances circumstances;
  circumstances.later("s3:RequestObjectTag", [&] { return request_tag_facts(read()); });
  const Bucket bucket = op.authorized_object(circumstances);
  require_known_version(op);
  read();
  if (!op.services.store.head(op.bucket, op.key)) op.missing_object(bucket);
  op.services.store.set_tags(op.bucket, op.key, *tags);
  op.send_empty(200);
}

void delete_object_tagging(Operation& op) {
  const Bucket bucket = op.authorized_object();
  require_known_version(op);
  if (!op.services.store.head(op.bucket, op.key)) op.missing_object(bucket);
  op.services.store.set_tags(op.bucket, op.key, {});
  op.send_empty(204);
}

}  // namespace sempurna::s3
