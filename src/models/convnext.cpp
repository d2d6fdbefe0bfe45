#include "models/convnext.h"

#include <ATen/ATen.h>

#include <numeric>

#include "kernels/pool.h"
#include "models/convnext_config.h"
#include "models/picture_model.h"
#include "nn/convolution.h"
#include "nn/draw.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
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

const Init kInit = Init::normal(0.02);

class Block {
 public:
  Block(const ParameterSource& source, const ConvNextNames::Block& names,
        const ConvNextConfig& config, int64_t width, double drop_rate)
      : convolution_(source.scope(names.convolution),
                     {.in = width, .out = width, .kernel = 7, .padding = 3, .groups = width},
                     kInit),
        norm_(source.scope(names.norm), width, kConvNextEps),
        inner_(source.scope(names.inner), width, 4 * width, kInit, config.layer_shape),
        output_(source.scope(names.output), 4 * width, width, kInit, config.layer_shape),
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
    y = output_(inner_(y, activation_));
    if (scale_.defined()) y = y * scale_.flatten().to(y.scalar_type());
    return x + stochastic_depth(y.permute(kChannelsFirst), pass.backbone_rate(drop_rate_),
                                pass.next_seed());
  }

  Value draw(Graph& graph, const Value& x) const {
    const Value last =
        graph.node("Transpose", {convolution_.draw(graph, x)}, {{"perm", kChannelsLast}});
    Value y = inner_.draw(graph, norm_.draw(graph, last), activation_);
    y = output_.draw(graph, y);
    if (scale_.defined()) y = graph.node("Mul", {y, graph.constant(scale_.flatten())});
    return graph.node("Add", {x, graph.node("Transpose", {y}, {{"perm", kChannelsFirst}})});
  }

 private:
  Convolution convolution_;
  LayerNorm norm_;
  Linear inner_;
  Linear output_;
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
        stem_(source.scope(names_of(config).stem),
              {.in = config.colours,
               .out = config.widths.front(),
               .kernel = config.patch,
               .stride = config.patch},
              kInit),
        stem_norm_(source.scope(names_of(config).stem_norm), config.widths.front(), kConvNextEps) {
    const auto blocks = std::accumulate(config.depths.begin(), config.depths.end(), int64_t{0});
    int64_t place = 0;
    for (size_t stage = 0; stage < config.widths.size(); ++stage) {
      const int64_t width = config.widths[stage];
      if (stage > 0) {
        const auto [norm, convolution] = smaller_names(config, stage);
        const int64_t before = config.widths[stage - 1];
        smaller_.push_back(
            {LayerNorm(source.scope(norm), before, kConvNextEps),
             Convolution(source.scope(convolution),
                         {.in = before, .out = width, .kernel = 2, .stride = 2}, kInit)});
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
