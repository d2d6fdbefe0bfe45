#pragma once

#include "catalog/tasks.h"

namespace sempurna {

TaskFacts image_classification();
TaskFacts text_classification();

}  // namespace sempurna
