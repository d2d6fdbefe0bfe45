// A document that S3 takes. However it is written, no more of it is kept than the limits allow.

#include <string>

#include "accepts.h"
#include "api/s3/document.h"

using namespace sempurna;

namespace {

constexpr s3::DocumentLimits kLimits{65536, 100};

size_t nodes_below(const pugi::xml_node& node) {
  size_t count = 0;
  for ([[maybe_unused]] const auto& attribute : node.attributes()) ++count;
  for (const auto& child : node.children()) count += 1 + nodes_below(child);
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* root :
       {"Delete", "CompleteMultipartUpload", "Tagging", "CreateBucketConfiguration"}) {
    accepts([&] {
      const auto document = s3::parse_document(text, root, kLimits);
      ensure(nodes_below(*document) <= kLimits.nodes, "the limit of nodes is kept");
      for (const auto& child : document->document_element().children())
        s3::child_text(child, "Key");
    });
  }
  return 0;
}
