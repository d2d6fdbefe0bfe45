// Pictures from bytes to what a model sees, on a cloth of batik motifs that is drawn here:
//
//   sempurna_image_bench --benchmark_filter=Decode
//
// Counters: items/s are pictures, bytes/s are those of the files, for Resize of the pixels read;
// one thread.

#include <benchmark/benchmark.h>
#include <png.h>
#include <webp/encode.h>

#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "dataset/batik.h"
#include "image/decode.h"
#include "image/encode.h"
#include "image/inspect.h"
#include "image/preprocess.h"
#include "image/resize.h"

namespace sempurna {
namespace {

constexpr int kWidth = 1024;
constexpr int kHeight = 768;
constexpr int kQuality = 85;

/// Patches of all motifs beside each other: enlarging one of them would leave no detail.
Image draw_cloth() {
  constexpr int kPatch = 128;  // no motif's picture is smaller
  Image cloth(kWidth, kHeight);
  uint64_t key = 0;
  for (int top = 0; top < kHeight; top += kPatch) {
    for (int left = 0; left < kWidth; left += kPatch) {
      const auto motif = static_cast<Batik>(key % kBatikNames.size());
      const Image patch = draw_batik(motif, key++);
      for (int y = 0; y < kPatch; ++y) {
        std::memcpy(cloth.row(top + y) + size_t{3} * static_cast<size_t>(left), patch.row(y),
                    size_t{3} * kPatch);
      }
    }
  }
  return cloth;
}

const Image& cloth() {
  static const Image image = draw_cloth();
  return image;
}

const std::string& jpeg() {
  static const std::string bytes = encode_jpeg(cloth(), kQuality);
  return bytes;
}

std::string encode_png(const Image& image) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.width);
  header.height = static_cast<png_uint_32>(image.height);
  header.format = PNG_FORMAT_RGB;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(header), 0);
  png_alloc_size_t size = bytes.size();
  ensure(png_image_write_to_memory(&header, bytes.data(), &size, 0, image.pixels.data(), 0,
                                   nullptr) != 0,
         "libpng writes a picture");
  bytes.resize(size);
  return bytes;
}

const std::string& png() {
  static const std::string bytes = encode_png(cloth());
  return bytes;
}

std::string encode_webp(const Image& image) {
  uint8_t* data = nullptr;
  const size_t size = WebPEncodeRGB(image.pixels.data(), image.width, image.height, 3 * image.width,
                                    kQuality, &data);
  ensure(size > 0, "libwebp writes a picture");
  std::string bytes(reinterpret_cast<const char*>(data), size);
  WebPFree(data);
  return bytes;
}

const std::string& webp() {
  static const std::string bytes = encode_webp(cloth());
  return bytes;
}

/// Calls `work` again and again, which reads one picture in `bytes` each time.
template <typename Work>
void run(benchmark::State& state, size_t bytes, Work work) {
  for (auto step : state) benchmark::DoNotOptimize(work());
  const auto rounds = static_cast<int64_t>(state.iterations());
  state.SetItemsProcessed(rounds);
  state.SetBytesProcessed(rounds * static_cast<int64_t>(bytes));
}

using File = const std::string& (*)();

void Inspect(benchmark::State& state, File file) {
  const auto bytes = std::as_bytes(std::span(file()));
  run(state, bytes.size(), [&] { return inspect(bytes).width; });
}
BENCHMARK_CAPTURE(Inspect, jpeg, jpeg);
BENCHMARK_CAPTURE(Inspect, png, png);
BENCHMARK_CAPTURE(Inspect, webp, webp);

/// `side` is the one that is needed of the result, 0 for full size.
void Decode(benchmark::State& state, File file, int side) {
  const auto bytes = std::as_bytes(std::span(file()));
  DecodeOptions options;
  options.min_width = options.min_height = side;
  run(state, bytes.size(), [&] { return decode(bytes, options).pixels.back(); });
}
BENCHMARK_CAPTURE(Decode, jpeg, jpeg, 0);
BENCHMARK_CAPTURE(Decode, jpeg_half, jpeg, kHeight / 2);
BENCHMARK_CAPTURE(Decode, jpeg_quarter, jpeg, kHeight / 4);
BENCHMARK_CAPTURE(Decode, jpeg_eighth, jpeg, kHeight / 8);
BENCHMARK_CAPTURE(Decode, png, png, 0);
BENCHMARK_CAPTURE(Decode, webp, webp, 0);

void Resize(benchmark::State& state, Interpolation interpolation) {
  run(state, cloth().pixels.size(),
      [&] { return resize(cloth(), kWidth / 3, kHeight / 3, interpolation).pixels.back(); });
}
BENCHMARK_CAPTURE(Resize, nearest, Interpolation::Nearest);
BENCHMARK_CAPTURE(Resize, bilinear, Interpolation::Bilinear);
BENCHMARK_CAPTURE(Resize, bicubic, Interpolation::Bicubic);
BENCHMARK_CAPTURE(Resize, area, Interpolation::Area);
BENCHMARK_CAPTURE(Resize, lanczos3, Interpolation::Lanczos3);
BENCHMARK_CAPTURE(Resize, lanczos5, Interpolation::Lanczos5);
BENCHMARK_CAPTURE(Resize, gaussian, Interpolation::Gaussian);
BENCHMARK_CAPTURE(Resize, mitchellcubic, Interpolation::MitchellCubic);

/// From a file to normalised values, the usual way of ImageNet: the shorter side to 256, the middle
/// 224 x 224 of that.
void Preprocess(benchmark::State& state, File file) {
  const auto bytes = std::as_bytes(std::span(file()));
  Preprocessing preprocessing;
  preprocessing.shortest_edge = 256;
  preprocessing.do_center_crop = true;
  preprocessing.crop_size = {224, 224};
  const Size needed = preprocessing.decode_size();
  DecodeOptions options;
  options.min_width = needed.width;
  options.min_height = needed.height;
  std::vector<float> values(size_t{3} * 224 * 224);
  run(state, bytes.size(), [&] {
    const Image prepared = prepare(decode(bytes, options), preprocessing);
    normalise(prepared, preprocessing, values.data(), Layout::Nhwc);
    return values.back();
  });
}
BENCHMARK_CAPTURE(Preprocess, jpeg, jpeg);
BENCHMARK_CAPTURE(Preprocess, png, png);
BENCHMARK_CAPTURE(Preprocess, webp, webp);

}  // namespace
}  // namespace sempurna
