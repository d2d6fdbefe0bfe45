#pragma once

#include <map>
#include <memory>
#include <string>

#include "models/model.h"

namespace sempurna {

using ModelBuilder = std::unique_ptr<Model> (*)(const ModelRequest&);

/// What builds the models of each family, by its model type.
const std::map<std::string, ModelBuilder>& model_builders();

/// Builds what config.json's "model_type" names. Throws InvalidArgument listing the known families.
std::unique_ptr<Model> build_model(const ModelRequest& request);

}  // namespace sempurna
