#pragma once

#include "train/tasks.h"

namespace sempurna {

TaskTraining image_classification_training();
TaskTraining text_classification_training();

}  // namespace sempurna
