#pragma once

#include "tensor/device.h"
#include "tensor/tensor.h"

namespace sempurna {

/// What a model reads at once: pictures or packed texts, and their labels when known. All but the
/// offsets lie on the model's device; how a batch is cut is decided on the host.
struct Batch {
  Tensor pixels;  ///< [B, 3, Y, X] fp32, channels-last, normalised; undefined for texts
  Tensor
      token_ids;  ///< [N] int64, the texts one after another, never padded; undefined for pictures
  Tensor segments;   ///< [N] int64 token types, or undefined: all zero
  Tensor positions;  ///< [N] int64, counted from 0 in each text
  Tensor offsets;    ///< [B + 1] int32 on the host: where each text starts in N, and N
  Tensor scores;     ///< [B, K] fp32, what words alone say of each text (words/), or undefined
  Tensor labels;     ///< [B] int64 class indices, or undefined

  /// The batch for a model whose tensors lie on `device`.
  Batch on(Device device) const {
    return {on_device(pixels, device),
            on_device(token_ids, device),
            on_device(segments, device),
            on_device(positions, device),
            offsets,
            on_device(scores, device),
            on_device(labels, device)};
  }

  int64_t size() const { return pixels.defined() ? pixels.size(0) : offsets.size(0) - 1; }
};

}  // namespace sempurna
