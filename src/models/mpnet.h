#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// MPNet (Song et al. 2020): RoBERTa's encoder, in whose attention a bias of each head for the
/// tokens' distance is added, one table for all layers. Features and head are RoBERTa's. Tensors as
/// MPNetForSequenceClassification has them. Throws InvalidArgument when config.json or the
/// checkpoint does not fit.
std::unique_ptr<Model> build_mpnet(const ModelRequest& request);

}  // namespace sempurna
