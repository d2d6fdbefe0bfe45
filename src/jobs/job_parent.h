#pragma once

#include <optional>
#include <string>

#include "base/files.h"
#include "catalog/ancestry.h"
#include "catalog/card.h"
#include "dataset/top_layer.h"

namespace sempurna {

/// The model that a job starts from.
struct JobParent {
  std::string id;
  Task task = Task::ImageClassification;
  fs::path files;  ///< of a card: the folder, which the job reads where it lies; else empty, and
  fs::path made;   ///< what a job has made, an archive or a folder, of which the job gets a copy
  Card card;       ///< whose defaults are used
  std::optional<TopLayer> top_layer;
  Ancestry ancestry = {};

  /// Which hyperparameters it has.
  ModelKind kind() const { return {task, card.family}; }
};

/// What `model` stands for: a card's id, or what a job has made, as an archive, a folder of its
/// files or the job's own folder on this machine. Throws with a sentence when it is neither, or is
/// a model that was never added.
JobParent job_parent(const Catalog& catalog, const std::string& model);

}  // namespace sempurna
