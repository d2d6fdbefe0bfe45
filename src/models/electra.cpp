#include "models/electra.h"

#include "models/first_token_classifier.h"

namespace sempurna {

std::unique_ptr<Model> build_electra(const ModelRequest& request) {
  const ConfigReader reader(request.config);
  TextEncoderConfig config = read_bert_config(reader);
  config.embedding.width = reader.count("embedding_size", 1, kMostWidth, 128);
  return build_first_token_classifier(request, "electra", config, kernels::Activation::Gelu);
}

}  // namespace sempurna
