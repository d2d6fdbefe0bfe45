#include "dataset/tasks.h"

#include <array>

#include "dataset/tasks/records.h"

namespace sempurna {

const TaskData& data_of(Task task) {
  static const std::array<TaskData, names_of(Task{}).size()> kTasks = {
      image_classification_data(), text_classification_data()};  // in the order of Task
  return kTasks.at(static_cast<size_t>(task));
}

}  // namespace sempurna
