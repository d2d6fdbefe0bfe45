#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/files.h"
#include "base/json.h"
#include "train/optimizer.h"

/// A run's checkpoints:
///
///   checkpoints/00000012/tensors.safetensors   parameters, buffers, optimizer state
///   checkpoints/00000012/state.json            line 1: {"format", "fingerprint", "tensors":
///   SHA-256,
///                                              "best": {"file", "sha256"} or null, "state": {…}};
///                                              line 2: the SHA-256 of line 1
///   checkpoints/best-3.safetensors             the best epoch's parameters and buffers
///
/// A folder with a number is whole: it was written under another name, synced and renamed. The
/// newest and the one before it are kept, and each best-N that they name.
namespace sempurna {

class CheckpointStore {
 public:
  CheckpointStore(const fs::path& folder, Json fingerprint);

  /// Saves where the run stands; `state` is the caller's own. Throws ResourceLimit when the disk is
  /// full, with the former checkpoint unharmed.
  void save(const Json& state, std::span<const NamedTensor> tensors);
  /// Saves the best epoch's tensors; the next save() names them.
  void save_best(int64_t epoch, std::span<const NamedTensor> tensors);

  /// Copies the newest whole checkpoint into `tensors` and returns its state; nothing when there is
  /// none. Passes over damaged ones; damaged() then says so. Throws Conflict when it was made under
  /// another fingerprint, saying what differs.
  std::optional<Json> load(std::span<const NamedTensor> tensors);
  /// Copies what save_best() saved last. Throws DataCorrupt when the file is damaged.
  void load_best(std::span<const NamedTensor> tensors) const;
  bool has_best() const { return !best_.is_null(); }

  /// One sentence about checkpoints that load() could not use, or empty.
  const std::string& damaged() const { return damaged_; }

  /// The fingerprint of the newest readable checkpoint in a folder, or nothing.
  static std::optional<Json> peek_fingerprint(const fs::path& folder);

 private:
  void remove_old(size_t keep);

  fs::path folder_;
  Json fingerprint_;
  Json best_;
  int64_t last_ = 0;
  std::string damaged_;
};

}  // namespace sempurna
