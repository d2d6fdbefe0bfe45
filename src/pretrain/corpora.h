#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "pretrain/recipe.h"

namespace sempurna {

/// The texts of one corpus.
struct Texts {
  std::vector<std::string> texts;
  std::vector<std::string> labels;  ///< of each text, where the corpus has labels
  /// Positions of two texts that belong together: neighbours, or the two columns of a line.
  std::vector<std::pair<int64_t, int64_t>> pairs;
};

/// By the file's ending: .csv, label and text; .txt, a passage a line, of which those without an
/// empty line between them are neighbours; .tsv, two texts a line that mean the same or belong
/// together, a tabulator between them. Throws NotFound naming the file, or InvalidArgument for
/// another ending, or for texts other than a .csv's that are to be held apart (hold_apart.h).
Texts read_corpus(const fs::path& data, const Corpus& from);

/// Throws DataCorrupt naming the corpus or the stage that cannot be learnt from: one without texts,
/// a task without labels, a share of what has neither pairs nor a task, a stage without a corpus, a
/// task of classification that no corpus has.
void check_corpora(const TextRecipe& recipe, const std::vector<Texts>& corpora);

}  // namespace sempurna
