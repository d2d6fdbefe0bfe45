#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/device.h"
#include "tensor/tensor.h"
#include "weights/checkpoint.h"

namespace sempurna {

/// Which part of a model a tensor belongs to: the head is all that is not pretrained.
enum class Part { Backbone, Head };

/// One tensor of a model under its published name.
struct Parameter {
  std::string name;
  Tensor tensor;  ///< fp32 and a leaf of the graph, or a buffer
  Part part = Part::Backbone;
  bool buffer = false;  ///< running statistics and counters: saved, never trained
  bool fresh = false;   ///< initialised here because the checkpoint had none
};

/// Whether a layer has a bias.
enum class Bias { None, Learnt };

/// How a tensor starts when no checkpoint holds it.
struct Init {
  enum class Kind { Constant, Normal, GlorotUniform, KaimingNormalFanOut };
  Kind kind = Kind::Constant;
  double value = 0;  ///< the constant, or the standard deviation of Normal (cut at two of them)

  static Init zeros() { return {}; }
  static Init constant(double value) { return {Kind::Constant, value}; }
  static Init ones() { return {Kind::Constant, 1}; }
  static Init normal(double deviation) { return {Kind::Normal, deviation}; }
  /// Glorot and Bengio 2010: Keras' default for Dense.
  static Init glorot_uniform() { return {Kind::GlorotUniform, 0}; }
  /// He et al. 2015, over the outputs: torchvision's choice for convolutions.
  static Init kaiming_normal() { return {Kind::KaimingNormalFanOut, 0}; }
};

/// The most values a model may have, 8 GiB of fp32: a wrong config.json must not take the machine's
/// memory before anyone notices.
inline constexpr int64_t kMostValues = int64_t{1} << 31;

/// Gives layers their tensors by name: from a checkpoint where it has them, else initialised as a
/// pure function of (seed, name), so that no value depends on the order in which layers are built.
/// A scope is a view into the same list, cheap to copy.
class ParameterSource {
 public:
  /// `checkpoint` may be null: everything is then fresh. With `fresh_head` the checkpoint's head is
  /// not used. The tensors lie on `device`.
  ParameterSource(const Checkpoint* checkpoint, uint64_t seed, bool fresh_head,
                  Device device = kCpu);

  /// The names below `prefix` and a dot.
  ParameterSource scope(std::string_view prefix) const;
  /// The same names, of the head.
  ParameterSource head() const;
  /// The same names, of a backbone's part that checkpoints may lack: it is then initialised.
  ParameterSource optional() const;
  /// For every scope: further names under which a checkpoint may hold the tensor `name`, tried in
  /// order when it has none of that name.
  using OtherNames = std::function<std::vector<std::string>(std::string_view name)>;
  void look_also_for(OtherNames other_names) const;

  /// A trained tensor. Throws InvalidArgument when the checkpoint's shape differs, or when it lacks
  /// the tensor, which is neither optional nor of the head; ResourceLimit when all that was asked
  /// for goes beyond kMostValues.
  Tensor parameter(std::string_view name, const std::vector<int64_t>& shape, Init init) const;
  /// A tensor that is saved but not trained, `value` everywhere when fresh. Integer when `integer`.
  /// A single number may be stored as [] or as [1]; it stays as the checkpoint has it.
  Tensor buffer(std::string_view name, const std::vector<int64_t>& shape, double value,
                bool integer = false) const;
  /// Whether the checkpoint has the tensor (and, for the head, whether it is used).
  bool has(std::string_view name) const;

  /// All that was asked for so far, in the order of asking.
  const std::vector<Parameter>& asked() const;
  /// The checkpoint's tensors that nobody asked for.
  std::vector<std::string> unused() const;

 private:
  struct Shared;
  std::string full(std::string_view name) const;
  void count(std::string_view name, const std::vector<int64_t>& shape) const;
  const TensorView* find(std::string_view name) const;
  Tensor add(std::string_view name, Tensor tensor, bool buffer, bool fresh) const;

  std::shared_ptr<Shared> shared_;
  std::string prefix_;
  Part part_ = Part::Backbone;
  bool optional_ = false;
};

}  // namespace sempurna
