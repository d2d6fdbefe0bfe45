#pragma once

#include <map>
#include <string>
#include <vector>

#include "pretrain/corpora.h"
#include "pretrain/training_stage.h"
#include "text/tokenizer.h"

namespace sempurna {

/// One task's examples and head.
struct TaskData {
  TokenTexts texts;
  std::vector<std::string> names;  ///< of its classes, K
  std::vector<int64_t> labels;
  double share = 0;  ///< of the steps, as its corpora's together
  Tensor weight;     ///< [K, F]
  Tensor bias;       ///< [K]
};

/// The labelled corpora's tasks by name, each with a fresh head on F features, which are appended
/// to `parameters`.
std::map<std::string, TaskData> gather_tasks(const TextRecipe& recipe,
                                             const std::vector<Texts>& corpora,
                                             const Tokenizer& tokenizer, int64_t features,
                                             std::vector<Parameter>& parameters);

/// The mean cross-entropy of the examples at `positions`, whose features [B, F] these are.
Tensor task_loss(const TaskData& task, const Tensor& features,
                 const std::vector<int64_t>& positions);

}  // namespace sempurna
