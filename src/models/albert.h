#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// ALBERT (Lan et al. 2020): a narrow embedding, projected, and groups of layers whose weights are
/// used again and again. Features are the pooled output, tanh of a layer over the first token; the
/// head is dropout and one layer. Tensors as AlbertForSequenceClassification has them.
/// Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_albert(const ModelRequest& request);

}  // namespace sempurna
