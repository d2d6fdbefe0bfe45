#include "pretrain/task_heads.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "data/batching.h"
#include "train/loss.h"

namespace sempurna {

std::map<std::string, TaskData> gather_tasks(const TextRecipe& recipe,
                                             const std::vector<Texts>& corpora,
                                             const Tokenizer& tokenizer, int64_t features,
                                             std::vector<Parameter>& parameters) {
  std::map<std::string, TaskData> tasks;
  for (size_t i = 0; i < corpora.size(); ++i) {
    if (recipe.corpora[i].task.empty()) continue;
    TaskData& task = tasks[recipe.corpora[i].task];
    task.share += recipe.corpora[i].share;
    for (size_t k = 0; k < corpora[i].texts.size(); ++k) {
      task.texts.push_back(tokenizer.encode(corpora[i].texts[k], recipe.max_length));
      const std::string& label = corpora[i].labels[k];
      auto at = std::find(task.names.begin(), task.names.end(), label);
      if (at == task.names.end()) at = task.names.insert(at, label);
      task.labels.push_back(at - task.names.begin());
    }
  }
  const ParameterSource heads(nullptr, mix(recipe.seed, 4), true);
  for (auto& [name, task] : tasks) {
    const auto classes = static_cast<int64_t>(task.names.size());
    const ParameterSource head = heads.scope(name);
    task.weight = head.parameter("weight", {classes, features}, Init::normal(0.02));
    task.bias = head.parameter("bias", {classes}, Init::zeros());
  }
  for (const Parameter& parameter : heads.asked()) parameters.push_back(parameter);
  return tasks;
}

Tensor task_loss(const TaskData& task, const Tensor& features,
                 const std::vector<int64_t>& positions) {
  std::vector<int64_t> labels;
  for (const int64_t position : positions)
    labels.push_back(task.labels[static_cast<size_t>(position)]);
  return cross_entropy(at::addmm(task.bias, features, task.weight.t()), label_tensor(labels), {});
}

}  // namespace sempurna
