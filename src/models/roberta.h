#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// RoBERTa (Liu et al. 2019) and XLM-RoBERTa (Conneau et al. 2020): BERT's encoder whose positions
/// begin after that of the padding token. Features are the first token's state; the head is a layer
/// with tanh and the output projection, dropout before each. Tensors as
/// RobertaForSequenceClassification has them.
/// Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_roberta(const ModelRequest& request);

}  // namespace sempurna
