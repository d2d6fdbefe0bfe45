#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/choice.h"
#include "image/image.h"

namespace sempurna {

/// How a picture is resized. All but Nearest are antialiased: when the picture becomes smaller, the
/// kernel grows with the scale.
enum class Interpolation {
  Nearest,
  Bilinear,
  Bicubic,
  Area,
  Lanczos3,
  Lanczos5,
  Gaussian,
  MitchellCubic,
  Box,
  Hamming
};

constexpr std::array<std::string_view, 10> names_of(Interpolation) {
  return {"nearest",  "bilinear", "bicubic",       "area", "lanczos3",
          "lanczos5", "gaussian", "mitchellcubic", "box",  "hamming"};
}

/// A part of a picture.
struct Window {
  int64_t left = 0;
  int64_t top = 0;
  int width = 0;
  int height = 0;
};

/// The picture at `width` x `height`. Nearest, Bilinear, Bicubic, Lanczos3, Box and
/// Hamming are equal to Pillow's Image.resize (LANCZOS is Lanczos3) bit for bit. The others have
/// the kernels of tf.image.resize(antialias=True), computed as Pillow does in 8 bits with one
/// rounding a pass, so a value may differ by one from TensorFlow's rounded one. A picture decoded
/// at a part of its size gives, but for what that lost, what the whole would. Throws
/// InvalidArgument for an empty picture or size.
Image resize(const Image& image, int width, int height, Interpolation interpolation);

/// The part `window` of what resize() to `width` x `height` gives, without making the rest.
/// Throws InvalidArgument when it does not lie inside.
Image resize_window(const Image& image, int64_t width, int64_t height, Interpolation interpolation,
                    const Window& window);

}  // namespace sempurna
