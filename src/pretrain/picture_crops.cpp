#include "pretrain/picture_crops.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "base/parallel.h"
#include "base/usable_threads.h"
#include "data/batching.h"
#include "image/decode.h"
#include "pretrain/formula_pictures.h"

namespace sempurna {

namespace {

constexpr int kLeastSide = 64;
constexpr int kMostShortSide = 448;  ///< kept so large; memory is bounded by it

bool is_picture(const fs::path& file) {
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return ending == ".jpg" || ending == ".jpeg" || ending == ".png" || ending == ".webp";
}

std::vector<fs::path> picture_files(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && !entry.is_symlink() && is_picture(entry.path()))
      files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::optional<Image> read(const fs::path& file) {
  try {
    const MappedFile mapped(file);
    Image image = decode(mapped.bytes());
    const int least = std::min(image.width, image.height);
    if (least < kLeastSide) return std::nullopt;
    if (least <= kMostShortSide) return image;
    const double scale = static_cast<double>(kMostShortSide) / least;
    return resize(image, static_cast<int>(std::lround(image.width * scale)),
                  static_cast<int>(std::lround(image.height * scale)), Interpolation::Bilinear);
  } catch (const Error&) {
    return std::nullopt;  // icons, broken and foreign files lie among them
  }
}

Image cut(const Image& image, int left, int top, int width, int height) {
  Image part(width, height);
  for (int y = 0; y < height; ++y) {
    const uint8_t* from = image.row(top + y) + 3 * static_cast<size_t>(left);
    std::copy_n(from, 3 * static_cast<size_t>(width), part.row(y));
  }
  return part;
}

/// Brightness, contrast and saturation, each by up to 40 %, after a mirror image in half of the
/// cases.
void change(Image& image, Random& random) {
  if (random.below(2) == 1) {
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width / 2; ++x)
        std::swap_ranges(image.row(y) + 3 * x, image.row(y) + 3 * x + 3,
                         image.row(y) + 3 * (image.width - 1 - x));
    }
  }
  const bool is_changed = random.uniform() < 0.8;
  const double light = random.uniform(0.6, 1.4);
  const double contrast = random.uniform(0.6, 1.4);
  const double saturation = random.uniform(0.6, 1.4);
  if (!is_changed) return;
  for (size_t k = 0; k < image.pixels.size(); k += 3) {
    uint8_t* pixel = image.pixels.data() + k;
    const double grey = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    for (int c = 0; c < 3; ++c) {
      const double coloured = grey + saturation * (pixel[c] - grey);
      pixel[c] =
          static_cast<uint8_t>(std::clamp(light * (128 + contrast * (coloured - 128)), 0.0, 255.0));
    }
  }
}

}  // namespace

PictureCrops::PictureCrops(const ImageRecipe& recipe, const fs::path& data)
    : preprocessing_(preprocessing_from_json(recipe.preprocessor, "the recipe's preprocessor")),
      side_(recipe.teacher_size),
      formulas_(recipe.formulas),
      mixed_(recipe.mixed),
      seed_(recipe.seed),
      labels_(static_cast<size_t>(recipe.steps * recipe.batch), 0) {
  preprocessing_.crop_size = {side_, side_};
  double shares = 0;
  for (const auto& [folder, share] : recipe.pictures) {
    const std::vector<fs::path> files = picture_files(data / folder);
    std::vector<std::optional<Image>> read_ones(files.size());
    parallel_for(std::ssize(files), usable_threads(), [&](int64_t k) {
      read_ones[static_cast<size_t>(k)] = read(files[static_cast<size_t>(k)]);
    });
    Collection collection{shares += share, {}};
    for (auto& image : read_ones) {
      if (image) collection.pictures.push_back(std::move(*image));
    }
    if (collection.pictures.empty())
      throw Error(Code::NotFound, "{} holds no pictures", (data / folder).string());
    fmt::print("{}: {} pictures\n", folder, collection.pictures.size());
    collections_.push_back(std::move(collection));
  }
}

Batch PictureCrops::make(std::span<const int64_t> positions) const {
  return room_for_pictures(std::ssize(positions), preprocessing_);
}

void PictureCrops::fill(Batch& batch, int64_t k, int64_t position, uint64_t epoch,
                        bool /*augment*/) const {
  Random random(mix(seed_, epoch, static_cast<uint64_t>(position)));
  Image image = draw(random);
  if (random.uniform() < mixed_) {
    const Image other = draw(random);
    const double share = random.uniform();
    for (size_t p = 0; p < image.pixels.size(); ++p) {
      image.pixels[p] = static_cast<uint8_t>(std::lerp(
          static_cast<double>(image.pixels[p]), static_cast<double>(other.pixels[p]), share));
    }
  }
  put_picture(batch, k, image, preprocessing_);
}

Image PictureCrops::draw(Random& random) const {
  Image image =
      random.uniform() < formulas_ ? draw_formula(side_, random.next()) : draw_part(random);
  change(image, random);
  return image;
}

Image PictureCrops::draw_part(Random& random) const {
  const double drawn = random.uniform(0, collections_.back().up_to);
  const auto from =
      std::ranges::find_if(collections_, [&](const Collection& one) { return drawn < one.up_to; });
  const Image& image = from->pictures[random.below(from->pictures.size())];
  const double area = std::exp(random.uniform(std::log(0.15), 0));
  const double ratio = std::exp(random.uniform(std::log(0.75), std::log(4.0 / 3)));
  const double length = std::sqrt(area * image.width * image.height);
  const int width = std::clamp(static_cast<int>(length * std::sqrt(ratio)), 16, image.width);
  const int height = std::clamp(static_cast<int>(length / std::sqrt(ratio)), 16, image.height);
  const int left = static_cast<int>(random.below(static_cast<uint64_t>(image.width - width + 1)));
  const int top = static_cast<int>(random.below(static_cast<uint64_t>(image.height - height + 1)));
  return resize(cut(image, left, top, width, height), side_, side_, Interpolation::Bilinear);
}

}  // namespace sempurna
