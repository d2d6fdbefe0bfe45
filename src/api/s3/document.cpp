#include "api/s3/document.h"

#include "api/s3/s3_error.h"

namespace sempurna::s3 {

namespace {

constexpr int kDeepest = 8;

/// No fewer than the nodes and attributes that a parser makes of it, whether it is XML or not. Each
/// begins with a mark of its own: an element, a comment and the text before it with '<', an
/// attribute's value with '=' and a quote.
size_t most_nodes(std::string_view xml) {
  size_t count = 0;
  char before = 0;
  for (size_t i = 0; i < xml.size(); ++i) {
    const char c = xml[i];
    if (c == '<') count += i + 1 < xml.size() && xml[i + 1] == '/' ? 1 : 2;
    if ((c == '"' || c == '\'') && before == '=') ++count;
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') before = c;
  }
  return count;
}

class Depth : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node&) override { return depth() < kDeepest; }
};

}  // namespace

std::unique_ptr<pugi::xml_document> parse_document(const std::string& xml, std::string_view root,
                                                   const DocumentLimits& limits) {
  const auto fail = [](std::string_view why) {
    return S3Error("MalformedXML",
                   "The XML you provided was not well-formed or did not validate: {}", why);
  };
  if (xml.size() > limits.bytes) throw fail(fmt::format("it has over {} bytes", limits.bytes));
  if (most_nodes(xml) > limits.nodes) {
    throw fail(fmt::format("it has over {} elements, texts and attributes", limits.nodes));
  }
  if (xml.find("<!DOCTYPE") != std::string::npos) throw fail("a DOCTYPE is not allowed");
  auto document = std::make_unique<pugi::xml_document>();
  const auto result = document->load_buffer(xml.data(), xml.size(),
                                            pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!result) {
    throw fail(fmt::format("{} at byte {}", result.description(), result.offset));
  }
  if (document->document_element().name() != root) {
    throw fail(fmt::format("its root is not {}", root));
  }
  Depth depth;
  if (!document->traverse(depth)) throw fail("it is nested too deeply");
  return document;
}

std::string child_text(const pugi::xml_node& node, const char* name) {
  // A comment, or a CDATA section, divides it into pieces.
  std::string text;
  for (const auto& piece : node.child(name).children()) {
    if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata)
      text += piece.value();
  }
  return text;
}

}  // namespace sempurna::s3
