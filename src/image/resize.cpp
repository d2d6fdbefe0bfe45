#include "image/resize.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "image/resize_passes.h"
#include "image/resize_weights.h"

namespace sempurna {
namespace {

Image crop(const Image& image, const Window& window) {
  Image result(window.width, window.height);
  for (int y = 0; y < window.height; ++y) {
    std::memcpy(result.row(y), image.row(static_cast<int>(window.top) + y) + 3 * window.left,
                size_t{3} * static_cast<size_t>(window.width));
  }
  return result;
}

AxisInput columns_of(const Image& image) {
  return {image.width, image.reduction.left,
          static_cast<double>(image.full_width()) / image.reduction.by};
}

AxisInput rows_of(const Image& image) {
  return {image.height, image.reduction.top,
          static_cast<double>(image.full_height()) / image.reduction.by};
}

/// Whether nothing is to be done along an axis.
bool same(const AxisInput& input, int64_t output) {
  return input.begin == 0 && input.size == output && input.extent == static_cast<double>(output);
}

Image resize_nearest(const Image& image, int64_t width, int64_t height, const Window& window) {
  const auto columns = nearest_positions(columns_of(image), width, window.left, window.width);
  const auto rows = nearest_positions(rows_of(image), height, window.top, window.height);
  Image result(window.width, window.height);
  for (int y = 0; y < window.height; ++y) {
    const uint8_t* from = image.row(rows[static_cast<size_t>(y)]);
    uint8_t* to = result.row(y);
    for (const int column : columns) {
      std::memcpy(to, from + size_t{3} * static_cast<size_t>(column), 3);
      to += 3;
    }
  }
  return result;
}

/// Kernels that are not 1 at 0 and 0 at all other whole numbers change a picture even at its size.
bool blurs(Interpolation interpolation) {
  return interpolation == Interpolation::Gaussian || interpolation == Interpolation::MitchellCubic;
}

}  // namespace

Image resize(const Image& image, int width, int height, Interpolation interpolation) {
  return resize_window(image, width, height, interpolation, {0, 0, width, height});
}

Image resize_window(const Image& image, int64_t width, int64_t height, Interpolation interpolation,
                    const Window& window) {
  if (image.width < 1 || image.height < 1 || window.width < 1 || window.height < 1) {
    throw Error(Code::InvalidArgument, "a picture of {} x {} pixels cannot be resized to {} x {}",
                image.width, image.height, window.width, window.height);
  }
  if (window.left < 0 || window.top < 0 || window.left + window.width > width ||
      window.top + window.height > height) {
    throw Error(Code::InvalidArgument, "a window of {} x {} at {}, {} does not lie in {} x {}",
                window.width, window.height, window.left, window.top, width, height);
  }
  const bool same_width = same(columns_of(image), width);
  const bool same_height = same(rows_of(image), height);
  if (same_width && same_height) return crop(image, window);
  if (interpolation == Interpolation::Nearest) {
    return resize_nearest(image, width, height, window);
  }
  // Pillow's order: first along the rows, of those rows that the second pass reads.
  int first_row = static_cast<int>(same_height ? window.top : 0);
  int rows = window.height;
  AxisWeights vertical;
  const bool along_columns = !same_height || blurs(interpolation);
  if (along_columns) {
    vertical = axis_weights(interpolation, rows_of(image), height, window.top, window.height);
    first_row = vertical.first.front();
    rows = vertical.first.back() + vertical.count.back() - first_row;
  }
  Image between;
  if (!same_width || blurs(interpolation)) {
    const AxisWeights horizontal =
        axis_weights(interpolation, columns_of(image), width, window.left, window.width);
    between = horizontal_pass(image, first_row, rows, horizontal);
  } else {
    between = crop(image, {window.left, first_row, window.width, rows});
  }
  return along_columns ? vertical_pass(between, first_row, vertical) : between;
}

}  // namespace sempurna
