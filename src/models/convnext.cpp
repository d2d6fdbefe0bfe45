#include "models/convnext.h"

#include <ATen/ATen.h>

#include <numeric>

#include "kernels/convolution.h"
#include "kernels/linear.h"
#include "kernels/pool.h"
#include "models/convnext_config.h"
#include "models/picture_model.h"
#include "nn/draw.h"
#include "nn/layer_norm.h"
#include "nn/stochastic_depth.h"

namespace sempurna {
namespace {

const std::vector<int64_t> kChannelsLast = {0, 2, 3, 1};
const std::vector<int64_t> kChannelsFirst = {0, 3, 1, 2};

/// [B, C, Y, X] normalised over the channels of each place, which lie beside each other in memory.
Tensor normalised(const LayerNorm& norm, const Tensor& x) {
  return norm(x.permute(kChannelsLast)).permute(kChannelsFirst);
}

Value draw_normalised(Graph& graph, const LayerNorm& norm, const Value& x) {
  const Value last = graph.node("Transpose", {x}, {{"perm", kChannelsLast}});
  return graph.node("Transpose", {norm.draw(graph, last)}, {{"perm", kChannelsFirst}});
}

/// A convolution with a bias, of patches or of single channels.
class Convolution {
 public:
  Convolution(const ParameterSource& source, int64_t in, int64_t out, int64_t kernel,
              int64_t stride, int64_t groups)
      : weight_(source.parameter("weight", {out, in / groups, kernel, kernel}, Init::normal(0.02))),
        bias_(source.parameter("bias", {out}, Init::zeros())),
        stride_(stride),
        groups_(groups),
        side_(stride == 1 ? kernel / 2 : 0) {}

  Tensor operator()(const Tensor& x) const {
    return kernels::conv2d(x, weight_, bias_, stride_, {side_, side_, side_, side_}, groups_);
  }

  Value draw(Graph& graph, const Value& x) const {
    return graph.node("Conv", {x, graph.constant(weight_), graph.constant(bias_)},
                      {{"strides", std::vector<int64_t>{stride_, stride_}},
                       {"pads", std::vector<int64_t>{side_, side_, side_, side_}},
                       {"group", groups_}});
  }

 private:
  Tensor weight_;
  Tensor bias_;
  int64_t stride_;
  int64_t groups_;
  int64_t side_;
};

/// A layer of each place, with whichever number of dimensions its weight is published.
class PlaceLayer {
 public:
  PlaceLayer(const ParameterSource& source, int64_t in, int64_t out, bool pointwise)
      : weight_(source.parameter(
            "weight",
            pointwise ? std::vector<int64_t>{out, in, 1, 1} : std::vector<int64_t>{out, in},
            Init::normal(0.02))),
        bias_(source.parameter("bias", {out}, Init::zeros())) {}

  Tensor operator()(const Tensor& x, kernels::Activation activation) const {
    return kernels::linear(x, weight_.flatten(1), bias_, activation);
  }

  Value draw(Graph& graph, const Value& x, kernels::Activation activation) const {
    return draw_linear(graph, x, weight_.flatten(1), bias_, activation);
  }

 private:
  Tensor weight_;
  Tensor bias_;
};

class Block {
 public:
  Block(const ParameterSource& source, const ConvNextNames::Block& names,
        const ConvNextConfig& config, int64_t width, double drop_rate)
      : convolution_(source.scope(names.convolution), width, width, 7, 1, width),
        norm_(source.scope(names.norm), width, kConvNextEps),
        inner_(source.scope(names.inner), width, 4 * width, config.pointwise),
        output_(source.scope(names.output), 4 * width, width, config.pointwise),
        activation_(config.activation),
        drop_rate_(drop_rate) {
    if (config.scale == 0) return;
    const bool three = config.naming == Naming::Torchvision;
    scale_ = source.parameter(
        names.scale, three ? std::vector<int64_t>{width, 1, 1} : std::vector<int64_t>{width},
        Init::constant(config.scale));
  }

  Tensor operator()(const Tensor& x, const Pass& pass) const {
    Tensor y = norm_(convolution_(x).permute(kChannelsLast));
    y = output_(inner_(y, activation_), kernels::Activation::None);
    if (scale_.defined()) y = y * scale_.flatten().to(y.scalar_type());
    return x + stochastic_depth(y.permute(kChannelsFirst), pass.backbone_rate(drop_rate_),
                                pass.next_seed());
  }

  Value draw(Graph& graph, const Value& x) const {
    const Value last =
        graph.node("Transpose", {convolution_.draw(graph, x)}, {{"perm", kChannelsLast}});
    Value y = inner_.draw(graph, norm_.draw(graph, last), activation_);
    y = output_.draw(graph, y, kernels::Activation::None);
    if (scale_.defined()) y = graph.node("Mul", {y, graph.constant(scale_.flatten())});
    return graph.node("Add", {x, graph.node("Transpose", {y}, {{"perm", kChannelsFirst}})});
  }

 private:
  Convolution convolution_;
  LayerNorm norm_;
  PlaceLayer inner_;
  PlaceLayer output_;
  Tensor scale_;
  kernels::Activation activation_;
  double drop_rate_;
};

/// Half the rows and columns for the next stage.
struct Smaller {
  LayerNorm norm;
  Convolution convolution;
};

class ConvNext final : public PictureModel {
 public:
  ConvNext(const ParameterSource& source, const ConvNextConfig& config, int64_t classes)
      : PictureModel(config.colours),
        stem_(source.scope(names_of(config).stem), config.colours, config.widths.front(),
              config.patch, config.patch, 1),
        stem_norm_(source.scope(names_of(config).stem_norm), config.widths.front(), kConvNextEps) {
    const auto blocks = std::accumulate(config.depths.begin(), config.depths.end(), int64_t{0});
    int64_t place = 0;
    for (size_t stage = 0; stage < config.widths.size(); ++stage) {
      const int64_t width = config.widths[stage];
      if (stage > 0) {
        const auto [norm, convolution] = smaller_names(config, stage);
        const int64_t before = config.widths[stage - 1];
        smaller_.push_back({LayerNorm(source.scope(norm), before, kConvNextEps),
                            Convolution(source.scope(convolution), before, width, 2, 2, 1)});
      }
      for (int64_t block = 0; block < config.depths[stage]; ++block, ++place) {
        const double share =
            blocks > 1 ? static_cast<double>(place) / static_cast<double>(blocks - 1) : 0;
        stages_.resize(stage + 1);
        stages_.back().emplace_back(source, block_names(config, stage, block), config, width,
                                    config.drop_rate * share);
      }
    }
    last_norm_ =
        LayerNorm(source.scope(names_of(config).last_norm), config.widths.back(), config.last_eps);
    classifier_ = picture_head(source, names_of(config).head, config.widths.back(), classes);
    parameters_ = source.asked();
  }

 private:
  Tensor backbone(const Tensor& pixels, const Pass& pass) override {
    Tensor x = normalised(stem_norm_, stem_(pixels));
    for (size_t stage = 0; stage < stages_.size(); ++stage) {
      if (stage > 0) {
        const auto& [norm, convolution] = smaller_[stage - 1];
        x = convolution(normalised(norm, x));
      }
      for (const Block& block : stages_[stage]) x = block(x, pass);
    }
    return last_norm_(kernels::global_average_pool(x));
  }

  Value draw_backbone(Graph& graph, const Value& pixels) const override {
    Value x = draw_normalised(graph, stem_norm_, stem_.draw(graph, pixels));
    for (size_t stage = 0; stage < stages_.size(); ++stage) {
      if (stage > 0) {
        const auto& [norm, convolution] = smaller_[stage - 1];
        x = convolution.draw(graph, draw_normalised(graph, norm, x));
      }
      for (const Block& block : stages_[stage]) x = block.draw(graph, x);
    }
    return last_norm_.draw(graph, draw_average_pool(graph, x));
  }

  Convolution stem_;
  LayerNorm stem_norm_;
  std::vector<Smaller> smaller_;
  std::vector<std::vector<Block>> stages_;
  LayerNorm last_norm_;
};

}  // namespace

std::unique_ptr<Model> build_convnext(const ModelRequest& request) {
  return std::make_unique<ConvNext>(picture_source(request, "convnext"),
                                    read_convnext_config(request), request.classes);
}

}  // namespace sempurna
