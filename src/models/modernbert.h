#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// ModernBERT (Warner et al. 2024, arXiv:2412.13663): pre-norm layers with rotary positions and
/// gated feed-forward layers; of three layers one sees whole texts, the others a window around each
/// token. Features are the first token's state or the mean of all, as config.json says, through the
/// layer that language modelling has behind them; a checkpoint may lack that layer, which is then
/// new and part of the head. Tensors as ModernBertForSequenceClassification has them. Throws
/// InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_modernbert(const ModelRequest& request);

}  // namespace sempurna
