#include "api/s3/document.h"
#include "api/s3/handlers.h"

namespace sempurna::s3 {

namespace {

// What a rule may hold; anything else would be a promise that is not kept.
DefaultSeal seal_of(const pugi::xml_node& rule) {
  const auto by_default = rule.child("ApplyServerSideEncryptionByDefault");
  if (!by_default) {
    throw S3Error("MalformedXML", "the Rule has no ApplyServerSideEncryptionByDefault");
  }
  for (const auto& element : rule.children()) {
    const std::string_view name = element.name();
    const std::string_view value = element.text().get();
    const bool heeded = name == "ApplyServerSideEncryptionByDefault" ||
                        (name == "BucketKeyEnabled" && value == "false");
    if (!heeded) {
      throw S3Error("NotImplemented", "{} of a default encryption is not supported", name);
    }
  }
  DefaultSeal seal{child_text(by_default, "SSEAlgorithm"),
                   child_text(by_default, "KMSMasterKeyID")};
  if (seal.algorithm == "aws:kms:dsse") {
    throw S3Error("NotImplemented", "aws:kms:dsse is not supported; aws:kms and AES256 are");
  }
  if (seal.algorithm != "AES256" && seal.algorithm != "aws:kms") {
    throw S3Error("MalformedXML", "SSEAlgorithm is '{}', but must be AES256 or aws:kms",
                  seal.algorithm);
  }
  if (seal.algorithm == "AES256" && !seal.key.empty()) {
    throw S3Error("InvalidArgument", "a KMSMasterKeyID can only be given with aws:kms");
  }
  return seal;
}

}  // namespace

void get_bucket_encryption(Operation& op) {
  const Bucket bucket = op.authorized_bucket();
  const auto& seal = bucket.settings.default_seal;
  if (!seal) {
    throw S3Error("ServerSideEncryptionConfigurationNotFoundError",
                  "The server side encryption configuration was not found");
  }
  XmlWriter xml("ServerSideEncryptionConfiguration", kNamespace);
  xml.open("Rule").open("ApplyServerSideEncryptionByDefault");
  xml.element("SSEAlgorithm", seal->algorithm);
  if (!seal->key.empty()) xml.element("KMSMasterKeyID", seal->key);
  xml.close().element("BucketKeyEnabled", false).close();
  op.send_xml(xml.finish());
}

void put_bucket_encryption(Operation& op) {
  op.authorized_bucket();
  Payload payload(op.request(), op.call.from.payload, kSettingDocument.bytes);
  const auto document =
      parse_document(payload.read_all(op.call.share), "ServerSideEncryptionConfiguration");
  const auto root = document->document_element();
  const auto rule = root.child("Rule");
  if (!rule || rule.next_sibling()) {
    throw S3Error("MalformedXML", "ServerSideEncryptionConfiguration holds one Rule");
  }
  const DefaultSeal seal = seal_of(rule);
  op.services.store.change_bucket_settings(
      op.bucket, [&](BucketSettings& settings) { settings.default_seal = seal; });
  op.send_empty(200);
}

void delete_bucket_encryption(Operation& op) {
  // The right to change it: as in AWS there is none of its own to remove it.
  op.authorized_bucket();
  op.services.store.change_bucket_settings(
      op.bucket, [](BucketSettings& settings) { settings.default_seal.reset(); });
  op.send_empty(204);
}

}  // namespace sempurna::s3
