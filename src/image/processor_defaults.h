#pragma once

#include <array>
#include <string_view>

#include "image/resize.h"

namespace sempurna {

/// What an image processor of Hugging Face's transformers does where preprocessor_config.json is
/// silent, and which of the file's members it looks at.
/// Source: the __init__ of each class in transformers' image_processing_*.py.
struct ProcessorDefaults {
  enum class Cut { Never, Unasked, Asked };  ///< do_center_crop: not looked at, true, false

  std::string_view name;  ///< of the class, without "ImageProcessor"
  int size = 0;           ///< pixels
  /// A size that is one number is the shorter side, the default too; otherwise a square's.
  bool keeps_ratio = false;
  Interpolation resample = Interpolation::Bilinear;
  Cut cut = Cut::Never;
  int crop_size = 224;
  double crop_pct = 0;    ///< ConvNeXt's; 0: not looked at
  double edge_scale = 1;  ///< LeViT's: of a shorter side from the file
  std::array<double, 3> mean;
  std::array<double, 3> deviation;
};

/// Of `processor`, an image_processor_type; null when it is not among those known.
const ProcessorDefaults* processor_defaults(std::string_view processor);

}  // namespace sempurna
