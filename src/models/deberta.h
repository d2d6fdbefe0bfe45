#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// DeBERTa's third version (He et al. 2020 and 2021): attention by content, by a query's
/// view of distances and by a key's, the distances' vectors one table for all layers. Features are
/// GELU of the pooler's layer over the first token's state. Tensors as
/// DebertaV2ForSequenceClassification has them. Throws InvalidArgument when config.json or the
/// checkpoint does not fit, as those of the second version do, which have a convolution.
std::unique_ptr<Model> build_deberta(const ModelRequest& request);

}  // namespace sempurna
