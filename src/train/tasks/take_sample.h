#pragma once

#include <memory>
#include <utility>

#include "train/data_sample.h"
#include "train/tasks/assemble.h"

namespace sempurna {

/// What is done with one kind of data set to compare models on a part of it.
template <typename Dataset>
struct SampleUse {
  /// Learns of a sample what holding a part of it out without its likes in the other needs, and
  /// leaves out what cannot be read where that is asked for.
  std::function<void(Dataset&)> look;
  /// What a linear model, trained on the first, reaches on the second.
  std::function<double(const Dataset& training, const Dataset& held_out)> baseline;
  /// One part as a model reads it.
  std::function<std::unique_ptr<BatchSource>(const Dataset&, const JobDataOptions& of_model)>
      source;
};

/// Makes of checked data what models are compared on: samples of both channels, or of the only one,
/// in two parts. Throws InvalidArgument telling everything that was found, when the data are not
/// fit, or have nothing to hold out.
template <typename Dataset>
DataSample take_sample(const Checked<Dataset>& checked, const SampleSizes& most,
                       const SampleUse<Dataset>& use) {
  refuse_all_errors(checked.findings);
  ensure(checked.training.has_value(), "data without errors has a training channel");
  constexpr uint64_t kSeed = 1;
  constexpr int64_t kOfAClass = 2;  // one to learn from, one to be told
  const auto parts = std::make_shared<Parts<Dataset>>();
  DataSample sample;
  sample.examples = std::ssize(checked.training->items);
  if (checked.validation) {
    sample.examples += std::ssize(checked.validation->items);
    parts->training = sampled(*checked.training, most.training, kOfAClass, kSeed);
    parts->validation = sampled(*checked.validation, most.held_out, 1, kSeed);
    use.look(parts->training);
    use.look(parts->validation);
  } else {
    const int64_t both = most.training + most.held_out;
    Dataset whole = sampled(*checked.training, both, kOfAClass, kSeed);
    use.look(whole);
    const double share = static_cast<double>(most.held_out) / static_cast<double>(both);
    *parts = part_off_validation(whole, share, kSeed);
  }
  if (parts->validation.items.empty()) refuse_errors({no_held_out()});
  sample.labels = class_names(parts->training);
  const auto counts = [&](const Dataset& part) {
    return count_classes(class_indices(part), std::ssize(sample.labels));
  };
  sample.training = counts(parts->training);
  sample.held_out = counts(parts->validation);
  sample.linear_baseline = use.baseline(parts->training, parts->validation);
  sample.read = [parts, source = use.source](const JobDataOptions& of_model) {
    return std::pair(source(parts->training, of_model), source(parts->validation, of_model));
  };
  return sample;
}

}  // namespace sempurna
