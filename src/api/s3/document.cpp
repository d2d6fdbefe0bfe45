#include "api/s3/document.h"

#include "api/s3/s3_error.h"

namespace sempurna::s3 {

namespace {

constexpr int kDeepest = 8;

class Depth : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node&) override { return depth() < kDeepest; }
};

}  // namespace

std::unique_ptr<pugi::xml_document> parse_document(const std::string& xml, std::string_view root) {
  const auto fail = [](std::string_view why) {
    return S3Error("MalformedXML",
                   "The XML you provided was not well-formed or did not validate: {}", why);
  };
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
  return node.child(name).text().get();
}

}  // namespace sempurna::s3
