#pragma once

#include <vector>

#include "image/image.h"

namespace sempurna {

constexpr size_t kPictureFeatures = 64 + 4 * 4 * (3 + 8);

/// What a picture is like without a look at what is in it: a histogram of 4 × 4 × 4 colours (their
/// roots), and of each of 4 × 4 fields the mean colour and a histogram of eight directions of
/// edges, weighted by their strength. kPictureFeatures values from 0 to 1.
std::vector<float> colour_and_texture(const Image& image);

}  // namespace sempurna
