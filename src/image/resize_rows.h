#pragma once

#include <cstddef>
#include <cstdint>

namespace sempurna {

// The inner loops of resizing. All arithmetic is on integers, so every version gives the same bits.

/// What one output pixel of horizontal_row is the sum of.
struct Taps {
  const int* first;
  const int* count;
  const int32_t* weights;  ///< `taps` for each output
  int taps;
  int outputs;
};

/// Bytes after the last pixel of a row that horizontal_row may read.
constexpr size_t kRowPadding = 8;

struct RowFunctions {
  /// One row of RGB pixels, each output the weighted sum of neighbours in `row`.
  void (*horizontal)(const uint8_t* row, const Taps& taps, uint8_t* to);
  /// One row of `bytes` values, each the weighted sum of those above one another in the `count`
  /// rows from `from`, which are `bytes` apart.
  void (*vertical)(const uint8_t* from, size_t bytes, const int32_t* weights, int count,
                   uint8_t* to);
};

RowFunctions plain_row_functions();
/// The fastest of this CPU.
RowFunctions row_functions();

}  // namespace sempurna
