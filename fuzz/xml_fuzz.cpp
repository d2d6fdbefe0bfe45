// A document that S3 takes.

#include <string>

#include "accepts.h"
#include "api/s3/document.h"

using namespace sempurna;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* root :
       {"Delete", "CompleteMultipartUpload", "Tagging", "CreateBucketConfiguration"}) {
    accepts([&] {
      const auto document = s3::parse_document(text, root);
      for (const auto& child : document->document_element().children())
        s3::child_text(child, "Key");
    });
  }
  return 0;
}
