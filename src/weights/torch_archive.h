#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "weights/tensor_view.h"

namespace sempurna {

struct TorchArchive {
  std::vector<TensorView> tensors;                   ///< views into the file, or into `copies`
  std::vector<std::unique_ptr<std::byte[]>> copies;  ///< of tensors that did not lie in row order
};

/// Whether these bytes begin as what torch.save wrote before version 1.6 (a bare pickle or a tar).
bool looks_like_old_torch(std::span<const std::byte> file);

/// Reads a zip archive of torch.save: data.pkl for the names and places, data/<key> for the
/// numbers. Everything that is used is held against its checksum and its size. Throws as read_zip
/// and read_state_dict do.
TorchArchive read_torch_archive(std::span<const std::byte> file, std::string_view what);

}  // namespace sempurna
