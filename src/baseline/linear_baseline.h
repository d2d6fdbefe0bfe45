#pragma once

#include <functional>
#include <vector>

#include "dataset/dataset.h"
#include "image/image.h"

namespace sempurna {

/// Hears how many of all examples have been read; may throw to stop.
using BaselineProgress = std::function<void(int64_t done, int64_t all)>;

/// How far one gets without a neural network, in seconds: a linear classifier is fitted to the
/// training part, on what words the texts hold (word_features.h) or on the colours and textures of
/// the pictures (picture_features.h), which may come in any size. Returns its accuracy on each of
/// the other parts. Of very large training parts a sample is used. A pure function of the data.
std::vector<double> linear_baseline(const TextDataset& training,
                                    const std::vector<const TextDataset*>& held_out,
                                    const BaselineProgress& progress = {});
std::vector<double> linear_baseline(
    const ImageDataset& training, const std::vector<const ImageDataset*>& held_out,
    const std::function<Image(const ImageDataset&, const ImageItem&)>& picture, int threads,
    const BaselineProgress& progress = {});

}  // namespace sempurna
