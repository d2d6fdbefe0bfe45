#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// A model of texts whose logits are its own and what words alone say of the text
/// (Batch::scores), added: a wide part beside the deep one (Cheng et al. 2016, arXiv:1606.07792),
/// which is fitted before. Its features are the model's with the `outputs` scores behind.
std::unique_ptr<Model> with_scores(std::unique_ptr<Model> model, int64_t outputs);

}  // namespace sempurna
