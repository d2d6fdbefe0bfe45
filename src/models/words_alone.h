#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// A model of texts that has nothing but what words alone say of them (models/scored_model.h): no
/// features of its own, and of logits one bias a class, `classifier.bias` [K].
std::unique_ptr<Model> build_words_alone(const ModelRequest& request);

}  // namespace sempurna
