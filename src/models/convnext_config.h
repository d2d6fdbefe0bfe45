#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kernels/activation.h"
#include "models/model.h"
#include "models/naming.h"
#include "nn/linear.h"

namespace sempurna {

struct ConvNextConfig {
  int64_t colours = 3;
  int64_t patch = 4;  ///< pixels a side that the stem makes one of
  std::vector<int64_t> widths = {96, 192, 384, 768};
  std::vector<int64_t> depths = {3, 3, 9, 3};
  kernels::Activation activation = kernels::Activation::Gelu;
  double last_eps = 1e-6;  ///< of the last norm; that of all others is kConvNextEps
  double drop_rate = 0;    ///< of the last branch
  double scale = 1e-6;     ///< what each branch's factors of its channels begin at; 0: it has none
  WeightShape layer_shape = WeightShape::Matrix;
  Naming naming = Naming::HuggingFace;
};

inline constexpr double kConvNextEps = 1e-6;

/// Where a stage's parts lie. A block's are scopes but for `scale`, the name of a tensor.
struct ConvNextNames {
  struct Block {
    std::string convolution;
    std::string norm;
    std::string inner;
    std::string output;
    std::string scale;
  };
  std::string stem;
  std::string stem_norm;
  std::string last_norm;
  std::string head;
};

ConvNextNames names_of(const ConvNextConfig& config);
/// The norm and the convolution before a stage but the first.
std::pair<std::string, std::string> smaller_names(const ConvNextConfig& config, size_t stage);
ConvNextNames::Block block_names(const ConvNextConfig& config, size_t stage, int64_t block);

/// From config.json, and from the checkpoint's names where they are not Hugging Face's. Throws
/// InvalidArgument naming the field.
ConvNextConfig read_convnext_config(const ModelRequest& request);

}  // namespace sempurna
