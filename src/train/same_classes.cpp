#include "train/same_classes.h"

#include <set>

#include "base/error.h"
#include "dataset/class_folders.h"
#include "dataset/source.h"
#include "dataset/text_rows.h"
#include "text/unicode.h"

namespace sempurna {

namespace {

std::set<std::string> names_of(const Source& source) {
  std::set<std::string> names;
  if (source.task == Task::ImageClassification) {
    const ClassFolders folders = list_class_folders(source.path);
    for (const auto& file : folders.files) {
      names.insert(folders.classes.at(static_cast<size_t>(file.class_index)));
    }
    return names;
  }
  // As the check reads them, so that " 1", "+1" and "01" are the class 1.
  Collector findings;
  CheckOptions options;
  options.on_bad_data = OnBadData::Skip;
  const LabelledRows read = read_labelled_rows(source.path, options, findings);
  return {read.classes.begin(), read.classes.end()};
}

/// The same without signs and zeros that a whole number does not need.
std::string plain(Task task, const std::string& label) {
  const auto number =
      task == Task::TextClassification ? parse_label(label) : std::optional<int64_t>();
  return number ? std::to_string(*number) : to_nfc(label);
}

}  // namespace

bool has_same_classes(const fs::path& channel, Task task, const std::vector<std::string>& labels) {
  try {
    std::set<std::string> wanted;
    for (const auto& label : labels) wanted.insert(plain(task, label));
    return names_of(find_source(channel.string(), task)) == wanted;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace sempurna
