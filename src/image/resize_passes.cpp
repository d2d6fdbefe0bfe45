#include "image/resize_passes.h"

#include <algorithm>

#include "image/resize_rows.h"

namespace sempurna {

Image horizontal_pass(const Image& image, int first_row, int rows, const AxisWeights& axis) {
  static const RowFunctions functions = row_functions();
  const Taps taps{axis.first.data(), axis.count.data(), axis.weights.data(), axis.taps,
                  axis.outputs()};
  const size_t bytes = size_t{3} * static_cast<size_t>(image.width);
  Image result(axis.outputs(), rows);
  for (int y = 0; y < rows; ++y) {
    const uint8_t* row = image.row(first_row + y);
    if (row + bytes + kRowPadding <= image.pixels.data() + image.pixels.size()) {
      functions.horizontal(row, taps, result.row(y));
    } else {
      std::vector<uint8_t> padded(bytes + kRowPadding);
      std::copy(row, row + bytes, padded.begin());
      functions.horizontal(padded.data(), taps, result.row(y));
    }
  }
  return result;
}

Image vertical_pass(const Image& image, int first_row, const AxisWeights& axis) {
  static const RowFunctions functions = row_functions();
  Image result(image.width, axis.outputs());
  const size_t bytes = size_t{3} * static_cast<size_t>(image.width);
  for (int y = 0; y < result.height; ++y) {
    const auto at = static_cast<size_t>(y);
    functions.vertical(image.row(axis.first[at] - first_row), bytes,
                       axis.weights.data() + at * static_cast<size_t>(axis.taps), axis.count[at],
                       result.row(y));
  }
  return result;
}

}  // namespace sempurna
