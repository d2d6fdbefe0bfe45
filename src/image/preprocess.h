#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/json.h"
#include "image/image.h"
#include "image/resize.h"

namespace sempurna {

struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

/// What is done to a picture before a model sees it, as Hugging Face's preprocessor_config.json
/// says it: resize, cut the middle out, scale the values, subtract the mean and divide by the
/// deviation.
struct Preprocessing {
  bool do_resize = true;
  int shortest_edge = 0;  ///< the shorter side after resizing, the ratio kept; 0: to `size` instead
  Size size;              ///< the size after resizing, when shortest_edge is 0
  /// ConvNeXt's and ResNet's way: below 384, resize to shortest_edge / crop_pct and cut
  /// shortest_edge out; from 384 up resize to a square without regard to the ratio. 0: not used.
  double crop_pct = 0;
  Interpolation resample = Interpolation::Bilinear;
  bool do_center_crop = false;
  Size crop_size;  ///< black is added where the picture is smaller
  bool do_rescale = true;
  double rescale_factor = 1.0 / 255.0;
  bool rescale_offset = false;  ///< EfficientNet's: subtract 1 after scaling
  bool do_normalize = true;
  std::array<double, 3> image_mean = {0.5, 0.5, 0.5};  ///< red, green, blue
  std::array<double, 3> image_std = {0.5, 0.5, 0.5};
  bool include_top = false;  ///< EfficientNet's: divide by image_std a second time
  std::string processor;     ///< image_processor_type, for Hugging Face to find its class

  /// The size of what prepare() makes: the model's input.
  Size input_size() const;

  /// The smallest decoded size (upright) that loses nothing, for DecodeOptions. 0 x 0 when the
  /// picture is needed as it is.
  Size decode_size() const;
};

/// Reads a preprocessor_config.json, its older spellings too (a size that is one number,
/// feature_extractor_type). `what` names it in errors. Throws DataCorrupt naming the member when
/// one is missing, out of range, or asks for what is not done here.
Preprocessing preprocessing_from_json(const Json& json, std::string_view what);

/// The same as JSON. Throws InvalidArgument for an interpolation that Hugging Face has no number
/// for.
Json to_json(const Preprocessing& preprocessing);

/// The picture resized and cut to input_size(). Equal to Hugging Face's image processors, which
/// resize with Pillow.
Image prepare(const Image& image, const Preprocessing& preprocessing);

/// How values follow one another: each pixel's three, or each channel's plane.
enum class Layout { Nhwc, Nchw };

/// Writes height x width x 3 values to `out`.
void normalise(const Image& image, const Preprocessing& preprocessing, float* out, Layout layout);

}  // namespace sempurna
