#pragma once

#include "pretrain/corpora.h"
#include "pretrain/training_stage.h"

namespace sempurna {

/// All tasks of the corpora at once, each with a head of its own that is thrown away: the encoder
/// in `folder` learns what their labels tell apart.
void learn_labels(const TextRecipe& recipe, const std::vector<Texts>& corpora,
                  const fs::path& folder, const StagePlace& place);

}  // namespace sempurna
