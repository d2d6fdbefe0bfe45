#pragma once

#include <cstdint>

#include "image/image.h"

namespace sempurna {

/// A picture that no camera made, as a pure function of `key`: a fractal of affine maps (Kataoka et
/// al. 2020, arXiv:2101.08515), noise of several scales in few colours, overlapping shapes, stripes
/// and rings, or a cloth of batik. They have no licence to ask for and no end.
Image draw_formula(int side, uint64_t key);

}  // namespace sempurna
