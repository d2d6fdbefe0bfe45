#include <algorithm>

#include "api/objects.h"
#include "api/s3/handlers.h"
#include "api/s3/list_parameters.h"
#include "base/base64.h"

namespace sempurna::s3 {

namespace {

// Only what the request says: a prefix that is not given is another thing than an empty one.
Circumstances list_circumstances(const Operation& op, const ListParameters& asked) {
  Circumstances circumstances;
  if (op.has("prefix")) circumstances["s3:prefix"] = {asked.prefix};
  if (op.has("delimiter")) circumstances["s3:delimiter"] = {asked.delimiter};
  if (op.has("max-keys")) circumstances["s3:max-keys"] = {op.parameter("max-keys")};
  return circumstances;
}

Listing list_page(Operation& op, const ListParameters& asked, const std::string& after) {
  // S3 answers none when none are asked for, and says that there are no more.
  if (asked.limit == 0) return {};
  return sempurna::list_objects(op.services, op.bucket,
                                {asked.prefix, asked.delimiter, after, asked.limit});
}

void write_objects(XmlWriter& xml, Operation& op, const ListParameters& asked, const Listing& page,
                   bool with_owner, std::string_view element = "Contents") {
  for (const auto& object : page.objects) {
    xml.open(element)
        .element("Key", asked.shown(object.key))
        .element("LastModified", iso_time(object.modified))
        .element("ETag", quoted(object.etag))
        .element("Size", static_cast<int64_t>(object.size))
        .element("StorageClass", "STANDARD");
    if (element == "Version") xml.element("VersionId", "null").element("IsLatest", true);
    if (with_owner) write_owner(xml, op.services);
    xml.close();
  }
}

void write_prefixes(XmlWriter& xml, const ListParameters& asked, const Listing& page) {
  for (const auto& prefix : page.common_prefixes) {
    xml.open("CommonPrefixes").element("Prefix", asked.shown(prefix)).close();
  }
}

void write_head(XmlWriter& xml, Operation& op, const ListParameters& asked, const Listing& page) {
  xml.element("Name", op.bucket).element("Prefix", asked.shown(asked.prefix));
  if (!asked.delimiter.empty()) xml.element("Delimiter", asked.shown(asked.delimiter));
  xml.element("MaxKeys", static_cast<int64_t>(asked.limit));
  if (asked.encode) xml.element("EncodingType", "url");
  xml.element("IsTruncated", !page.next.empty());
}

}  // namespace

void list_objects(Operation& op) {
  const ListParameters asked = list_parameters(op, "max-keys");
  op.authorized_bucket(list_circumstances(op, asked));
  const std::string marker = op.parameter("marker");
  const Listing page = list_page(op, asked, marker);
  XmlWriter xml("ListBucketResult", kNamespace);
  write_head(xml, op, asked, page);
  xml.element("Marker", asked.shown(marker));
  // S3 names it only with a delimiter; without one, the last key does.
  if (!page.next.empty() && !asked.delimiter.empty()) {
    xml.element("NextMarker", asked.shown(page.next));
  }
  write_objects(xml, op, asked, page, true);
  write_prefixes(xml, asked, page);
  op.send_xml(xml.finish());
}

void list_objects_v2(Operation& op) {
  const ListParameters asked = list_parameters(op, "max-keys");
  op.authorized_bucket(list_circumstances(op, asked));
  const std::string start = op.parameter("start-after");
  const std::string token = read_token(op);
  const std::string& after = token.empty() ? start : token;
  const Listing page = list_page(op, asked, after);
  XmlWriter xml("ListBucketResult", kNamespace);
  write_head(xml, op, asked, page);
  xml.element("KeyCount", static_cast<int64_t>(page.objects.size() + page.common_prefixes.size()));
  if (!token.empty()) xml.element("ContinuationToken", encode_base64(token));
  if (!start.empty()) xml.element("StartAfter", asked.shown(start));
  if (!page.next.empty()) xml.element("NextContinuationToken", encode_base64(page.next));
  write_objects(xml, op, asked, page, op.parameter("fetch-owner") == "true");
  write_prefixes(xml, asked, page);
  op.send_xml(xml.finish());
}

void list_object_versions(Operation& op) {
  // Each object has one version, "null", as in a bucket that never had versioning.
  const ListParameters asked = list_parameters(op, "max-keys");
  op.authorized_bucket(list_circumstances(op, asked));
  const std::string marker = op.parameter("key-marker");
  const Listing page = list_page(op, asked, marker);
  XmlWriter xml("ListVersionsResult", kNamespace);
  write_head(xml, op, asked, page);
  xml.element("KeyMarker", asked.shown(marker)).element("VersionIdMarker", "");
  if (!page.next.empty()) {
    xml.element("NextKeyMarker", asked.shown(page.next)).element("NextVersionIdMarker", "null");
  }
  write_objects(xml, op, asked, page, true, "Version");
  write_prefixes(xml, asked, page);
  op.send_xml(xml.finish());
}

}  // namespace sempurna::s3
