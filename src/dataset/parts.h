#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "catalog/task.h"
#include "dataset/check.h"

namespace sempurna {

/// The parts of a data set that lie side by side in one folder, as many data sets are published:
/// train/, val/ and test/, or fold1/ to fold5/, each with the same class folders inside (perhaps in
/// one more folder: seg_train/seg_train/), or with a data.csv; or train.csv and test.csv.
struct PartFolders {
  std::vector<std::string> names;  ///< of all parts, sorted
  fs::path training;               ///< empty when no name says so
  fs::path validation;
  fs::path test;
  std::vector<std::string> unclear;     ///< parts whose name says nothing, or what another's says
  std::vector<std::string> unlabelled;  ///< a part by its name without classes inside: not used
  std::vector<std::string> copies;      ///< folders that hold all parts once more: not used
  std::vector<std::string> classes;     ///< what the parts hold

  /// Whether the names say what each part is for.
  bool clear() const { return !training.empty() && unclear.empty(); }
};

/// Recognises parts by structure: folders without pictures of their own and with the same two or
/// more folders in each; or a training part by its name beside another part. Nothing when the
/// folders are classes, or cannot be looked into.
std::optional<PartFolders> find_parts(const fs::path& folder, Task task);

/// Where a job's data lies, and what was recognised on the way.
struct PlacedChannels {
  Channels channels;
  Findings findings;
};

/// When the training data are a folder of parts with names that say which is which, these parts are
/// the channels; a channel that was given by itself stays.
PlacedChannels place_channels(const Channels& given, Task task);

/// Whose data these are, when they are those of one task alone.
std::optional<Task> task_of_data(const std::string& training);

}  // namespace sempurna
