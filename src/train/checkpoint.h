#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "base/files.h"
#include "base/json.h"
#include "base/machine_memory.h"
#include "train/optimizer.h"

/// A run's checkpoints:
///
///   checkpoints/model-00000012.safetensors       parameters and buffers
///   checkpoints/00000012/optimizer.safetensors   its state; not there when it has none, or no
///                                                step follows
///   checkpoints/00000012/state.json              line 1: {"format", "fingerprint",
///                                                "model": {"file", "sha256"},
///                                                "optimizer": SHA-256 or null,
///                                                "best": {"file", "sha256"} or null, "state":
///                                                {…}}; line 2: the SHA-256 of line 1
///
/// A folder with a number is whole: it was written under another name, synced and renamed, after
/// its model. The newest and the one before it are kept, and each model that they name: their own,
/// and the best epoch's, which was an earlier checkpoint's or is the same file. One that was
/// damaged since then does not count: a save removes it, and never the last that is known to be
/// whole.
namespace sempurna {

/// Where a run stands. The tensors are those of `save`'s moment.
struct Standing {
  Json state;  ///< the caller's own
  std::span<const NamedTensor> model;
  std::span<const NamedTensor> optimizer;
  bool best = false;  ///< the model is the best epoch's so far
  bool last = false;  ///< no step follows, so only the best epoch's model is kept
};

class CheckpointStore {
 public:
  /// `available` says how much memory is left for copies.
  CheckpointStore(const fs::path& folder, Json fingerprint,
                  std::function<uint64_t()> available = available_memory);
  CheckpointStore(const CheckpointStore&) = delete;
  CheckpointStore& operator=(const CheckpointStore&) = delete;

  /// Copies the tensors, and writes them in the background while the run goes on; where memory is
  /// too tight for copies, writes before it returns. One save at a time: the next one waits. Throws
  /// ResourceLimit when the disk is full, with the former checkpoint unharmed: what befell a write
  /// in the background is thrown by the next call of any kind but load_best().
  void save(const Standing& standing);
  /// Waits until what was saved is written.
  void finish();

  /// Copies the newest whole checkpoint into the tensors and returns its state; nothing when there
  /// is none. Passes over damaged ones; damaged() then says so. Throws Conflict when it was made
  /// under another fingerprint, saying what differs.
  std::optional<Json> load(std::span<const NamedTensor> model,
                           std::span<const NamedTensor> optimizer);
  /// Copies the best epoch's model, once it is written. Throws DataCorrupt when the file is
  /// damaged.
  void load_best(std::span<const NamedTensor> model);
  bool has_best();

  /// One sentence about checkpoints that load() could not use, or empty.
  const std::string& damaged() const { return damaged_; }

  /// The fingerprint of the newest readable checkpoint in a folder, or nothing.
  static std::optional<Json> peek_fingerprint(const fs::path& folder);

  /// What the copies of a save take, and so what must be free twice over for them to be made.
  static uint64_t copied_bytes(const Standing& standing);

 private:
  void write(const Standing& standing, std::span<const TensorView> model,
             std::span<const TensorView> optimizer);
  /// All but the last that is known to be whole.
  void remove_others();

  fs::path folder_;
  Json fingerprint_;
  std::function<uint64_t()> available_;
  // Of the writing thread while there is one.
  Json best_;
  int64_t last_ = 0;
  std::set<std::string> whole_;  ///< the entries of the last that was written or loaded
  std::string damaged_;
  std::future<void> writing_;  ///< goes first, and waits
};

}  // namespace sempurna
