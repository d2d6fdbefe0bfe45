#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// DistilBERT (Sanh et al. 2019). Features are the first token's state; the head is one layer with
/// ReLU, dropout, and the classifier. Tensors as DistilBertForSequenceClassification has them.
/// Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_distilbert(const ModelRequest& request);

}  // namespace sempurna
