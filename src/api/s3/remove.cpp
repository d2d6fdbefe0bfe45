#include "api/s3/document.h"
#include "api/s3/operations.h"

namespace sempurna::s3 {

namespace {

constexpr size_t kKeysAtMost = 1000;

bool is_known_version(const std::string& version) {
  return version.empty() || version == "null";
}

}  // namespace

void delete_object(Operation& op) {
  op.authorized_object("s3:DeleteObject");
  if (!is_known_version(op.parameter("versionId"))) {
    throw S3Error("NoSuchVersion", "The specified version does not exist.");
  }
  // A condition that is not looked at would remove what it was to save.
  for (const char* condition :
       {"if-match", "x-amz-if-match-last-modified-time", "x-amz-if-match-size"}) {
    if (op.request().count_of(condition) > 0) {
      throw S3Error("NotImplemented", "DeleteObject takes no {} here", condition);
    }
  }
  op.services.store.remove(op.bucket, op.key);
  op.send_empty(204);
}

void delete_objects(Operation& op) {
  const auto bucket = op.services.store.bucket(op.bucket);
  if (!bucket) throw S3Error("NoSuchBucket", "The specified bucket does not exist");
  Payload payload(op.request(), op.call.from.payload, kLargestDocument);
  const auto document = parse_document(payload.read_all(), "Delete");
  const auto root = document->document_element();
  const bool quiet = child_text(root, "Quiet") == "true";
  size_t count = 0;
  for ([[maybe_unused]] const auto& object : root.children("Object")) ++count;
  if (count == 0 || count > kKeysAtMost) {
    throw S3Error("MalformedXML", "Delete names {} objects, but must name 1 to {}", count,
                  kKeysAtMost);
  }
  XmlWriter xml("DeleteResult", kNamespace);
  std::string denied;
  for (const auto& object : root.children("Object")) {
    Operation one{op.services, op.call, op.bucket, child_text(object, "Key"), {}};
    std::string code;
    std::string message;
    try {
      one.authorized_object("s3:DeleteObject");
      if (!is_known_version(child_text(object, "VersionId"))) {
        throw S3Error("NoSuchVersion", "The specified version does not exist.");
      }
      op.services.store.remove(op.bucket, one.key);
    } catch (const S3Error& error) {
      code = error.code_name;
      message = error.what();
    } catch (const AccessError& error) {
      code = "AccessDenied";
      message = error.what();
    } catch (const StoreError& error) {
      code = error.fault() == StoreFault::InvalidKey ? "KeyTooLongError" : "InternalError";
      message = error.what();
    }
    if (code.empty()) {
      if (!quiet) xml.open("Deleted").element("Key", one.key).close();
      continue;
    }
    if (code == "AccessDenied") denied = message;
    xml.open("Error")
        .element("Key", one.key)
        .element("Code", code)
        .element("Message", message)
        .close();
  }
  // One line of the audit stands for all.
  op.call.audit.resource = op.bucket_arn() + "/*";
  if (!denied.empty()) {
    op.call.audit.allowed = false;
    op.call.audit.why = denied;
  }
  op.send_xml(xml.finish());
}

}  // namespace sempurna::s3
