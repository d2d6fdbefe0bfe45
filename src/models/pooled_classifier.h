#pragma once

#include <memory>
#include <string_view>

#include "models/model.h"
#include "models/text_encoder.h"

namespace sempurna {

/// What BERT, ALBERT and DeBERTa put on their encoders: features are `activation` of the layer
/// `pooler` over the first token's state, the head is dropout and "classifier". The encoder's
/// tensors have been asked of `source` before. Checkpoints of language models may lack the pooler,
/// which is then new and part of the head: features are the first token's state.
std::unique_ptr<Model> build_pooled_classifier(
    const ParameterSource& source, std::string_view pooler, const EncoderLayerOptions& layer,
    TransformerEncoder encoder, int64_t classes,
    kernels::Activation activation = kernels::Activation::Tanh);

}  // namespace sempurna
