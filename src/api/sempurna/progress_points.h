#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"

namespace sempurna::own {

/// How far somebody has read a job's progress.jsonl.
struct ProgressPlace {
  uint64_t offset = 0;  ///< bytes
  int64_t point = -1;   ///< of the last point told; see below

  std::string text() const;
  /// "" is the beginning. Throws ValidationException.
  static ProgressPlace of_text(const std::string& text);
};

/// A part of what a job has said of itself.
struct ProgressPart {
  std::vector<Json> events;  ///< all but steps, and a step wherever a further point begins
  Json latest;               ///< the last step of this part, or null
  ProgressPlace next;
  bool is_last = true;  ///< there is no more to read as things are
};

/// The events of a progress.jsonl from a place on, as many as lie in `most_bytes`; a last line
/// that is not whole yet is left for the next. Of the steps of training, of which there are five a
/// second, the first of each five-hundredth of the run is told, so that the curve that they make is
/// the same in however many parts it was read.
ProgressPart read_progress(const fs::path& file, const ProgressPlace& from,
                           uint64_t most_bytes = 4 << 20);

}  // namespace sempurna::own
