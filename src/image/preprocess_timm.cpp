#include <array>
#include <cmath>
#include <utility>

#include "image/preprocess.h"
#include "image/preprocess_reader.h"

namespace sempurna {
namespace {

constexpr double kCropPct = 0.875;  // timm's, where a model has none of its own

Size read_input_size(const PreprocessReader& reader) {
  const Json* value = reader.find("input_size");
  if (value == nullptr) reader.refuse("input_size is missing");
  if (!value->is_array() || value->size() != 3 || (*value)[0] != 3) {
    reader.refuse("input_size must be 3 (the colours), a height and a width");
  }
  return {reader.side((*value)[2], "input_size"), reader.side((*value)[1], "input_size")};
}

Interpolation read_interpolation(const PreprocessReader& reader) {
  constexpr std::array<std::pair<std::string_view, Interpolation>, 6> kByName = {{
      {"nearest", Interpolation::Nearest},
      {"bilinear", Interpolation::Bilinear},
      {"bicubic", Interpolation::Bicubic},
      {"lanczos", Interpolation::Lanczos3},
      {"box", Interpolation::Box},
      {"hamming", Interpolation::Hamming},
  }};
  const std::string wanted = reader.text("interpolation", "bicubic");
  for (const auto& [name, interpolation] : kByName) {
    if (name == wanted) return interpolation;
  }
  reader.refuse(
      "interpolation {} is not known; nearest, bilinear, bicubic, lanczos, box and hamming "
      "are",
      wanted);
}

/// What a picture is resized to, so that the cut takes crop_pct of it.
void read_resize(const PreprocessReader& reader, Preprocessing& p) {
  const double part = reader.number("crop_pct", kCropPct);
  if (!(part >= 0.1 && part <= 1)) reader.refuse("crop_pct must be from 0.1 to 1");
  const auto enlarged = [&](int side) { return static_cast<int>(std::floor(side / part)); };
  const Size whole{enlarged(p.crop_size.width), enlarged(p.crop_size.height)};
  const std::string mode = reader.text("crop_mode", "center");
  if (mode == "squash") {
    p.size = whole;
  } else if (mode != "center") {
    reader.refuse("crop_mode {} is not done here; center and squash are", mode);
  } else if (whole.width != whole.height) {
    reader.refuse("input_size must be as high as wide for crop_mode center");
  } else {
    p.shortest_edge = whole.width;
  }
}

bool is_timms(const Json& config) {
  return config.is_object() && config.contains("architecture") &&
         (config.contains("pretrained_cfg") || config.contains("input_size"));
}

}  // namespace

Preprocessing preprocessing_from_timm(const Json& config, std::string_view what) {
  const auto part = config.find("pretrained_cfg");
  const Json& members = part == config.end() ? config : *part;
  const PreprocessReader reader(members, what);
  if (!members.is_object()) reader.refuse("pretrained_cfg is not a JSON object");
  Preprocessing p;
  p.do_center_crop = true;
  p.crop_to_even = true;
  p.crop_size = read_input_size(reader);
  read_resize(reader, p);
  p.resample = read_interpolation(reader);
  p.image_mean = reader.channels("mean");
  p.image_std = reader.deviations("std");
  return p;
}

Preprocessing load_preprocessing(const fs::path& folder) {
  const fs::path own = folder / "preprocessor_config.json";
  const fs::path timms = folder / "config.json";
  if (!fs::exists(own) && fs::exists(timms)) {
    const Json config = read_json(timms);
    if (is_timms(config)) return preprocessing_from_timm(config, timms.string());
  }
  std::string model_type;
  if (fs::exists(timms)) {
    const Json config = read_json(timms);
    model_type = PreprocessReader(config, timms.string()).text("model_type", "");
  }
  return preprocessing_from_json(read_json(own), own.string(), model_type);
}

}  // namespace sempurna
