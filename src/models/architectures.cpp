#include "models/architectures.h"

#include <algorithm>

#include "base/error.h"

namespace sempurna {

const std::vector<Architecture>& architectures() {
  static const std::vector<Architecture> kArchitectures = {};
  return kArchitectures;
}

std::unique_ptr<Model> build_model(const ModelRequest& request) {
  const std::string type = request.config.value("model_type", "");
  std::string known;
  for (const auto& architecture : architectures()) {
    if (architecture.model_type == type) return architecture.build(request);
    known += (known.empty() ? "" : ", ") + architecture.model_type;
  }
  throw Error(Code::InvalidArgument,
              "config.json names the model type '{}', which is not among those known: {}", type,
              known);
}

}  // namespace sempurna
