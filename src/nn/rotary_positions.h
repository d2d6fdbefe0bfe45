#pragma once

#include <cstdint>

#include "nn/graph.h"
#include "tensor/tensor.h"

namespace sempurna {

/// By how much the tokens of a batch are turned.
struct Rotation {
  Tensor cosine;  ///< [N, d / 2] fp32, d the width of a head
  Tensor sine;    ///< the same
};

/// The same in a graph, [T, 1, d / 2].
struct DrawnRotation {
  Value cosine;
  Value sine;
};

/// Rotary positions (Su et al. 2021, arXiv:2104.09864): queries and keys are turned by angles that
/// grow with the token's position, so that their products know how far they stand apart.
class RotaryPositions {
 public:
  /// `width` of a head, even; `theta` the base of the angles' steps, above 0.
  RotaryPositions(int64_t width, double theta);

  /// positions [N] int64.
  Rotation at(const Tensor& positions) const;
  /// Of the first T tokens, T being the second size of `token_ids`.
  DrawnRotation draw(Graph& graph, const Value& token_ids) const;

 private:
  Tensor steps_;  ///< [d / 2] fp32
};

/// x [N, H·d] of any stride, fp32 or bf16, as transformers has it: a head's first half beside its
/// second.
Tensor rotate(const Tensor& x, int64_t heads, const Rotation& rotation);
/// x [B, T, H·d].
Value draw_rotated(Graph& graph, const Value& x, int64_t heads, int64_t width,
                   const DrawnRotation& rotation);

}  // namespace sempurna
