#pragma once

#include <string>

#include "base/files.h"
#include "catalog/task.h"

namespace sempurna {

/// Looks at what a person gave as data for a model of this task, and returns the folder that holds
/// the class folders, or the data.csv: given by itself (any file that is_table()) or by its folder.
/// A folder that holds both is read as the task asks.
/// Throws NotFound when there is nothing; InvalidArgument when it is neither, when it is the data
/// of other tasks, when it is an s3:// location (which only a store can read), or a folder of
/// channels ("train" and "val" side by side), saying what was found and what is expected.
fs::path find_source(const std::string& given, Task task);

/// Whether a file's name is that of rows of texts: .csv, .tsv or .csv.gz, in any case.
bool is_table(const fs::path& file);

}  // namespace sempurna
