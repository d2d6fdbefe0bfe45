#include "image/preprocess.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/error.h"

namespace sempurna {
namespace {

/// Below this, crop_pct enlarges before the cut; from it on pictures are squeezed (transformers'
/// ConvNextImageProcessor).
constexpr int kSqueezedFrom = 384;

bool squeezed(const Preprocessing& p) {
  return p.crop_pct != 0 && p.shortest_edge >= kSqueezedFrom;
}

bool cuts(const Preprocessing& p) {
  return p.do_center_crop || (p.crop_pct != 0 && !squeezed(p));
}

Size cut_size(const Preprocessing& p) {
  return p.crop_pct != 0 ? Size{p.shortest_edge, p.shortest_edge} : p.crop_size;
}

/// The shorter side to resize to, or 0 when the target is resize_size().
int resize_edge(const Preprocessing& p) {
  if (p.shortest_edge == 0 || squeezed(p)) return 0;
  return static_cast<int>(p.crop_pct != 0 ? p.shortest_edge / p.crop_pct
                                          : p.edge_scale * p.shortest_edge);
}

Size resize_size(const Preprocessing& p) {
  return squeezed(p) ? Size{p.shortest_edge, p.shortest_edge} : p.size;
}

struct WideSize {
  int64_t width;
  int64_t height;
};

WideSize resized(const Image& image, const Preprocessing& p) {
  if (!p.do_resize) return {image.full_width(), image.full_height()};
  const int edge = resize_edge(p);
  if (edge == 0) return {resize_size(p).width, resize_size(p).height};
  const auto longer = [&](int64_t of, int64_t shorter) {
    return static_cast<int64_t>(static_cast<double>(int64_t{edge} * of) /
                                static_cast<double>(shorter));
  };
  // Of the whole picture: the ratio of a reduced one is rounded.
  const int width = image.full_width();
  const int height = image.full_height();
  if (width <= height) return {edge, longer(height, width)};
  return {longer(width, height), edge};
}

/// Along one axis, the part of `from` positions that the middle `cut` are.
struct Cut {
  int64_t start;  ///< in the picture
  int pad;        ///< black before it
  int count;      ///< of the picture
};

Cut middle(int64_t from, int cut, bool to_even) {
  if (from >= cut) {
    const int64_t spare = from - cut;
    const int64_t before = spare / 2;
    return {to_even && spare % 2 == 1 ? before + before % 2 : before, 0, cut};
  }
  const int missing = cut - static_cast<int>(from);
  return {0, (missing + 1) / 2, static_cast<int>(from)};
}

}  // namespace

Size Preprocessing::input_size() const {
  return cuts(*this) ? cut_size(*this) : resize_size(*this);
}

Size Preprocessing::decode_size() const {
  if (!do_resize || decode_whole) return {};
  const int edge = resize_edge(*this);
  return edge != 0 ? Size{edge, edge} : resize_size(*this);
}

Image prepare(const Image& image, const Preprocessing& p) {
  if (image.width < 1 || image.height < 1) {
    throw Error(Code::InvalidArgument, "an empty picture cannot be prepared");
  }
  const WideSize whole = resized(image, p);
  const Size target = p.input_size();
  const Cut across = middle(whole.width, target.width, p.crop_to_even);
  const Cut down = middle(whole.height, target.height, p.crop_to_even);
  Image part = resize_window(image, whole.width, whole.height, p.resample,
                             {across.start, down.start, across.count, down.count});
  if (across.count == target.width && down.count == target.height) return part;
  Image padded(target.width, target.height);
  for (int y = 0; y < part.height; ++y) {
    std::memcpy(padded.row(down.pad + y) + size_t{3} * static_cast<size_t>(across.pad), part.row(y),
                size_t{3} * static_cast<size_t>(part.width));
  }
  return padded;
}

void normalise(const Image& image, const Preprocessing& p, float* out, Layout layout) {
  // Every value that a channel can take, in the reference's order of roundings: scaled in double,
  // the rest in float.
  std::array<std::array<float, 256>, 3> table;
  for (size_t channel = 0; channel < 3; ++channel) {
    const auto mean = static_cast<float>(p.image_mean[channel]);
    const auto deviation = static_cast<float>(p.image_std[channel]);
    for (size_t value = 0; value < 256; ++value) {
      auto x = static_cast<float>(p.do_rescale ? static_cast<double>(value) * p.rescale_factor
                                               : static_cast<double>(value));
      if (p.do_rescale && p.rescale_offset) x -= 1;
      if (p.do_normalize) x = (x - mean) / deviation;
      if (p.include_top) x /= deviation;
      table[channel][value] = x;
    }
  }
  const size_t count = image.pixels.size() / 3;
  const uint8_t* pixel = image.pixels.data();
  if (layout == Layout::Nhwc) {
    for (size_t i = 0; i < count; ++i, pixel += 3, out += 3) {
      for (size_t channel = 0; channel < 3; ++channel)
        out[channel] = table[channel][pixel[channel]];
    }
    return;
  }
  for (size_t i = 0; i < count; ++i, pixel += 3) {
    for (size_t channel = 0; channel < 3; ++channel) {
      out[channel * count + i] = table[channel][pixel[channel]];
    }
  }
}

}  // namespace sempurna
