#include "models/architectures.h"

#include "catalog/families.h"
#include "models/albert.h"
#include "models/bert.h"
#include "models/convnext.h"
#include "models/deberta.h"
#include "models/distilbert.h"
#include "models/efficientnet.h"
#include "models/electra.h"
#include "models/mobilenet_v2.h"
#include "models/mobilenet_v3.h"
#include "models/modernbert.h"
#include "models/mpnet.h"
#include "models/resnet.h"
#include "models/roberta.h"
#include "models/squeezenet.h"
#include "models/vit.h"
#include "models/words_alone.h"

namespace sempurna {

const std::map<std::string, ModelBuilder>& model_builders() {
  static const std::map<std::string, ModelBuilder> kBuilders = {
      {"albert", build_albert},
      {"bert", build_bert},
      {"convnext", build_convnext},
      {"deberta-v2", build_deberta},
      {"deit", build_deit},
      {"distilbert", build_distilbert},
      {"efficientnet", build_efficientnet},
      {"electra", build_electra},
      {"mobilenet_v2", build_mobilenet_v2},
      {"mobilenet_v3", build_mobilenet_v3},
      {"modernbert", build_modernbert},
      {"mpnet", build_mpnet},
      {"resnet", build_resnet},
      {"roberta", build_roberta},
      {"squeezenet", build_squeezenet},
      {"vit", build_vit},
      {"words", build_words_alone},
      {"xlm-roberta", build_roberta},
  };
  return kBuilders;
}

std::unique_ptr<Model> build_model(const ModelRequest& request) {
  return model_builders().at(family_of(model_type_of(request.config)).model_type)(request);
}

}  // namespace sempurna
