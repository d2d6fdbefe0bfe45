#pragma once

#include <string>
#include <vector>

#include "catalog/task.h"

namespace sempurna {

/// A family of models, as far as one need know it without libtorch. models/architectures.cpp builds
/// them; a test there holds the two lists together.
struct Family {
  std::string model_type;  ///< as in config.json
  Task task;
  std::string title;
  std::string paper;
};

/// In alphabetical order.
const std::vector<Family>& families();

/// The task of config.json's model type. Throws InvalidArgument listing the known ones.
const Family& family_of(const std::string& model_type);

}  // namespace sempurna
