#include "train/tasks.h"

#include <array>

#include "train/tasks/records.h"

namespace sempurna {

const TaskTraining& training_of(Task task) {
  static const std::array<TaskTraining, names_of(Task{}).size()> kTasks = {
      image_classification_training(), text_classification_training()};  // in the order of Task
  return kTasks.at(static_cast<size_t>(task));
}

}  // namespace sempurna
