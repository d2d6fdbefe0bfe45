#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace sempurna::s3 {

/// A request's XML. Throws MalformedXML when it is none, has another root, holds a DOCTYPE or is
/// nested deeper than any document of S3's.
std::unique_ptr<pugi::xml_document> parse_document(const std::string& xml, std::string_view root);

/// The text of a child, or empty.
std::string child_text(const pugi::xml_node& node, const char* name);

}  // namespace sempurna::s3
