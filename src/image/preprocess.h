#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/json.h"
#include "image/image.h"
#include "image/resize.h"

namespace sempurna {

struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

/// What is done to a picture before a model sees it, in the words of Hugging Face's
/// preprocessor_config.json: resize, cut the middle out, scale the values, subtract the mean and
/// divide by the deviation.
struct Preprocessing {
  bool do_resize = true;
  int shortest_edge = 0;  ///< the shorter side after resizing, the ratio kept; 0: to `size` instead
  double edge_scale = 1;  ///< LeViT's: the shorter side becomes int(edge_scale · shortest_edge)
  Size size;              ///< the size after resizing, when shortest_edge is 0
  /// ConvNeXt's and ResNet's way: below 384, resize to shortest_edge / crop_pct and cut
  /// shortest_edge out; from 384 up resize to a square without regard to the ratio. 0: not used.
  double crop_pct = 0;
  Interpolation resample = Interpolation::Bilinear;
  bool do_center_crop = false;
  Size crop_size;  ///< black is added where the picture is smaller
  /// torchvision's and timm's: a cut that would begin at half a pixel begins at the even one beside
  /// it, not at the one before.
  bool crop_to_even = false;
  bool do_rescale = true;
  double rescale_factor = 1.0 / 255.0;
  bool rescale_offset = false;  ///< EfficientNet's: subtract 1 after scaling
  bool do_normalize = true;
  std::array<double, 3> image_mean = {0.5, 0.5, 0.5};  ///< red, green, blue
  std::array<double, 3> image_std = {0.5, 0.5, 0.5};
  bool decode_whole = false;  ///< JPEGs too, not at the smallest part that covers decode_size()
  bool include_top = false;   ///< EfficientNet's: divide by image_std a second time
  std::string processor;      ///< image_processor_type; decides what some of the members mean

  /// The size of what prepare() makes: the model's input.
  Size input_size() const;

  /// The smallest decoded size (upright) that loses nothing, for DecodeOptions. 0 x 0 when the
  /// picture is needed as it is, or decode_whole asks for that.
  Size decode_size() const;
};

/// Reads a preprocessor_config.json, its older spellings too (a size that is one number,
/// feature_extractor_type). What it does not say is its processor's default; where it names none,
/// that of the processor which config.json's `model_type` implies. `what` names it in errors.
/// Throws DataCorrupt naming the member when one is missing, out of range, or asks for what is not
/// done here.
Preprocessing preprocessing_from_json(const Json& json, std::string_view what,
                                      std::string_view model_type = {});

/// The same as JSON; members that only sempurna knows (crop_to_even) are written when they are set.
/// Throws InvalidArgument for an interpolation that Hugging Face has no number for.
Json to_json(const Preprocessing& preprocessing);

/// Reads timm's config.json: the members of "pretrained_cfg", or, as older ones have it, those
/// beside "architecture". They say what timm's evaluation transform does (timm.data,
/// transforms_imagenet_eval) for input_size, crop_pct, crop_mode, interpolation, mean and std; the
/// test_ sizes are left aside, as timm itself does unless asked. `what` names it in errors. Throws
/// DataCorrupt naming the member when one is missing, out of range, or asks for what is not done
/// here.
Preprocessing preprocessing_from_timm(const Json& config, std::string_view what);

/// What is done to the pictures of the model in `folder`: as its preprocessor_config.json says, or,
/// when there is none, timm's config.json. Throws as the two above, and NotFound when neither says
/// it.
Preprocessing load_preprocessing(const fs::path& folder);

/// The picture resized and cut to input_size(). Equal to Hugging Face's image processors and to
/// timm's transforms, which resize with Pillow.
Image prepare(const Image& image, const Preprocessing& preprocessing);

/// How values follow one another: each pixel's three, or each channel's plane.
enum class Layout { Nhwc, Nchw };

/// Writes height x width x 3 values to `out`.
void normalise(const Image& image, const Preprocessing& preprocessing, float* out, Layout layout);

}  // namespace sempurna
