#include "api/s3/document.h"
#include "api/s3/operations.h"

namespace sempurna::s3 {

void get_object_tagging(Operation& op) {
  const Bucket bucket = op.authorized_object("s3:GetObjectTagging");
  const auto info = op.services.store.head(op.bucket, op.key);
  if (!info) op.missing_object(bucket);
  XmlWriter xml("Tagging", kNamespace);
  xml.open("TagSet");
  for (const auto& [name, value] : info->attributes.tags) {
    xml.open("Tag").element("Key", name).element("Value", value).close();
  }
  op.send_xml(xml.finish());
}

void put_object_tagging(Operation& op) {
  const Bucket bucket = op.authorized_object("s3:PutObjectTagging");
  Payload payload(op.request(), op.call.from.payload, kSettingDocument.bytes);
  const auto document = parse_document(payload.read_all(op.call.share), "Tagging");
  std::map<std::string, std::string> tags;
  for (const auto& tag : document->document_element().child("TagSet").children("Tag")) {
    const std::string name = child_text(tag, "Key");
    if (!tags.emplace(name, child_text(tag, "Value")).second) {
      throw S3Error("InvalidTag", "the tag '{}' is given twice", name);
    }
  }
  check_tags(tags);
  if (!op.services.store.head(op.bucket, op.key)) op.missing_object(bucket);
  op.services.store.set_tags(op.bucket, op.key, tags);
  op.send_empty(200);
}

void delete_object_tagging(Operation& op) {
  const Bucket bucket = op.authorized_object("s3:DeleteObjectTagging");
  if (!op.services.store.head(op.bucket, op.key)) op.missing_object(bucket);
  op.services.store.set_tags(op.bucket, op.key, {});
  op.send_empty(204);
}

}  // namespace sempurna::s3
