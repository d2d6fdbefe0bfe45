#include "models/architectures.h"

#include <algorithm>

#include "base/error.h"
#include "models/albert.h"
#include "models/bert.h"
#include "models/config_reader.h"
#include "models/distilbert.h"
#include "models/electra.h"
#include "models/roberta.h"

namespace sempurna {

const std::vector<Architecture>& architectures() {
  static const std::vector<Architecture> kArchitectures = {
      {"albert", build_albert},
      {"bert", build_bert},
      {"distilbert", build_distilbert},
      {"electra", build_electra},
      {"roberta", build_roberta},
      {"xlm-roberta", build_roberta},
  };
  return kArchitectures;
}

std::unique_ptr<Model> build_model(const ModelRequest& request) {
  const std::string type = ConfigReader(request.config).text("model_type", "");
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
