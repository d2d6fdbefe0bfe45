#pragma once

#include <memory>
#include <string>

#include "models/model.h"
#include "models/text_encoder.h"

namespace sempurna {

/// The head that RoBERTa, MPNet and ELECTRA share but for its activation: over the first token's
/// state, dropout, "classifier.dense", `activation`, dropout, "classifier.out_proj". The encoder's
/// tensors have been asked of `source` before.
std::unique_ptr<Model> build_first_token_classifier(const ParameterSource& source,
                                                    const EncoderLayerOptions& layer,
                                                    TransformerEncoder encoder, int64_t classes,
                                                    kernels::Activation activation);

/// The same on BERT's encoder below `prefix`.
std::unique_ptr<Model> build_first_token_classifier(const ModelRequest& request,
                                                    const std::string& prefix,
                                                    const TextEncoderConfig& config,
                                                    kernels::Activation activation);

}  // namespace sempurna
