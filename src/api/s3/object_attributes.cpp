#include <algorithm>
#include <array>
#include <set>

#include "api/objects.h"
#include "api/s3/handlers.h"
#include "api/s3/list_parameters.h"
#include "base/ascii.h"

namespace sempurna::s3 {

namespace {

constexpr std::array<std::string_view, 5> kKnown = {"ETag", "Checksum", "ObjectParts",
                                                    "StorageClass", "ObjectSize"};
constexpr int64_t kPartsAtMost = 1000;

// x-amz-object-attributes: one header with commas, or several.
std::set<std::string> wanted(Operation& op) {
  std::set<std::string> names;
  for (const auto& header : op.request().headers) {
    if (lower_ascii(header.name) != "x-amz-object-attributes") continue;
    for (std::string_view left = header.value; !left.empty();) {
      const size_t comma = std::min(left.find(','), left.size());
      std::string_view one = left.substr(0, comma);
      while (one.starts_with(' ')) one.remove_prefix(1);
      while (one.ends_with(' ')) one.remove_suffix(1);
      if (std::find(kKnown.begin(), kKnown.end(), one) == kKnown.end()) {
        throw S3Error("InvalidArgument", "Invalid attribute name specified: '{}'", one)
            .with("ArgumentName", "x-amz-object-attributes");
      }
      names.emplace(one);
      left.remove_prefix(std::min(comma + 1, left.size()));
    }
  }
  if (names.empty()) {
    throw S3Error("InvalidRequest",
                  "The x-amz-object-attributes header specifying the attributes to be retrieved is "
                  "either missing or empty");
  }
  return names;
}

void write_checksum(XmlWriter& xml, const ObjectInfo& info) {
  if (info.checksums.empty()) return;
  xml.open("Checksum");
  for (const auto& name : checksum_names()) {
    const std::string text = checksum_text(info, name.kind);
    if (!text.empty()) xml.element(name.element, text);
  }
  xml.element("ChecksumType", info.checksums_are_composite ? "COMPOSITE" : "FULL_OBJECT").close();
}

// Where parts lie is known, their own checksums are not kept once they are one object.
void write_parts(Operation& op, XmlWriter& xml, const ObjectInfo& info) {
  if (info.parts == 0) return;
  const int64_t limit =
      std::min(number_header(op, "x-amz-max-parts", kPartsAtMost, kMaxParts), kPartsAtMost);
  const int64_t after = number_header(op, "x-amz-part-number-marker", 0, kMaxParts);
  const std::vector<uint64_t> sizes = op.services.store.part_sizes(info);
  const auto count = static_cast<int64_t>(sizes.size());
  const int64_t last = std::min(count, after + limit);
  xml.open("ObjectParts")
      .element("PartsCount", count)
      .element("PartNumberMarker", after)
      .element("NextPartNumberMarker", std::max(after, last))
      .element("MaxParts", limit)
      .element("IsTruncated", limit > 0 && last < count);
  for (int64_t number = after + 1; number <= last; ++number) {
    xml.open("Part")
        .element("PartNumber", number)
        .element("Size", static_cast<int64_t>(sizes[static_cast<size_t>(number) - 1]))
        .close();
  }
  xml.close();
}

}  // namespace

void get_object_attributes(Operation& op) {
  const Bucket bucket = op.authorized_object();
  op.authorized_object("s3:GetObject");
  const std::set<std::string> names = wanted(op);
  require_known_version(op);
  const auto info = sempurna::head_object(op.services, op.bucket, op.key);
  if (!info) op.missing_object(bucket);
  XmlWriter xml("GetObjectAttributesResponse", kNamespace);
  if (names.contains("ETag")) xml.element("ETag", info->etag);
  if (names.contains("Checksum")) write_checksum(xml, *info);
  if (names.contains("ObjectParts")) write_parts(op, xml, *info);
  if (names.contains("StorageClass")) xml.element("StorageClass", "STANDARD");
  if (names.contains("ObjectSize")) xml.element("ObjectSize", static_cast<int64_t>(info->size));
  op.call.answer.send(200,
                      {{"Content-Type", "application/xml"},
                       {"x-amz-request-id", op.request().id},
                       {"Last-Modified", http_time(info->modified)}},
                      xml.finish());
}

}  // namespace sempurna::s3
