#pragma once

#include "base/random.h"
#include "catalog/choices.h"
#include "image/image.h"

namespace sempurna {

/// What may happen to a training picture, in the terms of Keras' RandomFlip, RandomRotation and
/// RandomZoom.
struct Augmentation {
  Flip flip = Flip::HorizontalAndVertical;  ///< each direction happens in half of the cases
  double rotation = 0.2;  ///< f in [-1, 1]: turned by up to |f| full turns either way
  double zoom = 0.1;      ///< f in [-1, 1]: the sides scaled by 1 / (1 + z), z up to |f| either way
};

/// What happens to one picture: flipped, then turned, then zoomed.
struct Warp {
  bool flip_horizontal = false;
  bool flip_vertical = false;
  double turn = 0;  ///< radians, positive is counter-clockwise
  double zoom = 1;  ///< the part of the picture's side that is shown; above 1 is zoomed out
};

/// Draws four values, whatever the settings.
Warp draw_warp(const Augmentation& augmentation, Random& random);

/// The picture warped about its middle, its size kept: one bilinear interpolation; what lies
/// outside the picture is its mirror image (Keras' fill_mode "reflect").
Image warp(const Image& image, const Warp& warp);

/// warp() by draw_warp().
Image augment(const Image& image, const Augmentation& augmentation, Random& random);

}  // namespace sempurna
