#include "image/resize_weights.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace sempurna {
namespace {

double sinc(double x) {
  if (x == 0) return 1;
  x *= M_PI;
  return std::sin(x) / x;
}

double triangle(double x) {
  x = std::abs(x);
  return x < 1 ? 1 - x : 0;
}

/// Keys' cubic with a = -0.5, written as Pillow writes it so that it rounds alike.
double keys_cubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

double lanczos3(double x) {
  return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
}

double lanczos5(double x) {
  return std::abs(x) <= 5 ? sinc(x) * sinc(x / 5) : 0;
}

/// TensorFlow's: radius 1.5, sigma a third of it.
double gaussian(double x) {
  return std::abs(x) < 1.5 ? std::exp(-x * x / (2 * 0.5 * 0.5)) : 0;
}

double mitchell_cubic(double x) {
  x = std::abs(x);
  if (x >= 2) return 0;
  if (x >= 1) return ((-7.0 / 18.0 * x + 2.0) * x - 10.0 / 3.0) * x + 16.0 / 9.0;
  return ((7.0 / 6.0 * x - 2.0) * x) * x + 8.0 / 9.0;
}

double box(double x) {
  return x > -0.5 && x <= 0.5 ? 1 : 0;
}

/// A sinc to its first zeros, under Hamming's window.
double hamming(double x) {
  x = std::abs(x);
  return x < 1 ? sinc(x) * (0.54 + 0.46 * std::cos(x * M_PI)) : 0;
}

struct Kernel {
  double (*value)(double);
  double radius;
};

Kernel kernel_of(Interpolation interpolation) {
  switch (interpolation) {
    case Interpolation::Bilinear:
      return {triangle, 1};
    case Interpolation::Bicubic:
      return {keys_cubic, 2};
    case Interpolation::Lanczos3:
      return {lanczos3, 3};
    case Interpolation::Lanczos5:
      return {lanczos5, 5};
    case Interpolation::Gaussian:
      return {gaussian, 1.5};
    case Interpolation::MitchellCubic:
      return {mitchell_cubic, 2};
    case Interpolation::Box:
      return {box, 0.5};
    case Interpolation::Hamming:
      return {hamming, 1};
    case Interpolation::Area:
    case Interpolation::Nearest:
      break;
  }
  ensure(false, "Area and Nearest are no kernels");
  return {};
}

struct Span {
  int first;
  int end;
};

/// The inputs under the kernel at `center`, by Pillow's rounding.
Span pillow_span(double center, double support, int input) {
  const int first = static_cast<int>(std::max(center - support + 0.5, 0.0));
  const int end = static_cast<int>(std::min(center + support + 0.5, static_cast<double>(input)));
  return {first, end};
}

/// The same by TensorFlow's (ScaleAndTranslate).
Span tensorflow_span(double center, double support, int input) {
  const auto clamp = [&](double x) {
    return static_cast<int>(std::clamp(x, 0.0, static_cast<double>(input - 1)));
  };
  return {clamp(std::ceil(center - support - 0.5)), clamp(std::floor(center + support - 0.5)) + 1};
}

bool is_pillows(Interpolation interpolation) {
  return interpolation == Interpolation::Bilinear || interpolation == Interpolation::Bicubic ||
         interpolation == Interpolation::Lanczos3 || interpolation == Interpolation::Box ||
         interpolation == Interpolation::Hamming;
}

int32_t fixed_point(double weight) {
  const double scaled = weight * (1 << AxisWeights::kPrecision);
  return static_cast<int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

/// Appends one output position's inputs and weights, which need not sum to one yet.
void append(AxisWeights& axis, int first, std::vector<double>& weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  const size_t at = axis.weights.size();
  axis.weights.resize(at + static_cast<size_t>(axis.taps));
  for (size_t i = 0; i < weights.size(); ++i) {
    if (sum != 0) weights[i] /= sum;
    axis.weights[at + i] = fixed_point(weights[i]);
  }
  axis.first.push_back(first);
  axis.count.push_back(static_cast<int>(weights.size()));
}

AxisWeights kernel_weights(Interpolation interpolation, const AxisInput& input, int64_t output,
                           int64_t start, int count) {
  const Kernel kernel = kernel_of(interpolation);
  const double scale = input.extent / static_cast<double>(output);
  const double filter_scale = std::max(scale, 1.0);
  const double support = kernel.radius * filter_scale;
  AxisWeights axis;
  axis.taps = std::min(static_cast<int>(std::ceil(support)) * 2 + 1, input.size);
  std::vector<double> weights;
  const double shrink = 1.0 / filter_scale;
  for (int64_t x = start; x < start + count; ++x) {
    const double center = input.begin + (static_cast<double>(x) + 0.5) * scale;
    const Span span = is_pillows(interpolation) ? pillow_span(center, support, input.size)
                                                : tensorflow_span(center, support, input.size);
    weights.clear();
    for (int i = span.first; i < span.end; ++i) {
      // In Pillow's order of operations, which the last bit depends on.
      const double position = i - center + 0.5;
      weights.push_back(kernel.value(position * shrink));
    }
    append(axis, span.first, weights);
  }
  return axis;
}

/// Each input counts by the share of it that the output position covers (tf.image's AREA).
AxisWeights area_weights(const AxisInput& input, int64_t output, int64_t start, int count) {
  const double scale = input.extent / static_cast<double>(output);
  AxisWeights axis;
  axis.taps = std::min(static_cast<int>(std::ceil(scale)) + 1, input.size);
  std::vector<double> weights;
  for (int64_t x = start; x < start + count; ++x) {
    const double from = input.begin + static_cast<double>(x) * scale;
    const double to =
        std::min(input.begin + static_cast<double>(x + 1) * scale, static_cast<double>(input.size));
    const int first = std::min(static_cast<int>(from), input.size - 1);
    weights.clear();
    for (int i = first; i < input.size && static_cast<int>(weights.size()) < axis.taps; ++i) {
      const double share = std::min(to, i + 1.0) - std::max(from, static_cast<double>(i));
      if (share <= 0 && !weights.empty()) break;
      weights.push_back(std::max(share, 0.0));
    }
    append(axis, first, weights);
  }
  return axis;
}

}  // namespace

AxisWeights axis_weights(Interpolation interpolation, const AxisInput& input, int64_t output,
                         int64_t start, int count) {
  return interpolation == Interpolation::Area
             ? area_weights(input, output, start, count)
             : kernel_weights(interpolation, input, output, start, count);
}

std::vector<int> nearest_positions(const AxisInput& input, int64_t output, int64_t start,
                                   int count) {
  const double step = input.extent / static_cast<double>(output);
  std::vector<int> positions;
  positions.reserve(static_cast<size_t>(count));
  // Pillow adds the step up from the left edge and does not multiply; its rounding is kept where
  // that is affordable.
  constexpr int64_t kSummed = 1 << 20;
  double at = input.begin + step * 0.5;
  const int64_t skipped = std::min(start, kSummed);
  for (int64_t i = 0; i < skipped; ++i) at += step;
  if (start > skipped) at = input.begin + (static_cast<double>(start) + 0.5) * step;
  for (int i = 0; i < count; ++i, at += step) {
    positions.push_back(std::min(static_cast<int>(at), input.size - 1));
  }
  return positions;
}

}  // namespace sempurna
