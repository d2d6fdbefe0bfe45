#pragma once

#include "image/image.h"
#include "image/resize_weights.h"

namespace sempurna {

/// Rows [first_row, first_row + rows) of `image` with their pixels summed by `axis`.
Image horizontal_pass(const Image& image, int first_row, int rows, const AxisWeights& axis);

/// The rows of `image`, whose row 0 is row `first_row` of the axis, summed by `axis`.
Image vertical_pass(const Image& image, int first_row, const AxisWeights& axis);

}  // namespace sempurna
