#pragma once

#include "pretrain/recipe.h"

namespace sempurna {

/// A small picture backbone, trained to name the classes of several folders at once and, where the
/// recipe names a teacher, to give the teacher's features of the same picture (Hinton et al. 2015,
/// arXiv:1503.02531; feature matching as in Romero et al. 2014, arXiv:1412.6550).
void pretrain_images(const ImageRecipe& recipe, const fs::path& data, const fs::path& output);

}  // namespace sempurna
