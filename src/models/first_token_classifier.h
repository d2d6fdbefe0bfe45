#pragma once

#include <memory>
#include <string>

#include "models/model.h"
#include "models/text_encoder.h"

namespace sempurna {

/// BERT's encoder below `prefix`, and the head that RoBERTa and ELECTRA share but for its
/// activation: over the first token's state, dropout, "classifier.dense", `activation`, dropout,
/// "classifier.out_proj".
std::unique_ptr<Model> build_first_token_classifier(const ModelRequest& request,
                                                    const std::string& prefix,
                                                    const TextEncoderConfig& config,
                                                    kernels::Activation activation);

}  // namespace sempurna
