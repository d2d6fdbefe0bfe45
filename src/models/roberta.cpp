#include "models/roberta.h"

#include "models/first_token_classifier.h"

namespace sempurna {

std::unique_ptr<Model> build_roberta(const ModelRequest& request) {
  const ConfigReader reader(request.config);
  TextEncoderConfig config = read_bert_config(reader);
  config.position_offset = reader.count("pad_token_id", 0, kMostPositions, 1) + 1;
  return build_first_token_classifier(request, "roberta", config, kernels::Activation::Tanh);
}

}  // namespace sempurna
