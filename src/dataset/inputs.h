#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/json.h"
#include "catalog/task.h"

namespace sempurna {

/// One thing to answer for, and where it came from.
struct PredictInput {
  std::string file = {};  ///< the picture, or the file that the texts stand in; "-": standard input
  int64_t row = 0;  ///< of a file with rows, or the line of standard input, from 1; 0: neither
  std::vector<std::string> texts = {};  ///< one for each of its task's TaskData::texts
  std::string fault = {};               ///< why it cannot be answered for; empty when it can
  bool missed = false;                  ///< an answer is missing for that, as of no blank line
  std::string picture = {};             ///< its bytes, where it came without a file
};

using TakeInput = std::function<void(PredictInput)>;

/// {"file", "row" or "line", and the texts by their names}, only what there is.
Json to_json(const PredictInput& input, Task task);

/// Hands over every input that `given` names, in their order, as the task reads it; - stands for
/// standard input, with one input a line. Throws NotFound or InvalidArgument for a file or folder
/// that has none.
void for_each_input(const std::vector<std::string>& given, Task task, const TakeInput& take);

}  // namespace sempurna
