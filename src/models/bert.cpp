#include "models/bert.h"

#include "models/pooled_classifier.h"

namespace sempurna {

std::unique_ptr<Model> build_bert(const ModelRequest& request) {
  const TextEncoderConfig config = read_bert_config(ConfigReader(request.config));
  check_text_encoder(config);
  const ParameterSource source = text_source(request, "bert");
  TransformerEncoder encoder = bert_encoder(source.scope("bert"), config);
  return build_pooled_classifier(source, "bert.pooler.dense", config.layer, std::move(encoder),
                                 request.classes);
}

}  // namespace sempurna
