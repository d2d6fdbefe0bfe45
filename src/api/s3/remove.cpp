#include "api/s3/conditions.h"
#include "api/s3/document.h"
#include "api/s3/handlers.h"

namespace sempurna::s3 {

namespace {

constexpr size_t kKeysAtMost = 1000;

// A condition that is not looked at would remove what it was to save.
S3Error no_condition(std::string_view condition) {
  return S3Error("NotImplemented", "an object is removed by its ETag alone, but {} is given",
                 condition);
}

/// One object of a DeleteObjects; `code` is empty when it may go.
struct Removal {
  std::string key;
  std::string code;
  std::string message;
  std::string if_match = "";  ///< the ETag that it must have; empty: any
};

bool is_known_version(const std::string& version) {
  return version.empty() || version == "null";
}

Removal judge(Operation& op, const pugi::xml_node& object) {
  Operation one{op.services, op.call, op.bucket, child_text(object, "Key"), {}};
  try {
    one.authorized_object();
    if (!is_known_version(child_text(object, "VersionId"))) {
      throw S3Error("NoSuchVersion", "The specified version does not exist.");
    }
    for (const char* condition : {"LastModifiedTime", "Size"}) {
      if (object.child(condition)) throw no_condition(condition);
    }
    if (object.child("ETag")) {
      // Whether it holds tells the ETag, as reading does.
      one.authorized_object("s3:GetObject");
      return {one.key, "", "", named_etag(child_text(object, "ETag"), "ETag")};
    }
  } catch (const S3Error& error) {
    // Those of the bucket are the whole request's.
    if (error.code_name() == "NoSuchBucket" || error.code_name() == "PermanentRedirect") throw;
    return {one.key, error.code_name(), error.what()};
  } catch (const AccessError& error) {
    return {one.key, "AccessDenied", error.what()};
  }
  return {one.key, "", ""};
}

void remove_on_condition(Operation& op, Removal& removal) {
  try {
    op.services.store.remove(op.bucket, removal.key, {removal.if_match, ""});
  } catch (const StoreError& error) {
    const bool gone = error.fault() == StoreFault::NoSuchKey;
    if (!gone && error.fault() != StoreFault::PreconditionFailed) throw;
    removal.code = gone ? "NoSuchKey" : "PreconditionFailed";
    removal.message = gone ? "The specified key does not exist."
                           : "At least one of the pre-conditions you specified did not hold";
  }
}

}  // namespace

void delete_object(Operation& op) {
  op.authorized_object();
  if (!is_known_version(op.parameter("versionId"))) {
    throw S3Error("NoSuchVersion", "The specified version does not exist.");
  }
  for (const char* condition : {"x-amz-if-match-last-modified-time", "x-amz-if-match-size"}) {
    if (op.request().count_of(condition) > 0) throw no_condition(condition);
  }
  WriteConditions conditions;
  if (op.request().count_of("if-match") > 0) {
    op.authorized_object("s3:GetObject");
    conditions.if_match = named_etag(op.request().header("if-match"), "If-Match");
  }
  op.services.store.remove(op.bucket, op.key, conditions);
  op.send_empty(204);
}

void delete_objects(Operation& op) {
  const auto bucket = op.services.store.bucket(op.bucket);
  if (!op.services.directory.may_anywhere(
          op.call.from.caller, op.call.action(),
          bucket ? policy_in_force(op.services, op.call.from.caller, *bucket) : "")) {
    // Nobody of whom no key could be removed has their list read, or is told what is there.
    op.key.assign(1, '*');
    authorize(op.services, op.call, op.call.action(), op.object_arn());
  }
  Payload payload(op.request(), op.call.from.payload, kKeysDocument.bytes);
  const auto document = parse_document(payload.read_all(op.call.share), "Delete", kKeysDocument);
  const auto root = document->document_element();
  const bool quiet = child_text(root, "Quiet") == "true";
  size_t count = 0;
  for (const auto& object : root.children("Object")) {
    if (child_text(object, "Key").empty()) {
      throw S3Error("MalformedXML", "an Object of Delete has no Key");
    }
    ++count;
  }
  if (count == 0 || count > kKeysAtMost) {
    throw S3Error("MalformedXML", "Delete names {} objects, but must name 1 to {}", count,
                  kKeysAtMost);
  }
  std::vector<Removal> removals;
  std::vector<std::string> keys;
  for (const auto& object : root.children("Object")) {
    removals.push_back(judge(op, object));
    Removal& removal = removals.back();
    if (!removal.code.empty()) continue;
    if (removal.if_match.empty()) {
      keys.push_back(removal.key);
    } else {
      remove_on_condition(op, removal);
    }
  }
  if (!keys.empty()) op.services.store.remove_all(op.bucket, keys);
  XmlWriter xml("DeleteResult", kNamespace);
  for (const auto& removal : removals) {
    if (!removal.code.empty()) {
      xml.open("Error")
          .element("Key", removal.key)
          .element("Code", removal.code)
          .element("Message", removal.message)
          .close();
    } else if (!quiet) {
      xml.open("Deleted").element("Key", removal.key).close();
    }
  }
  op.send_xml(xml.finish());
}

}  // namespace sempurna::s3
