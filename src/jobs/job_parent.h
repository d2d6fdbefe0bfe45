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
  fs::path files;    ///< a folder, or empty when
  fs::path archive;  ///< it must be unpacked first
  Card card;         ///< whose defaults are used
  std::optional<TopLayer> top_layer;
  Ancestry ancestry = {};
};

/// What `model` stands for: a card's id, or an archive or a job's folder on this machine. Throws
/// with a sentence when it is neither, or is a model that was never added.
JobParent job_parent(const Catalog& catalog, const std::string& model);

}  // namespace sempurna
