#include "catalog/task.h"

namespace sempurna {

std::string_view name(Task task) {
  return task == Task::ImageClassification ? "image-classification" : "text-classification";
}

std::optional<Task> task_named(std::string_view text) {
  for (const Task task : {Task::ImageClassification, Task::TextClassification}) {
    if (name(task) == text) return task;
  }
  return std::nullopt;
}

}  // namespace sempurna
