// A request of SageMaker, whatever the operation: all that is wrong with it is told in an answer of
// bounded size that is JSON.

#include <string>
#include <string_view>

#include "accepts.h"
#include "api/json/operation.h"
#include "api/sagemaker/shapes.h"

using namespace sempurna;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  accepts([&] {
    const JsonMap request = json::parse_input(body);
    for (const auto& operation : sagemaker::known_operations()) {
      if (operation.input == nullptr) continue;
      accepts([&] {
        const auto faults = sagemaker::faults_of(*operation.input, request);
        if (faults.size() > 100) __builtin_trap();
        JsonMap(faults).dump();  // throws, of what is not UTF-8
      });
    }
  });
  return 0;
}
