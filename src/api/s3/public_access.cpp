#include "api/s3/document.h"
#include "api/s3/handlers.h"

namespace sempurna::s3 {

namespace {

constexpr std::string_view kEnforced = "BucketOwnerEnforced";

struct Member {
  const char* name;
  bool PublicAccessBlock::*value;
};
constexpr Member kMembers[] = {
    {"BlockPublicAcls", &PublicAccessBlock::block_public_acls},
    {"IgnorePublicAcls", &PublicAccessBlock::ignore_public_acls},
    {"BlockPublicPolicy", &PublicAccessBlock::block_public_policy},
    {"RestrictPublicBuckets", &PublicAccessBlock::restrict_public_buckets},
};

bool truth_of(const pugi::xml_node& node) {
  const std::string_view text = node.text().get();
  if (text == "true" || text == "TRUE") return true;
  if (text == "false" || text == "FALSE") return false;
  throw S3Error("MalformedXML", "{} is '{}', but must be true or false", node.name(), text);
}

}  // namespace

const std::string& policy_in_force(Services& services, const Caller& caller, const Bucket& bucket) {
  static const std::string kNone;
  const auto& block = bucket.settings.public_access_block;
  // A public policy is then for whoever belongs to the account alone.
  if (block && block->restrict_public_buckets && caller.is_anonymous() &&
      services.directory.lets_in_everybody(bucket.policy)) {
    return kNone;
  }
  return bucket.policy;
}

void get_public_access_block(Operation& op) {
  const Bucket bucket = op.authorized_bucket();
  const auto& block = bucket.settings.public_access_block;
  if (!block) {
    throw S3Error("NoSuchPublicAccessBlockConfiguration",
                  "The public access block configuration was not found");
  }
  XmlWriter xml("PublicAccessBlockConfiguration", kNamespace);
  for (const auto& member : kMembers) xml.element(member.name, (*block).*member.value);
  op.send_xml(xml.finish());
}

void put_public_access_block(Operation& op) {
  op.authorized_bucket();
  Payload payload(op.request(), op.call.from.payload, kSettingDocument.bytes);
  const auto document =
      parse_document(payload.read_all(op.call.share), "PublicAccessBlockConfiguration");
  PublicAccessBlock block;
  for (const auto& node : document->document_element().children()) {
    const auto* member =
        std::find_if(std::begin(kMembers), std::end(kMembers),
                     [&](const Member& m) { return std::string_view(m.name) == node.name(); });
    if (member == std::end(kMembers)) {
      throw S3Error("MalformedXML", "PublicAccessBlockConfiguration holds a {}", node.name());
    }
    block.*member->value = truth_of(node);
  }
  op.services.store.change_bucket_settings(
      op.bucket, [&](BucketSettings& settings) { settings.public_access_block = block; });
  op.send_empty(200);
}

void delete_public_access_block(Operation& op) {
  // As in AWS, the right to change it.
  op.authorized_bucket();
  op.services.store.change_bucket_settings(
      op.bucket, [](BucketSettings& settings) { settings.public_access_block.reset(); });
  op.send_empty(204);
}

void get_bucket_ownership_controls(Operation& op) {
  // ACLs grant nothing here, which is what this ownership means.
  op.authorized_bucket();
  XmlWriter xml("OwnershipControls", kNamespace);
  xml.open("Rule").element("ObjectOwnership", kEnforced).close();
  op.send_xml(xml.finish());
}

void put_bucket_ownership_controls(Operation& op) {
  op.authorized_bucket();
  Payload payload(op.request(), op.call.from.payload, kSettingDocument.bytes);
  const auto document = parse_document(payload.read_all(op.call.share), "OwnershipControls");
  const auto rule = document->document_element().child("Rule");
  const std::string ownership = child_text(rule, "ObjectOwnership");
  if (rule.next_sibling() || ownership.empty()) {
    throw S3Error("MalformedXML", "OwnershipControls holds one Rule with an ObjectOwnership");
  }
  if (ownership != kEnforced) {
    throw S3Error("NotImplemented",
                  "the object ownership {} needs ACLs, which are not supported; {} is", ownership,
                  kEnforced);
  }
  op.send_empty(200);
}

}  // namespace sempurna::s3
