#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "catalog/task.h"

namespace sempurna {

/// Whether the training channel has just the classes `labels`, by its folders that hold files or by
/// the labels of its rows. What is wrong with the data beyond single rows is for the check to say,
/// and counts as a difference.
bool has_same_classes(const fs::path& channel, Task task, const std::vector<std::string>& labels);

}  // namespace sempurna
