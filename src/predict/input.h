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
  std::string file;   ///< the picture, or the file that the text stands in; "-": standard input
  int64_t row = 0;    ///< of a file with rows, or the line of standard input, from 1; 0: neither
  std::string text;   ///< of a text model
  std::string fault;  ///< why it cannot be answered for; empty when it can
};

/// {"file", "row" or "line", "text"}, only what there is.
Json to_json(const PredictInput& input);

/// Hands over every input that `given` names, in their order:
///
///     of a picture model   picture files; folders, with all pictures below them by the bytes of
///                          their paths; - for names of picture files on standard input
///     of a text model      texts; a data.csv, or a folder with one, whose texts are read as in
///                          training, its labels passed over; - for texts on standard input
///
/// Standard input has one input a line. Throws NotFound or InvalidArgument for a file or folder
/// that has none.
void for_each_input(const std::vector<std::string>& given, Task task,
                    const std::function<void(PredictInput)>& take);

}  // namespace sempurna
