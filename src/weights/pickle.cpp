#include "weights/pickle.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "base/error.h"
#include "weights/pickle_machine.h"

namespace sempurna {

namespace {

using pickle::Dict;
using pickle::Machine;
using pickle::Ref;
using pickle::Text;

constexpr std::array<std::string_view, 3> kWrappers = {"state_dict", "model_state_dict", "model"};
constexpr size_t kMaxDimensions = 64;  // as many as torch itself takes
constexpr size_t kMaxTensors = 100'000;
constexpr size_t kMaxName = 1024;  // bytes

[[noreturn]] void fail(std::string_view what, std::string_view fault) {
  throw Error(Code::DataCorrupt, "{}: {}; the file is damaged, fetch it again", what, fault);
}

const Dict* wrapped(const Machine& machine, const Dict& dict) {
  for (const auto wrapper : kWrappers) {
    for (const auto& [key, value] : dict.items) {
      const auto* name = machine.as<Text>(key);
      const auto* inner = machine.as<Dict>(value);
      if (name != nullptr && inner != nullptr && name->text == wrapper) return inner;
    }
  }
  return nullptr;
}

std::vector<int64_t> whole_numbers(const Machine& machine, Ref tuple, std::string_view tensor,
                                   std::string_view what) {
  const auto& items = machine.as<pickle::Tuple>(tuple)->items;
  if (items.size() > kMaxDimensions) {
    fail(what, fmt::format("tensor {} has {} dimensions", tensor, items.size()));
  }
  std::vector<int64_t> numbers;
  numbers.reserve(items.size());
  for (const Ref item : items) {
    const auto* number = machine.as<int64_t>(item);
    if (number == nullptr || *number < 0) {
      fail(what, fmt::format("tensor {} has a size or stride that is no natural number", tensor));
    }
    numbers.push_back(*number);
  }
  return numbers;
}

/// The tensors of a dict by name. They are named and counted before any is copied: a pickle of a
/// few bytes can refer to one long name or tensor a million times.
std::vector<std::pair<std::string_view, const pickle::Tensor*>> named_tensors(
    const Machine& machine, const Dict& dict, std::string_view what) {
  std::vector<std::pair<std::string_view, const pickle::Tensor*>> found;
  std::unordered_set<std::string_view> names;
  for (const auto& [key, value] : dict.items) {
    const auto* tensor = machine.as<pickle::Tensor>(value);
    if (tensor == nullptr) continue;
    const auto* name = machine.as<Text>(key);
    if (name == nullptr) fail(what, "a tensor's name is no text");
    if (name->text.size() > kMaxName) {
      fail(what, fmt::format("a tensor's name has {} bytes where at most {} are read",
                             name->text.size(), kMaxName));
    }
    if (!names.insert(name->text).second) {
      fail(what, fmt::format("tensor {} is there twice", name->text));
    }
    if (found.size() == kMaxTensors) {
      throw Error(Code::ResourceLimit,
                  "{}: the file holds more than {} tensors; save only those of one model in "
                  "Python: torch.save(model.state_dict(), ...)",
                  what, kMaxTensors);
    }
    found.emplace_back(name->text, tensor);
  }
  return found;
}

PickledTensor resolve(const Machine& machine, std::string_view name, const pickle::Tensor& tensor,
                      std::string_view what) {
  const auto& storage = *machine.as<pickle::Storage>(tensor.storage);
  PickledTensor result{.name = std::string(name),
                       .dtype = storage.dtype,
                       .storage = std::string(storage.key),
                       .storage_numel = storage.numel,
                       .offset = tensor.offset,
                       .shape = whole_numbers(machine, tensor.shape, name, what),
                       .strides = whole_numbers(machine, tensor.strides, name, what)};
  if (result.shape.size() != result.strides.size()) {
    fail(what, fmt::format("tensor {} has {} sizes but {} strides", name, result.shape.size(),
                           result.strides.size()));
  }
  return result;
}

std::string keys_of(const Machine& machine, const Dict& dict) {
  constexpr size_t kShown = 5;
  std::string text;
  for (size_t i = 0; i < std::min(dict.items.size(), kShown); ++i) {
    const auto* key = machine.as<Text>(dict.items[i].first);
    text += fmt::format("{}{}", i == 0 ? "" : ", ",
                        key == nullptr ? "?" : key->text.substr(0, kMaxName));
  }
  if (dict.items.size() > kShown) text += ", …";
  return text.empty() ? "nothing" : text;
}

}  // namespace

std::vector<PickledTensor> read_state_dict(std::string_view text, std::string_view what) {
  Machine machine(text, what);
  const Ref root = machine.run();
  const Dict* dict = machine.as<Dict>(root);
  if (dict == nullptr) {
    throw Error(Code::InvalidArgument,
                "{}: the file holds no dict of tensors; save the model's state dict in Python: "
                "torch.save(model.state_dict(), ...)",
                what);
  }
  const Dict* inner = wrapped(machine, *dict);
  const Dict& tensors = inner != nullptr ? *inner : *dict;

  std::vector<PickledTensor> result;
  for (const auto& [name, tensor] : named_tensors(machine, tensors, what)) {
    result.push_back(resolve(machine, name, *tensor, what));
  }
  if (result.empty()) {
    throw Error(Code::InvalidArgument,
                "{}: the file holds no tensors, only {}; save the model's state dict in Python: "
                "torch.save(model.state_dict(), ...)",
                what, keys_of(machine, tensors));
  }
  return result;
}

}  // namespace sempurna
