#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace sempurna::s3 {

/// How large the document of an operation may be: in bytes, and in elements, texts and attributes,
/// each of which takes some 60 bytes however short it is written.
struct DocumentLimits {
  size_t bytes;
  size_t nodes;
};
/// A setting, tags, an ACL.
constexpr DocumentLimits kSettingDocument{64 << 10, 2'000};
/// DeleteObjects: 1,000 objects with up to five elements each.
constexpr DocumentLimits kKeysDocument{4 << 20, 25'000};
/// CompleteMultipartUpload: 10,000 parts with up to five elements each.
constexpr DocumentLimits kPartsDocument{4 << 20, 250'000};

/// A request's XML. Throws MalformedXML when it is none, has another root, holds a DOCTYPE, is
/// larger than the limits or nested deeper than any document of S3's.
std::unique_ptr<pugi::xml_document> parse_document(const std::string& xml, std::string_view root,
                                                   const DocumentLimits& limits = kSettingDocument);

/// The text of a child, or empty.
std::string child_text(const pugi::xml_node& node, const char* name);

}  // namespace sempurna::s3
