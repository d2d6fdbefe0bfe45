#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "data/batch_source.h"
#include "image/preprocess.h"
#include "pretrain/recipe.h"

namespace sempurna {

/// Endless examples of what pictures look like, for a model that learns from a model (Asano and
/// Saeed 2021, arXiv:2112.00725: parts of few pictures do): parts of all sizes and ratios out of
/// those in the recipe's folders, mirrored, lit and coloured anew, some with a second shining
/// through (Beyer et al. 2021, arXiv:2106.05237), and pictures of formulas. They have no labels.
class PictureCrops final : public BatchSource {
 public:
  /// Reads all JPEG, PNG and WebP files below the folders into memory, large ones made smaller;
  /// what is no picture or has a side below 64 pixels is passed over. Throws NotFound where a
  /// folder has none. Positions are those of the recipe's training, batch after batch.
  PictureCrops(const ImageRecipe& recipe, const fs::path& data);

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  Batch make(std::span<const int64_t> positions) const override;
  void fill(Batch& batch, int64_t k, int64_t position, uint64_t epoch, bool augment) const override;

 private:
  Image draw(Random& random) const;
  Image draw_part(Random& random) const;

  Preprocessing preprocessing_;
  int side_;
  double formulas_;
  double mixed_;
  uint64_t seed_;
  struct Collection {
    double up_to = 0;  ///< the sum of the shares so far
    std::vector<Image> pictures;
  };
  std::vector<Collection> collections_;
  std::vector<int64_t> labels_;
};

}  // namespace sempurna
