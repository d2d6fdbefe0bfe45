#include "pretrain/learn_labels.h"

#include <ATen/ATen.h>

#include <cmath>

#include "pretrain/encoder_folder.h"
#include "pretrain/publish.h"
#include "pretrain/task_heads.h"

namespace sempurna {

namespace {

/// The part of the steps that each task has. Without shares by the square roots of their sizes, so
/// that the small ones are heard.
std::map<std::string, double> parts_of(const std::map<std::string, TaskData>& tasks,
                                       const std::map<std::string, double>& shares) {
  if (!shares.empty()) return shares;
  std::map<std::string, double> parts;
  for (const auto& [name, task] : tasks)
    parts[name] = std::sqrt(static_cast<double>(task.texts.size()));
  return parts;
}

const std::string& choose_task(const std::map<std::string, double>& parts, Random& random) {
  double all = 0;
  for (const auto& [name, part] : parts) all += part;
  double at = random.uniform() * all;
  for (const auto& [name, part] : parts) {
    at -= part;
    if (at <= 0) return name;
  }
  return parts.rbegin()->first;
}

}  // namespace

void learn_labels(const TextRecipe& recipe, const std::vector<Texts>& corpora,
                  const fs::path& folder, const StagePlace& place) {
  const EncoderFolder encoder = open_encoder(folder, recipe.seed);
  std::vector<Parameter> learning = trained(encoder.backbone);
  const auto tasks = gather_tasks(recipe, corpora, *encoder.tokenizer, encoder.features, learning);
  const auto parts = parts_of(tasks, recipe.classification_shares);
  std::map<std::string, Order> orders;
  for (const auto& [name, task] : tasks)
    orders.emplace(name, Order(static_cast<int64_t>(task.texts.size()), mix(recipe.seed, 5)));
  Random random(mix(recipe.seed, 6));
  using Drawn = std::pair<const TaskData*, std::vector<int64_t>>;
  std::map<const TaskData*, std::string> names;
  for (const auto& [name, task] : tasks) names.emplace(&task, name);
  const auto draw = [&](int64_t) {
    const std::string& name = choose_task(parts, random);
    std::vector<int64_t> positions;
    for (int64_t i = 0; i < place.stage.batch; ++i) positions.push_back(orders.at(name).next());
    return Drawn{&tasks.at(name), std::move(positions)};
  };
  const auto learn = [&](int64_t step, const Drawn& drawn) {
    const auto& [task, positions] = drawn;
    const Pass pass = training_pass(mix(recipe.seed, 7, static_cast<uint64_t>(step)));
    const Tensor features = encoder.model->features(pack(task->texts, positions), pass);
    const Tensor loss = task_loss(*task, features, positions);
    loss.backward();
    return StageLosses{{names.at(task), loss.item<double>()}};
  };
  run_stage(place, learning, draw, learn);
  write_half(place.result, encoder.backbone);
}

}  // namespace sempurna
