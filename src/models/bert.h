#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// BERT (Devlin et al. 2019). Features are the pooled output, tanh of a layer over the first token;
/// the head is dropout and one layer. Tensors as BertForSequenceClassification has them.
/// Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_bert(const ModelRequest& request);

}  // namespace sempurna
