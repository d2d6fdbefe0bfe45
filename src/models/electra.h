#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// ELECTRA (Clark et al. 2020), the discriminator: BERT's encoder behind a projection when the
/// embedding is narrower. Features are the first token's state; the head is a layer with GELU and
/// the output projection, dropout before each. Tensors as ElectraForSequenceClassification has
/// them. Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_electra(const ModelRequest& request);

}  // namespace sempurna
