#pragma once

#include <string>

#include "base/files.h"
#include "catalog/task.h"

namespace sempurna {

/// Where the data of one channel lies.
struct Source {
  Task task = Task::ImageClassification;
  fs::path path;  ///< the folder that holds the class folders, or the data.csv
};

/// Looks at what a person gave as data: a folder of class folders, a folder with a data.csv inside,
/// or a data.csv (any file whose name ends in .csv, .tsv or
/// .csv.gz).
/// Throws NotFound when there is nothing; InvalidArgument when it is neither, when it is an s3://
/// location (which only a store can read), or a folder of channels ("train" and "val" side by
/// side), saying what was found and what is expected.
Source find_source(const std::string& given);

/// The same, for a model of this task: also throws InvalidArgument when it is the other kind of
/// data. A folder that holds both kinds is read as the task asks.
Source find_source(const std::string& given, Task task);

/// What is expected, with an example, for messages: "a folder with one folder of pictures for …".
std::string expected_layout(Task task);

}  // namespace sempurna
