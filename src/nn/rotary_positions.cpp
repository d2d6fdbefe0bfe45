#include "nn/rotary_positions.h"

#include <ATen/ATen.h>

#include "base/error.h"
#include "tensor/device.h"

namespace sempurna {

RotaryPositions::RotaryPositions(int64_t width, double theta) {
  ensure(width > 0 && width % 2 == 0 && theta > 0, "heads of an even width");
  // In single precision, as the reference reckons.
  const Tensor shares = at::arange(0, width, 2, at::kFloat) / static_cast<double>(width);
  steps_ = at::pow(theta, shares).reciprocal();
}

Rotation RotaryPositions::at(const Tensor& positions) const {
  const Tensor steps = on_device(steps_, positions.device());
  const Tensor angles = positions.to(at::kFloat).unsqueeze(1) * steps;
  return {angles.cos(), angles.sin()};
}

DrawnRotation RotaryPositions::draw(Graph& graph, const Value& token_ids) const {
  const Value shape = graph.node("Shape", {token_ids});
  const Value length = graph.node("Gather", {shape, graph.number(int64_t{1})}, {{"axis", 0}});
  const Value places =
      graph.node("Range", {graph.number(int64_t{0}), length, graph.number(int64_t{1})});
  const Value column = graph.node("Unsqueeze", {places, graph.list({1, 2})});
  const Value positions = graph.node("Cast", {column}, {{"to", 1}});  // FLOAT
  const Value angles = graph.node("Mul", {positions, graph.constant(steps_)});
  return {graph.node("Cos", {angles}), graph.node("Sin", {angles})};
}

Tensor rotate(const Tensor& x, int64_t heads, const Rotation& rotation) {
  const int64_t width = x.size(1) / heads;
  const Tensor halves = x.to(at::kFloat).reshape({x.size(0), heads, 2, width / 2});
  const Tensor a = halves.select(2, 0);
  const Tensor b = halves.select(2, 1);
  const Tensor cosine = rotation.cosine.unsqueeze(1);
  const Tensor sine = rotation.sine.unsqueeze(1);
  return at::stack({a * cosine - b * sine, b * cosine + a * sine}, 2)
      .view({x.size(0), x.size(1)})
      .to(x.scalar_type());
}

Value draw_rotated(Graph& graph, const Value& x, int64_t heads, int64_t width,
                   const DrawnRotation& rotation) {
  const Value split = graph.node("Reshape", {x, graph.list({0, 0, heads, 2, width / heads / 2})});
  const auto half = [&](int64_t which) {
    return graph.node("Gather", {split, graph.number(which)}, {{"axis", 3}});
  };
  const auto times = [&](const Value& x, const Value& y) { return graph.node("Mul", {x, y}); };
  const Value a = half(0);
  const Value b = half(1);
  const Value first = graph.node("Sub", {times(a, rotation.cosine), times(b, rotation.sine)});
  const Value second = graph.node("Add", {times(b, rotation.cosine), times(a, rotation.sine)});
  const Value joined = graph.node("Concat", {first, second}, {{"axis", -1}});
  return graph.node("Reshape", {joined, graph.list({0, 0, width})});
}

}  // namespace sempurna
