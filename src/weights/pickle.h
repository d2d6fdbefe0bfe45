#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "weights/tensor_view.h"

namespace sempurna {

/// One tensor as a pickled state dict describes it: a strided window of a storage that lies in
/// another file of the archive. Counted in elements; not yet held against the storage.
struct PickledTensor {
  std::string name;
  DType dtype = DType::F32;
  std::string storage;        ///< the storage's key
  int64_t storage_numel = 0;  ///< elements of the whole storage
  int64_t offset = 0;
  std::vector<int64_t> shape;
  std::vector<int64_t> strides;  ///< as many as sizes
};

/// Reads the state dict that torch.save wrote, without running anything: a machine that knows only
/// the operations and the names that state dicts need. A dict that holds it under "state_dict",
/// "model_state_dict" or "model" is unwrapped; entries that are no tensors are left out.
/// Throws InvalidArgument for an operation or a name outside that list, naming it, and for a pickle
/// that is no state dict; DataCorrupt for one that is cut short or makes no sense.
/// Source: the list of operations in Python's pickletools.
std::vector<PickledTensor> read_state_dict(std::string_view pickle, std::string_view what);

}  // namespace sempurna
