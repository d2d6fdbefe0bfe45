#include "image/processor_defaults.h"

namespace sempurna {
namespace {

using Channels = std::array<double, 3>;
using Cut = ProcessorDefaults::Cut;

constexpr Channels kHalves = {0.5, 0.5, 0.5};
constexpr Channels kImageNetMean = {0.485, 0.456, 0.406};
constexpr Channels kImageNetDeviation = {0.229, 0.224, 0.225};
constexpr Channels kClipMean = {0.48145466, 0.4578275, 0.40821073};
constexpr Channels kClipDeviation = {0.26862954, 0.26130258, 0.27577711};

constexpr auto kBilinear = Interpolation::Bilinear;
constexpr auto kBicubic = Interpolation::Bicubic;
constexpr auto kNearest = Interpolation::Nearest;

// name, size, keeps_ratio, resample, cut, crop_size, crop_pct, edge_scale, mean, deviation
constexpr std::array<ProcessorDefaults, 10> kProcessors = {{
    {"Beit", 256, false, kBicubic, Cut::Unasked, 224, 0, 1, kHalves, kHalves},
    {"Bit", 224, true, kBicubic, Cut::Unasked, 224, 0, 1, kClipMean, kClipDeviation},
    {"CLIP", 224, true, kBicubic, Cut::Unasked, 224, 0, 1, kClipMean, kClipDeviation},
    {"ConvNext", 384, true, kBilinear, Cut::Never, 0, 224.0 / 256, 1, kHalves, kHalves},
    {"DeiT", 256, false, kBicubic, Cut::Unasked, 224, 0, 1, kHalves, kHalves},
    {"EfficientNet", 346, false, kNearest, Cut::Asked, 289, 0, 1, kHalves, kHalves},
    {"Levit", 224, true, kBicubic, Cut::Unasked, 224, 0, 256.0 / 224, kImageNetMean,
     kImageNetDeviation},
    {"MobileNetV1", 256, true, kBilinear, Cut::Unasked, 224, 0, 1, kHalves, kHalves},
    {"MobileNetV2", 256, true, kBilinear, Cut::Unasked, 224, 0, 1, kHalves, kHalves},
    {"ViT", 224, false, kBilinear, Cut::Never, 0, 0, 1, kHalves, kHalves},
}};

}  // namespace

const ProcessorDefaults* processor_defaults(std::string_view processor) {
  const size_t end = processor.find("ImageProcessor");  // "Fast" or "Pil" may follow
  if (end == std::string_view::npos) return nullptr;
  for (const ProcessorDefaults& defaults : kProcessors) {
    if (defaults.name == processor.substr(0, end)) return &defaults;
  }
  return nullptr;
}

}  // namespace sempurna
