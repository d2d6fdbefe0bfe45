#include <algorithm>
#include <array>

#include "api/s3/conditions.h"
#include "api/s3/content_encoding.h"
#include "api/s3/operation.h"
#include "base/ascii.h"

namespace sempurna::s3 {

namespace {

constexpr std::array<std::string_view, 6> kContentHeaders = {
    "content-type",     "content-encoding", "content-disposition",
    "content-language", "cache-control",    "expires"};
constexpr size_t kLargestMetadata = 2048;
constexpr std::string_view kMetadataPrefix = "x-amz-meta-";

// Of UTF-8: bytes that continue no other.
size_t characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

// Source: Amazon S3 User Guide, "Categorizing your objects using tags". Of what is not ASCII,
// everything passes for a letter.
bool has_tag_characters(std::string_view text) {
  constexpr std::string_view kOthers = " +-=._:/@";
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

}  // namespace

void refuse_unsupported(Operation& op) {
  const std::string acl = op.request().header("x-amz-acl");
  if (!acl.empty() && acl != "private" && acl != "bucket-owner-full-control") {
    throw S3Error("NotImplemented",
                  "the canned ACL {} is not supported; grant access with a bucket policy", acl);
  }
  const std::string ownership = op.request().header("x-amz-object-ownership");
  if (!ownership.empty() && ownership != "BucketOwnerEnforced") {
    throw S3Error("NotImplemented",
                  "the object ownership {} needs ACLs, which are not supported; "
                  "BucketOwnerEnforced is",
                  ownership);
  }
  const std::string storage = op.request().header("x-amz-storage-class");
  if (!storage.empty() && storage != "STANDARD") {
    throw S3Error("InvalidStorageClass", "the storage class {} is not supported; STANDARD is",
                  storage);
  }
}

bool heeds_tagging_header(Operation& op) {
  return op.request().count_of("x-amz-copy-source") == 0 ||
         op.request().header("x-amz-tagging-directive") == "REPLACE";
}

std::map<std::string, std::string> parse_tags(std::string_view query) {
  std::map<std::string, std::string> tags;
  // As in a form: a plus is a space, and %2B is a plus.
  std::string spaced(query);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  for (const auto& [name, value] : parse_query(spaced)) {
    if (!tags.emplace(name, value).second) {
      throw S3Error("InvalidTag", "the tag '{}' is given twice", name);
    }
  }
  check_tags(tags, kObjectTagsAtMost);
  return tags;
}

void check_tags(const std::map<std::string, std::string>& tags, size_t at_most) {
  if (tags.size() > at_most) {
    throw S3Error("InvalidTag", "there may be {} tags at most, but {} are given", at_most,
                  tags.size());
  }
  for (const auto& [name, value] : tags) {
    if (name.empty() || characters(name) > 128 || characters(value) > 256) {
      throw S3Error("InvalidTag",
                    "the tag '{}' is too long or empty: a name has 1 to 128 characters, a value "
                    "256 at most",
                    name);
    }
    if (name.starts_with("aws:")) {
      throw S3Error("InvalidTag", "the tag '{}' begins with aws:, which only AWS may give", name);
    }
    if (!has_tag_characters(name) || !has_tag_characters(value)) {
      throw S3Error("InvalidTag",
                    "the tag '{}' has a character that is not a letter, a digit, a space or one of "
                    "+ - = . _ : / @",
                    name);
    }
  }
}

ObjectAttributes attributes_of(Operation& op) {
  refuse_unsupported(op);
  ObjectAttributes attributes;
  for (const auto& name : kContentHeaders) {
    std::string value = op.request().header(name);
    if (name == "content-encoding") value = without_aws_chunked(value);
    if (!value.empty()) attributes.headers[std::string(name)] = value;
  }
  size_t size = 0;
  for (const auto& header : op.request().headers) {
    const std::string name = lower_ascii(header.name);
    if (!name.starts_with(kMetadataPrefix)) continue;
    std::string& value = attributes.metadata[name.substr(kMetadataPrefix.size())];
    value += (value.empty() ? "" : ",") + header.value;
    size += name.size() - kMetadataPrefix.size() + header.value.size();
  }
  if (size > kLargestMetadata) {
    throw S3Error("MetadataTooLarge", "the metadata have {} bytes, but may have {} at most", size,
                  kLargestMetadata);
  }
  if (const std::string tags = op.request().header("x-amz-tagging"); !tags.empty()) {
    attributes.tags = parse_tags(tags);
  }
  return attributes;
}

WriteConditions write_conditions(Operation& op) {
  const ServerRequest& request = op.request();
  const bool has_match = request.count_of("if-match") > 0;
  const bool has_none = request.count_of("if-none-match") > 0;
  WriteConditions conditions;
  if (has_match || has_none) op.authorized_object("s3:GetObject");
  if (has_match) conditions.if_match = named_etag(request.header("if-match"), "If-Match");
  if (has_none) {
    conditions.if_none_match = named_etag(request.header("if-none-match"), "If-None-Match");
    if (request.header("if-none-match") != "*") {
      throw S3Error("NotImplemented", "If-None-Match of a write is * or nothing");
    }
  }
  return conditions;
}

}  // namespace sempurna::s3
