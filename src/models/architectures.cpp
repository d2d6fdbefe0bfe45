#include "models/architectures.h"

#include <algorithm>

#include "base/error.h"
#include "models/albert.h"
#include "models/bert.h"
#include "models/distilbert.h"
#include "models/efficientnet.h"
#include "models/electra.h"
#include "models/mobilenet_v2.h"
#include "models/naming.h"
#include "models/resnet.h"
#include "models/roberta.h"
#include "models/squeezenet.h"
#include "models/vit.h"

namespace sempurna {

const std::vector<Architecture>& architectures() {
  static const std::vector<Architecture> kArchitectures = {
      {"albert", build_albert},
      {"bert", build_bert},
      {"deit", build_deit},
      {"distilbert", build_distilbert},
      {"efficientnet", build_efficientnet},
      {"electra", build_electra},
      {"mobilenet_v2", build_mobilenet_v2},
      {"resnet", build_resnet},
      {"roberta", build_roberta},
      {"squeezenet", build_squeezenet},
      {"vit", build_vit},
      {"xlm-roberta", build_roberta},
  };
  return kArchitectures;
}

std::unique_ptr<Model> build_model(const ModelRequest& request) {
  const std::string type = model_type_of(request.config);
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
