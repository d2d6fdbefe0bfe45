#include <set>

#include "dataset/class_folders.h"
#include "dataset/tasks/records.h"
#include "text/unicode.h"

namespace sempurna {

namespace {

CheckOutcome check(const Channels& channels, const CheckOptions& options) {
  return outcome_of(check_images(channels, options));
}

// Those of the folders that hold files.
bool has_classes(const fs::path& source, const std::vector<std::string>& labels) {
  const ClassFolders folders = list_class_folders(source);
  std::set<std::string> there;
  for (const auto& file : folders.files) {
    there.insert(folders.classes.at(static_cast<size_t>(file.class_index)));
  }
  std::set<std::string> wanted;
  for (const auto& label : labels) wanted.insert(to_nfc(label));
  return there == wanted;
}

}  // namespace

TaskData image_classification_data() {
  return {.check = check,
          .judge_by = [](const fs::path&, const Hyperparameters&, CheckOptions&) {},
          .has_classes = has_classes};
}

}  // namespace sempurna
