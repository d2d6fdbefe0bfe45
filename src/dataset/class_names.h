#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/files.h"
#include "dataset/collector.h"

namespace sempurna {

/// Names for the numbers in a data.csv.
using ClassNames = std::map<int64_t, std::string>;

/// Reads the labels.csv beside a data.csv: a number, a comma and the name of its class on each row,
/// with or without a header. Nothing when there is none. What is wrong with it are findings.
std::optional<ClassNames> read_class_names(const fs::path& data_csv, Collector& findings);

}  // namespace sempurna
