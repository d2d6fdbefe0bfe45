#include <algorithm>
#include <array>

#include "api/objects.h"
#include "api/s3/operation.h"

namespace sempurna::s3 {

namespace {

// Headers that policies ask for by their own names, after "s3:".
constexpr std::array kHeaders = {"if-match",
                                 "if-none-match",
                                 "x-amz-acl",
                                 "x-amz-grant-full-control",
                                 "x-amz-grant-read",
                                 "x-amz-grant-read-acp",
                                 "x-amz-grant-write",
                                 "x-amz-grant-write-acp",
                                 "x-amz-metadata-directive",
                                 "x-amz-object-ownership",
                                 "x-amz-server-side-encryption",
                                 "x-amz-server-side-encryption-customer-algorithm",
                                 "x-amz-storage-class",
                                 "x-amz-website-redirect-location"};

constexpr auto kSealKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";

// Whether the request is about an upload that is there, whose own say counts for its parts.
std::optional<Upload> upload_of(Operation& op) {
  if (!op.has("uploadId")) return std::nullopt;
  try {
    return op.services.store.upload(op.bucket, op.key, op.parameter("uploadId"));
  } catch (const StoreError&) {
    return std::nullopt;
  }
}

Circumstances::Facts tags_of_request(Operation& op) {
  if (const auto upload = upload_of(op)) return request_tag_facts(upload->attributes.tags);
  const std::string header = op.request().header("x-amz-tagging");
  if (header.empty() || !heeds_tagging_header(op)) return {};
  return request_tag_facts(parse_tags(header));
}

Circumstances::Facts tags_of_object(Operation& op) {
  Circumstances::Facts facts;
  const auto info = sempurna::head_object(op.services, op.bucket, op.key);
  if (!info) return facts;
  for (const auto& [name, value] : info->attributes.tags) {
    facts["s3:ExistingObjectTag/" + name] = {value};
  }
  return facts;
}

// However the request names it, policies ask for the key's ARN.
std::string key_arn(Operation& op, const std::string& name) {
  try {
    return op.services.keys.find(name).arn;
  } catch (const AccessError&) {
    return name;
  }
}

void add_seal(Operation& op, Circumstances& circumstances) {
  const std::string named = op.request().header(kSealKey + 3);
  if (!named.empty()) circumstances.add(kSealKey, key_arn(op, named));
  if (!op.has("uploadId")) return;
  circumstances.later("s3:x-amz-server-side-encryption", [&op]() -> Circumstances::Facts {
    const auto upload = upload_of(op);
    if (!upload || !upload->seal) return {};
    Circumstances::Facts facts;
    facts["s3:x-amz-server-side-encryption"] = {upload->seal->algorithm};
    if (upload->seal->algorithm == "aws:kms") facts[kSealKey] = {upload->seal->key_id};
    return facts;
  });
}

void add_signature(Operation& op, Circumstances& circumstances) {
  const Authenticated& from = op.call.from;
  circumstances.add("s3:authType", from.auth_type);
  circumstances.add("s3:signatureversion", from.signature_version);
  circumstances.add("s3:x-amz-content-sha256", from.content_sha256);
  circumstances.add("s3:TlsVersion", op.request().tls_version);
  if (from.signed_at) {
    const auto age = op.services.clock.now() - *from.signed_at;
    circumstances.add("s3:signatureAge", std::to_string(std::max<int64_t>(age.count(), 0)));
  }
}

}  // namespace

Circumstances::Facts request_tag_facts(const std::map<std::string, std::string>& tags) {
  Circumstances::Facts facts;
  for (const auto& [name, value] : tags) {
    facts["s3:RequestObjectTag/" + name] = {value};
    facts["s3:RequestObjectTagKeys"].push_back(name);
  }
  return facts;
}

Circumstances request_circumstances(Operation& op, const std::string& action) {
  Circumstances circumstances;
  circumstances.add("s3:ResourceAccount", op.services.config.account);
  for (const char* header : kHeaders) {
    circumstances.add(std::string("s3:") + header, op.request().header(header));
  }
  if (const std::string header = op.request().header("x-amz-copy-source"); !header.empty()) {
    const auto source = copy_source(header);
    circumstances.add("s3:x-amz-copy-source",
                      source ? source->first + "/" + source->second : header);
  }
  circumstances.add("s3:VersionId", op.parameter("versionId"));
  add_signature(op, circumstances);
  add_seal(op, circumstances);
  circumstances.later("s3:RequestObjectTag", [&op] { return tags_of_request(op); });
  if (!op.key.empty()) {
    circumstances.later("s3:ExistingObjectTag/", [&op] { return tags_of_object(op); });
  }
  if (action == "s3:PutObject") {
    // Of an upload, only its completion makes the object.
    const bool makes = op.has("uploadId") ? op.request().method == "POST" : !op.has("uploads");
    circumstances.add("s3:ObjectCreationOperation", makes ? "true" : "false");
  }
  return circumstances;
}

}  // namespace sempurna::s3
