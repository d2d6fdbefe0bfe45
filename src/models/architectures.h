#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/model.h"

namespace sempurna {

/// A family of models: what config.json calls it and what builds it.
struct Architecture {
  std::string model_type;  ///< as in config.json
  std::unique_ptr<Model> (*build)(const ModelRequest&);
};

/// The families that can be trained, in alphabetical order.
const std::vector<Architecture>& architectures();

/// Builds what config.json's "model_type" names. Throws InvalidArgument listing the known families.
std::unique_ptr<Model> build_model(const ModelRequest& request);

}  // namespace sempurna
