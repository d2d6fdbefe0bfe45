#pragma once

#include "pretrain/corpora.h"
#include "pretrain/training_stage.h"
#include "pretrain/word_vectors.h"

namespace sempurna {

/// Lets the features of the encoder in `folder` tell apart what texts mean, step by step by one of
/// the corpora that have a share:
/// - of two texts that belong together, among those of all others in the batch, each finds the
/// other
///   (van den Oord et al. 2018; Reimers and Gurevych 2020 for translations). Of passages the two
///   are neighbours, or one and the same under two dropouts (Gao et al. 2021, SimCSE);
/// - of labelled texts, what their labels tell apart, by a head that is thrown away.
/// In all of them a linear layer, thrown away too, finds the mean vector of a text's words in its
/// features, where there are vectors.
void learn_meaning(const TextRecipe& recipe, const std::vector<Texts>& corpora,
                   const WordVectors& vectors, const fs::path& folder, const StagePlace& place);

/// The mean cross-entropy in nats of finding each row of `b` [B, F] by its row of `a` [B, F] among
/// all rows, by their cosine over 0.05, and the other way round.
Tensor contrast(const Tensor& a, const Tensor& b);

}  // namespace sempurna
