#pragma once

#include "base/files.h"

namespace sempurna {

/// Makes a bundled model from its recipe (models/<id>/recipe.yaml): reads the data below `data`,
/// and writes the model folder `output`, which must not be there yet. Prints what it does, a line a
/// stage. The same recipe, data and processor give the same model.
void pretrain(const fs::path& recipe, const fs::path& data, const fs::path& output);

}  // namespace sempurna
