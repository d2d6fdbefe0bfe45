#include "catalog/tasks.h"

#include "catalog/tasks/records.h"

namespace sempurna {

const std::vector<TaskFacts>& tasks() {
  static const std::vector<TaskFacts> kTasks = {image_classification(), text_classification()};
  return kTasks;
}

const TaskFacts& facts_of(Task task) {
  return tasks().at(static_cast<size_t>(task));
}

}  // namespace sempurna
