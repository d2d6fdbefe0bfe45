#include "models/roberta.h"

#include "models/first_token_classifier.h"

namespace sempurna {

std::unique_ptr<Model> build_roberta(const ModelRequest& request) {
  const TextEncoderConfig config = read_bert_config(ConfigReader(request.config));
  return build_first_token_classifier(request, "roberta", config, kernels::Activation::Tanh);
}

}  // namespace sempurna
