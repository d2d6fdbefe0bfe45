#include "train/feature_key.h"

#include <algorithm>

#include "base/sha256.h"

namespace sempurna {

namespace {

// What is not named here is taken to matter: reinitialize_top_layer decides what words say of a
// text. Which examples are held out is in the order, and views are told apart by their numbers.
constexpr std::string_view kOfTheHead[] = {"epochs",
                                           "learning_rate",
                                           "batch_size",
                                           "optimizer",
                                           "beta_1",
                                           "beta_2",
                                           "epsilon",
                                           "momentum",
                                           "rho",
                                           "initial_accumulator_value",
                                           "warmup_steps_fraction",
                                           "weight_decay",
                                           "dropout_rate",
                                           "regularizers_l2",
                                           "label_smoothing",
                                           "binary_mode",
                                           "eval_metric",
                                           "early_stopping",
                                           "early_stopping_patience",
                                           "early_stopping_min_delta",
                                           "validation_split_ratio",
                                           "random_seed",
                                           "augmentation_views",
                                           "on_bad_data",
                                           "report_in_archive"};

bool matters(const std::string& name, bool is_augmented) {
  if (std::ranges::find(kOfTheHead, name) != std::end(kOfTheHead)) return false;
  return is_augmented || (name != "seed" && !name.starts_with("augmentation_"));
}

}  // namespace

std::string feature_key(const Json& fingerprint, const std::string& order) {
  Json key = fingerprint;
  key["order"] = order;
  const Json& all = fingerprint.at("hyperparameters");
  const bool is_augmented = all.value("augmentation", "False") == "True";
  Json& settings = key["hyperparameters"] = Json::object();
  for (const auto& [name, value] : all.items()) {
    if (matters(name, is_augmented)) settings[name] = value;
  }
  return sha256_hex(key.dump());
}

}  // namespace sempurna
