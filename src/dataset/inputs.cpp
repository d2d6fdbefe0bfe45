#include "dataset/inputs.h"

#include <iostream>

#include "base/error.h"
#include "dataset/tasks.h"

namespace sempurna {

Json to_json(const PredictInput& input, Task task) {
  Json json = Json::object();
  if (!input.file.empty()) json["file"] = input.file;
  if (input.row > 0) json[input.file == "-" ? "line" : "row"] = input.row;
  const auto& names = data_of(task).texts;
  for (size_t k = 0; k < input.texts.size(); ++k) {
    if (!input.texts[k].empty()) json[names.at(k)] = input.texts[k];
  }
  return json;
}

void for_each_input(const std::vector<std::string>& given, Task task, const TakeInput& take) {
  const TaskData& data = data_of(task);
  for (const auto& one : given) {
    if (one != "-") {
      data.inputs(one, take);
      continue;
    }
    int64_t number = 0;
    for (std::string line; std::getline(std::cin, line);) {
      if (line.ends_with('\r')) line.pop_back();
      take(data.input_of_line(line, ++number));
    }
  }
}

}  // namespace sempurna
