#include <algorithm>
#include <array>
#include <cmath>

#include "catalog/families.h"
#include "image/preprocess.h"
#include "image/preprocess_reader.h"
#include "image/processor_defaults.h"

namespace sempurna {
namespace {

using Cut = ProcessorDefaults::Cut;

void read_size(const PreprocessReader& reader, const ProcessorDefaults* defaults,
               Preprocessing& p) {
  const Json* size = reader.find("size");
  const bool keeps_ratio = defaults != nullptr && defaults->keeps_ratio;
  if (size == nullptr && defaults != nullptr) {
    if (keeps_ratio) {
      p.shortest_edge = defaults->size;
    } else {
      p.size = {defaults->size, defaults->size};
    }
    return;
  }
  if (size == nullptr) {
    if (p.do_resize) reader.refuse("size is missing");
    return;
  }
  const bool number = size->is_number();
  if (number && (p.crop_pct != 0 || keeps_ratio)) {
    p.shortest_edge = reader.side(*size, "size");
  } else if (number || !size->is_object() || size->contains("height")) {
    p.size = reader.size(*size, "size");
  } else if (size->size() == 1 && size->contains("shortest_edge")) {
    p.shortest_edge = reader.side((*size)["shortest_edge"], "size.shortest_edge");
  } else {
    reader.refuse("size must have shortest_edge, or height and width, and nothing else");
  }
}

void read_crop(const PreprocessReader& reader, const ProcessorDefaults* defaults,
               Preprocessing& p) {
  const Cut cut = defaults == nullptr ? Cut::Asked : defaults->cut;
  p.do_center_crop = reader.truth("do_center_crop", cut == Cut::Unasked) && cut != Cut::Never;
  if (!p.do_center_crop) return;
  const Json* crop = reader.find("crop_size");
  if (crop == nullptr && defaults == nullptr) reader.refuse("crop_size is missing");
  p.crop_size = crop == nullptr ? Size{defaults->crop_size, defaults->crop_size}
                                : reader.size(*crop, "crop_size");
  p.crop_to_even = reader.truth("crop_to_even", false);
}

// By Pillow's numbers.
constexpr std::array kByNumber = {Interpolation::Nearest,  Interpolation::Lanczos3,
                                  Interpolation::Bilinear, Interpolation::Bicubic,
                                  Interpolation::Box,      Interpolation::Hamming};

Interpolation read_resample(const PreprocessReader& reader, const ProcessorDefaults* defaults) {
  if (reader.find("resample") == nullptr) {
    return defaults == nullptr ? Interpolation::Bilinear : defaults->resample;
  }
  const double number = reader.number("resample", 0);
  for (size_t i = 0; i < kByNumber.size(); ++i) {
    if (number == static_cast<double>(i)) return kByNumber[i];
  }
  reader.refuse(
      "resample {} is not known; 0 (nearest), 1 (Lanczos), 2 (bilinear), 3 (bicubic), 4 (box) and "
      "5 (Hamming) are",
      number);
}

void read_values(const PreprocessReader& reader, const ProcessorDefaults* defaults,
                 Preprocessing& p) {
  p.do_rescale = reader.truth("do_rescale", true);
  p.rescale_factor = reader.number("rescale_factor", 1.0 / 255.0);
  p.rescale_offset = reader.truth("rescale_offset", false);
  p.do_normalize = reader.truth("do_normalize", true);
  p.include_top = p.processor.starts_with("Effi") && reader.truth("include_top", true);
  if (!std::isfinite(p.rescale_factor) || p.rescale_factor <= 0) {
    reader.refuse("rescale_factor must be more than 0");
  }
  if (!p.do_normalize && !p.include_top) return;
  p.image_mean = reader.channels("image_mean", defaults == nullptr ? nullptr : &defaults->mean);
  p.image_std =
      reader.deviations("image_std", defaults == nullptr ? nullptr : &defaults->deviation);
}

void check(const PreprocessReader& reader, const Preprocessing& p) {
  if (p.crop_pct != 0 && (p.crop_pct < 0.1 || p.crop_pct > 1)) {
    reader.refuse("crop_pct must be from 0.1 to 1");
  }
  if (p.crop_pct != 0 && p.shortest_edge == 0) {
    reader.refuse("crop_pct needs size.shortest_edge");
  }
  if (p.input_size().width == 0) {
    reader.refuse(
        "pictures would keep different sizes; give a size of height and width, or a "
        "crop_size with do_center_crop");
  }
}

}  // namespace

Preprocessing preprocessing_from_json(const Json& json, std::string_view what,
                                      std::string_view model_type) {
  const PreprocessReader reader(json, what);
  if (!json.is_object()) reader.refuse("it is not a JSON object");
  Preprocessing p;
  p.processor = reader.text("image_processor_type", "");
  if (p.processor.empty()) p.processor = reader.text("feature_extractor_type", "");
  const Family* family = find_family(model_type);
  if (p.processor.empty() && family != nullptr) p.processor = family->image_processor;
  if (p.processor.ends_with("FeatureExtractor")) {
    p.processor.replace(p.processor.size() - 16, 16, "ImageProcessor");
  }
  const ProcessorDefaults* defaults = processor_defaults(p.processor);
  if (reader.truth("do_pad", false)) reader.refuse("do_pad is not done here");
  p.do_resize = reader.truth("do_resize", true);
  if (defaults == nullptr || defaults->crop_pct != 0) {
    p.crop_pct = reader.number("crop_pct", defaults == nullptr ? 0 : defaults->crop_pct);
  }
  if (defaults != nullptr) p.edge_scale = defaults->edge_scale;
  read_size(reader, defaults, p);
  read_crop(reader, defaults, p);
  p.resample = read_resample(reader, defaults);
  read_values(reader, defaults, p);
  check(reader, p);
  return p;
}

Json to_json(const Preprocessing& p) {
  Json json;
  json["do_resize"] = p.do_resize;
  if (p.shortest_edge != 0) {
    json["size"]["shortest_edge"] = p.shortest_edge;
  } else if (p.size.width != 0) {
    json["size"]["height"] = p.size.height;
    json["size"]["width"] = p.size.width;
  }
  if (p.crop_pct != 0) json["crop_pct"] = p.crop_pct;
  const auto number = std::find(kByNumber.begin(), kByNumber.end(), p.resample);
  if (number == kByNumber.end()) {
    throw Error(Code::InvalidArgument,
                "preprocessor_config.json has no number for the interpolation {}",
                name(p.resample));
  }
  json["resample"] = number - kByNumber.begin();
  json["do_center_crop"] = p.do_center_crop;
  if (p.do_center_crop) {
    json["crop_size"]["height"] = p.crop_size.height;
    json["crop_size"]["width"] = p.crop_size.width;
  }
  if (p.crop_to_even) json["crop_to_even"] = true;
  json["do_rescale"] = p.do_rescale;
  json["rescale_factor"] = p.rescale_factor;
  if (p.rescale_offset) json["rescale_offset"] = true;
  json["do_normalize"] = p.do_normalize;
  json["image_mean"] = p.image_mean;
  json["image_std"] = p.image_std;
  if (p.processor.starts_with("Effi")) json["include_top"] = p.include_top;
  if (!p.processor.empty()) json["image_processor_type"] = p.processor;
  return json;
}

}  // namespace sempurna
