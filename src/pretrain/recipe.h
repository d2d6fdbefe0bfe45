#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"

namespace sempurna {

/// Texts to learn a language from; their labels are learnt too when there is a task.
struct Corpus {
  std::string file = {};  ///< a .csv, .txt or .tsv below the data folder (corpora.h), or empty for
  int64_t reviews = 0;    ///< so many further reviews of the default data's kind
  int64_t repeat = 1;     ///< how often it counts in language modelling
  std::string task = {};  ///< corpora of the same task share their labels; empty: text only
  double share = 0;       ///< of the steps in which meaning is learnt, beside the others'
  std::vector<std::string> apart_from = {};  ///< .csv whose texts and what is like them is left out
};

/// One stage of training.
struct Stage {
  int64_t steps = 0;
  int64_t batch = 0;  ///< tokens in language modelling, else examples or pairs
  double learning_rate = 0;
};

struct TextRecipe {
  std::string text;  ///< the file
  uint64_t seed = 1;
  size_t vocabulary_size = 0;
  size_t max_length = 128;
  bool whole_words = false;  ///< whether language modelling hides whole words, not tokens
  Json config;               ///< of the encoder, but for vocab_size
  std::string
      vectors;  ///< a file of words' vectors below the data folder (word_vectors.h), or none
  std::vector<Corpus> corpora;
  Stage language_modelling;
  Stage meaning;         ///< no steps: left out
  Stage classification;  ///< no steps: left out
  /// The tasks that classification learns, by their parts of its steps beside each other's. Empty:
  /// all, by the square roots of their sizes.
  std::map<std::string, double> classification_shares;
  std::map<std::string, std::string>
      fine_tune;  ///< hyperparameters of the last stage, on the default data
};

/// Pictures to cut parts from.
struct PictureFolder {
  std::string folder;  ///< below the data folder; whatever lies in it
  double share = 1;    ///< of all parts, beside the others'
};

/// A picture model that begins as another one of the same parts and learns to make of small
/// pictures what that one makes of them when they are larger.
struct ImageRecipe {
  std::string text;  ///< the file
  uint64_t seed = 1;
  Json config;          ///< of the backbone
  Json preprocessor;    ///< preprocessor_config.json
  std::string teacher;  ///< folder of the other, below the data folder
  std::vector<PictureFolder> pictures;
  double formulas = 0;   ///< the part of all examples that is made by formulas
  double mixed = 0;      ///< the part that is two pictures, one shining through
  int size = 0;          ///< pixels a side
  int teacher_size = 0;  ///< pixels a side of what the teacher reads
  int64_t steps = 0;
  int64_t batch = 0;
  double learning_rate = 0;
};

/// Each throws DataCorrupt naming the file and the member.
std::string read_recipe_kind(const fs::path& recipe);
TextRecipe read_text_recipe(const fs::path& recipe);
ImageRecipe read_image_recipe(const fs::path& recipe);

}  // namespace sempurna
