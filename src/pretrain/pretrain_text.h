#pragma once

#include "pretrain/recipe.h"

namespace sempurna {

/// A small BERT in three stages: masked language modelling over the corpora, then all their labels
/// at once, each task with a head of its own, then fine-tuning on the default data set, whose head
/// stays.
void pretrain_text(const TextRecipe& recipe, const fs::path& data, const fs::path& output);

}  // namespace sempurna
