#pragma once

#include <cstdint>
#include <vector>

#include "models/model.h"
#include "tensor/world.h"
#include "train/example_source.h"
#include "train/loss.h"
#include "train/optimizer.h"

namespace sempurna {

/// How a model is trained, beyond the data.
struct TrainingPlan {
  Task task = Task::ImageClassification;
  Hyperparameters hyperparameters;
  LossSettings loss;
  Precision precision = Precision::Fp32;
  double head_dropout = 0;
  bool head_only = false;  ///< the backbone keeps its weights
  Place place;
};

/// What is trained: everything but buffers, or of the head alone. Switches the others' gradients
/// off.
std::vector<Parameter> trained_parameters(const Model& model, bool head_only);

/// The tensors that training changes, buffers included, as "model.<name>", for checkpoints: all of
/// them, or those of the head alone.
std::vector<NamedTensor> model_tensors(const Model& model, bool head_only);

/// [B, K] or, in binary mode, [B, 1].
Tensor logits_of(Model& model, const Examples& examples, const Pass& pass);

/// How many of the logits, [B, K] or in binary mode [B, 1], answer their labels.
int64_t count_right(const Tensor& logits, const Tensor& labels, bool binary);

struct StepResult {
  double loss = 0;  ///< mean over the examples, penalty included
  int64_t right = 0;
  int64_t examples = 0;
};

/// The figures of the whole batch from those of each rank's share.
StepResult over_ranks(World& world, StepResult own);

/// One training step: forward, loss, backward, update. `number` counts from 0 over the whole run
/// and, with the seed, decides the dropout masks.
///
/// Among several ranks the examples are this one's share of the batch, which may be none; the step
/// and its result are those of the whole. Masks are of each rank's own. Batch norm sees a rank's
/// own share, and the running values are those of the first rank, as torch's
/// DistributedDataParallel has it.
///
/// Throws InvalidArgument, with the weights
/// untouched, when loss or gradients are no longer finite; `where` names the place in its message.
StepResult training_step(Model& model, const Examples& examples, const TrainingPlan& plan,
                         Optimizer& optimizer, int64_t number, double learning_rate,
                         const std::string& where);

}  // namespace sempurna
