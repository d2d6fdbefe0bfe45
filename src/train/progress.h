#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/files.h"
#include "base/json.h"

namespace sempurna {

/// Where a run stands within its training.
struct StepProgress {
  std::string phase;  ///< "features", "training", "validation" …
  int64_t epoch = 0;  ///< from 1; 0 outside epochs
  int64_t epochs = 0;
  int64_t step = 0;  ///< done in this epoch or phase
  int64_t steps = 0;
  int64_t total_step = 0;  ///< over all epochs; 0 outside them
  int64_t total_steps = 0;
  double loss = 0;              ///< mean of this epoch so far
  double metric = 0;            ///< accuracy of this epoch so far
  double items_per_second = 0;  ///< over the last seconds
  double eta_seconds = -1;      ///< to the end of training; negative: not known yet
};

/// Writes progress.jsonl, one JSON object a line, each line handed to the system at once:
///
///   {"time": 1733000000.125, "event": "start"}   a worker begins, the first or a later one
///   {"time": …, "event": "phase", "phase": "training", …}
///   {"time": …, "event": "finding", "finding": {…}}
///   {"time": …, "event": "forecast", "stage": "static" or "measured", "message", …}
///   {"time": …, "event": "step", "phase", "epoch", "epochs", "step", "steps", "total_step",
///                "total_steps", "loss", "metric", "items_per_second", "eta_seconds"}
///   {"time": …, "event": "epoch", "epoch", "epochs", "loss", "accuracy", "val_loss", …, "message"}
///   {"time": …, "event": "result", "message", …}
///   {"time": …, "event": "error", "code": "InvalidArgument", "message": …}
///                and "memory_bytes" of a job for which there is not enough memory: what it needs
///   {"time": …, "event": "end", "status": 0}     of a worker that outlives who started it
///
/// Of the step events at most five a second are written. Opened on an existing file it appends,
/// after cutting a last line that was not finished.
class Progress {
 public:
  explicit Progress(const fs::path& file);
  /// Writes nothing: of the ranks that are not the first.
  Progress() = default;
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `event` has no "event" and "time" yet. Throws ResourceLimit when the disk is full.
  void write(const std::string& event, const Json& members);
  void phase(const std::string& name) { write("phase", {{"phase", name}}); }
  void step(const StepProgress& at);

 private:
  fs::path file_;
  int fd_ = -1;
  std::chrono::steady_clock::time_point last_step_;
};

}  // namespace sempurna
