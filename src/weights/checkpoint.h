#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "weights/tensor_view.h"

namespace sempurna {

/// The tensors of one model, memory-mapped. Copies share the map; views stay valid while any copy
/// lives. Reading from several threads is safe.
class Checkpoint {
 public:
  /// Opens a weight file, or a folder by the first that it holds of: model.safetensors,
  /// model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json, one other
  /// *.safetensors, one *.pth or *.pt. Throws NotFound saying what was looked for, InvalidArgument
  /// when several would do or the format is one that must be converted first, DataCorrupt when a
  /// file is not what it claims to be. A "module." before every name is dropped; the names that
  /// safetensors' metadata gives to tensors stored once are there too.
  static Checkpoint open(const fs::path& folder_or_file);

  /// All names, sorted.
  std::vector<std::string> names() const;

  /// The tensor of that name, or null.
  const TensorView* find(std::string_view name) const;

  /// The weight files that were read: one, or the shards sorted by name.
  const std::vector<fs::path>& files() const;

  /// SHA-256 of the weight file; of several, that of their lines "<hash>  <file name>\n".
  std::string sha256() const;

 private:
  struct Content;
  explicit Checkpoint(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

  std::shared_ptr<const Content> content_;
};

}  // namespace sempurna
