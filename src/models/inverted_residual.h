#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/model.h"
#include "nn/conv_norm.h"
#include "nn/linear.h"

namespace sempurna {

/// An inverted residual (Sandler et al. 2018): expansion to many channels, a convolution of each,
/// projection to few; in EfficientNet the many are weighed before the projection.
struct InvertedResidual {
  int64_t in = 0;
  int64_t expanded = 0;
  int64_t squeezed = 0;  ///< of the layers that weigh channels; 0: they are not weighed
  int64_t out = 0;
  int64_t kernel = 3;
  int64_t stride = 1;
  int64_t dilation = 1;
  Sides sides = Sides::Even;
  bool expands = true;
  bool fused = false;         ///< one full convolution expands, in place of two
  bool residual = false;      ///< the block's input is added to what it makes
  bool begins_stage = false;  ///< of blocks whose pictures are of one size; for timm's names
  std::optional<kernels::Activation> activation;  ///< none: the network's
  /// How often the residual branch is left out in training; none: never, and no chance is drawn.
  std::optional<double> drop_rate;
  ConvNames expand_names;
  ConvNames depthwise_names;
  ConvNames project_names;
  std::string reduce;  ///< scopes of the squeeze and excitation
  std::string restore;
};

/// How the blocks weigh channels.
struct Squeeze {
  std::optional<kernels::Activation> activation;  ///< none: the network's
  bool hard = false;  ///< max(0, min(1, x / 6 + 1/2)) in place of the sigmoid
};

/// A layer between pooling and head, with the network's activation.
struct HiddenLayer {
  std::string name;
  int64_t width = 0;
  WeightShape shape = WeightShape::Matrix;
};

/// A network of them: a stem, the blocks, a last layer, pooling, and a head of one layer.
struct InvertedResidualConfig {
  int64_t colours = 3;
  int64_t stem = 32;
  Sides stem_sides = Sides::Even;
  std::vector<InvertedResidual> blocks;
  int64_t features = 1280;
  kernels::Activation activation = kernels::Activation::Relu6;
  Squeeze squeeze;
  BatchNormOptions norm;
  ConvNames stem_names;
  ConvNames last_names;
  std::optional<HiddenLayer> hidden;
  std::string head;
  bool max_pool = false;  ///< before the head, in place of the mean
};

/// `channels` as a multiple of `divisor`, at least `least`, and never below nine tenths of them:
/// how the papers' code scales widths.
int64_t round_channels(double channels, int64_t divisor, int64_t least);

/// A convolution and its normalisation as members `first` and `first` + 1 of a sequence.
ConvNames numbered(const std::string& sequence, int first = 0);

/// Names stem, blocks, last layer and head as timm does.
void name_as_timm(InvertedResidualConfig& config);

/// With `prefix` before the names of Hugging Face's checkpoints (see picture_source). Throws
/// InvalidArgument when the checkpoint does not fit.
std::unique_ptr<Model> build_inverted_residual(const ModelRequest& request, std::string_view prefix,
                                               const InvertedResidualConfig& config);

}  // namespace sempurna
