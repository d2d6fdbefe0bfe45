#include "train/same_classes.h"

#include <set>

#include "base/error.h"
#include "dataset/class_folders.h"
#include "dataset/source.h"
#include "text/csv.h"

namespace sempurna {

namespace {

std::set<std::string> names_of(const Source& source) {
  std::set<std::string> names;
  if (source.task == Task::ImageClassification) {
    for (const auto& name : list_class_folders(source.path).classes) names.insert(name);
    return names;
  }
  const CsvFile file(source.path);
  CsvReader reader = file.reader();
  bool header = file.dialect().header;
  for (CsvRow row; reader.next(row);) {
    if (!row.fields.empty() && !header) names.emplace(row.fields[0]);
    header = false;
  }
  return names;
}

}  // namespace

bool has_same_classes(const fs::path& channel, Task task, const std::vector<std::string>& labels) {
  try {
    return names_of(find_source(channel.string(), task)) ==
           std::set<std::string>(labels.begin(), labels.end());
  } catch (const Error&) {
    return false;
  }
}

}  // namespace sempurna
