#include "models/roberta.h"

#include "models/first_token_classifier.h"

namespace sempurna {

std::unique_ptr<Model> build_roberta(const ModelRequest& request) {
  const ConfigReader reader(request.config);
  TextEncoderConfig config = read_bert_config(reader);
  config.position_offset = roberta_position_offset(reader);
  return build_first_token_classifier(request, "roberta", config, kernels::Activation::Tanh);
}

}  // namespace sempurna
