#pragma once

#include <map>
#include <string>

#include "models/batch.h"
#include "nn/graph.h"

namespace sempurna {

/// The same examples for a model and for its drawing.
struct Probe {
  Batch batch;
  std::map<std::string, Tensor> inputs;
};

/// `count` examples drawn at random, a pure function of the graph and `seed`: values of pixels, or
/// texts of 1 to `longest` of the tokens that there are, the shorter padded with `padding`.
Probe draw_probe(const Graph& graph, int64_t count, int64_t longest, int64_t padding,
                 uint64_t seed);

/// The largest difference between the two logits, by the larger of 1 and the model's own.
double largest_difference(const Tensor& of_graph, const Tensor& of_model);

}  // namespace sempurna
