#pragma once

#include "pretrain/corpora.h"
#include "pretrain/training_stage.h"
#include "pretrain/word_vectors.h"

namespace sempurna {

/// Masked language modelling over the corpora, each as often as it is repeated, tokens or whole
/// words hidden. The encoder in `folder`, a config.json and a tokenizer, gets its
/// model.safetensors. Where there are vectors of words, the token embedding begins as they are.
void model_language(const TextRecipe& recipe, const std::vector<Texts>& corpora,
                    const WordVectors& vectors, const WordCounts& counts, const fs::path& folder,
                    const StagePlace& place);

}  // namespace sempurna
