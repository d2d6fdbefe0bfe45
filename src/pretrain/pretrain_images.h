#pragma once

#include "pretrain/recipe.h"

namespace sempurna {

/// Makes a bundled picture backbone: it begins as its teacher, as DistilBERT does (Sanh et al.
/// 2019, arXiv:1910.01108), and learns over endless pictures (PictureCrops) to make of small ones
/// what the teacher makes of the same ones larger: the maps of its two coarsest sizes, the pooled
/// features, and what the teacher's classes say of them (Hinton et al. 2015, arXiv:1503.02531).
/// Without labels. Writes the folder `output` and, in it, curve.csv; goes on where it was
/// interrupted, from `output` with ".part" behind. Throws what reading throws, InvalidArgument when
/// the recipe's model has other parts than the teacher.
void pretrain_images(const ImageRecipe& recipe, const fs::path& data, const fs::path& output);

}  // namespace sempurna
