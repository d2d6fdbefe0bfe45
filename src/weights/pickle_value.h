#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "weights/tensor_view.h"

/// What the pickle machine builds. Values refer to one another by their place in one list, so a
/// pickle that shares or nests values a million times costs no copies and no recursion.
namespace sempurna::pickle {

using Ref = uint32_t;

struct None {};

/// A text or bytes of the pickle itself, not copied.
struct Text {
  std::string_view text;
};

struct List {
  std::vector<Ref> items;
};

struct Tuple {
  std::vector<Ref> items;
};

/// A dict or an OrderedDict, in the order of its setting.
struct Dict {
  std::vector<std::pair<Ref, Ref>> items;
};

/// The functions and classes that a state dict may name, with what calling them does here.
enum class Callable { OrderedDict, RebuildTensor, RebuildParameter, Size };

/// torch.FloatStorage and its like: the kind of a storage's numbers.
struct StorageType {
  DType dtype;
};

struct Storage {
  DType dtype;
  std::string_view key;
  int64_t numel;
};

struct Tensor {
  Ref storage;
  int64_t offset;
  Ref shape;    ///< a Tuple
  Ref strides;  ///< a Tuple
};

using Value = std::variant<None, bool, int64_t, double, Text, List, Tuple, Dict, Callable,
                           StorageType, Storage, Tensor>;

}  // namespace sempurna::pickle
