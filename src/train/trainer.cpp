#include "train/trainer.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "train/learning_rate.h"
#include "train/metric_lines.h"
#include "train/stop_signals.h"

namespace sempurna {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

std::vector<int64_t> weights_of(const ExampleSource& source, const Batches& batches) {
  std::vector<int64_t> weights;
  for (const auto& batch : batches) weights.push_back(weight_of(source, batch));
  return weights;
}

}  // namespace

Trainer::Trainer(Model& model, ExampleSource& training, ExampleSource* validation,
                 const TrainingPlan& plan, int64_t classes, CheckpointStore& checkpoints,
                 Progress& progress)
    : model_(model),
      training_(training),
      validation_(validation),
      plan_(plan),
      classes_(classes),
      checkpoints_(checkpoints),
      progress_(progress),
      optimizer_(plan.hyperparameters, trained_parameters(model, plan.head_only)),
      selection_(plan.hyperparameters),
      steps_per_epoch_(static_cast<int64_t>(batches_of(0).size())) {
  ensure(training.size() > 0, "there is something to train on");
  if (plan.hyperparameters.optimizer == OptimizerKind::Lbfgs) {
    solver_ = std::make_unique<HeadSolver>(model, training, plan);
    steps_per_epoch_ = 1;
  }
}

Batches Trainer::batches_of(int64_t epoch) const {
  const auto& h = plan_.hyperparameters;
  return training_batches(training_.size(), h.batch_size, static_cast<uint64_t>(h.seed),
                          static_cast<uint64_t>(epoch));
}

int64_t Trainer::total_steps() const {
  return steps_per_epoch_ * plan_.hyperparameters.epochs;
}

bool Trainer::is_over() const {
  return epoch_ >= plan_.hyperparameters.epochs || selection_.should_stop();
}

TrainingOutcome Trainer::run() {
  started_ = saved_ = Clock::now();
  resume();
  bool ended_early = false;
  try {
    while (!is_over()) {
      solver_ ? solve_epoch() : train_epoch();
      finish_epoch();
    }
  } catch (const EndedEarly&) {
    ended_early = true;
  }
  TrainingOutcome outcome{history_,
                          epoch_ - 1,
                          std::move(best_predictions_),
                          seconds_before_ + seconds_since(started_),
                          run_seconds_before_,
                          ended_early};
  if (validation_ != nullptr) outcome.best_epoch = selection_.best_epoch();
  if (!holds_best_) restore_best();
  return outcome;
}

void Trainer::restore_best() {
  const auto named = model_tensors(model_, plan_.head_only);
  if (world().first()) checkpoints_.load_best(named);
  std::vector<Tensor> tensors;
  for (const auto& [name, tensor] : named) tensors.push_back(tensor);
  take_from_first(world(), tensors);
}

void Trainer::resume() {
  const auto state = checkpoints_.load(model_tensors(model_, plan_.head_only), optimizer_.state());
  world().barrier();  // before the first writes another
  if (!checkpoints_.damaged().empty()) {
    progress_.write("finding", {{"finding",
                                 {{"severity", "warning"},
                                  {"code", "damaged-checkpoint"},
                                  {"message", checkpoints_.damaged()}}}});
  }
  if (!state) return;
  epoch_ = state->at("epoch");
  step_ = state->at("step");
  loss_sum_ = state->at("loss_sum");
  right_ = state->at("right");
  seen_ = state->at("seen");
  for (const Json& record : state->at("history"))
    history_.push_back(from_json<EpochRecord>(record, "the checkpoint's history"));
  seconds_before_ = state->at("seconds");
  run_seconds_before_ = state->value("run_seconds", 0.0);
  optimizer_.set_steps(state->at("optimizer_steps"));
  selection_.restore(state->at("selection"));
  progress_.write("phase", {{"phase", "resumed"}, {"epoch", epoch_ + 1}, {"step", step_}});
}

void Trainer::save() {
  if (!world().first()) return;
  const auto model = model_tensors(model_, plan_.head_only);
  Json state = {{"epoch", epoch_},
                {"step", step_},
                {"loss_sum", loss_sum_},
                {"right", right_},
                {"seen", seen_},
                {"history", to_json(history_)},
                {"seconds", seconds_before_ + seconds_since(started_)},
                {"run_seconds", run_seconds_before_ + seconds_since(began_.value_or(started_))},
                {"optimizer_steps", optimizer_.steps()},
                {"selection", selection_.state()}};
  checkpoints_.save({std::move(state), model, optimizer_.state(), holds_best_, is_over()});
  saved_ = Clock::now();
}

void Trainer::stop_if_asked() {
  if (!any_rank(world(), stop_requested() || finish_requested())) return;
  save();
  checkpoints_.finish();
  if (!history_.empty() && !any_rank(world(), stop_requested())) throw EndedEarly{};
  throw_stopped();
}

void Trainer::train_epoch() {
  const auto& h = plan_.hyperparameters;
  progress_.write("phase", {{"phase", "training"}, {"epoch", epoch_ + 1}, {"epochs", h.epochs}});
  Batches batches = batches_of(epoch_);
  const auto steps = static_cast<int64_t>(batches.size());
  batches.erase(batches.begin(), batches.begin() + step_);
  if (batches.empty()) return;  // stopped between the last step and validation
  const int64_t began_at = step_;
  std::vector<int64_t> weights;
  if (first_steps_) {
    weights = weights_of(training_, batches);
    first_steps_->start();
  }
  training_.begin(share_of(world(), std::move(batches)), static_cast<uint64_t>(epoch_),
                  h.augmentation);
  while (step_ < steps) {
    stop_if_asked();
    const int64_t number = epoch_ * steps_per_epoch_ + step_;
    holds_best_ = false;
    const Examples examples = training_.next();
    StepResult result;
    const auto compute = [&] {
      result = training_step(model_, examples, plan_, optimizer_, number,
                             learning_rate_at(h, number, total_steps()),
                             fmt::format("epoch {}, step {}", epoch_ + 1, step_ + 1));
    };
    if (first_steps_ && !first_steps_->any()) {
      run_first_step(examples.size(), plan_, compute);
    } else {
      compute();
    }
    ++step_;
    loss_sum_ += result.loss * static_cast<double>(result.examples);
    right_ += result.right;
    seen_ += result.examples;
    items_now_ += result.examples;
    ++steps_now_;
    report("training", step_, steps);
    if (first_steps_) {
      first_steps_->step(weights[static_cast<size_t>(step_ - 1 - began_at)]);
      if (first_steps_->enough() || step_ == steps) {
        first_steps_done_(std::exchange(first_steps_, nullptr)->trial());
      }
    }
    const bool due = seconds_since(saved_) >= checkpoint_seconds_;
    if (world().first() && step_ < steps && due) save();
  }
}

void Trainer::solve_epoch() {
  const int64_t epochs = plan_.hyperparameters.epochs;
  progress_.write("phase", {{"phase", "training"}, {"epoch", epoch_ + 1}, {"epochs", epochs}});
  if (step_ == steps_per_epoch_) return;  // stopped between the solution and validation
  const auto passes = [&](int64_t done) {
    // A resumed run solves this one again.
    if (finish_requested() && !stop_requested() && !history_.empty()) throw EndedEarly{};
    throw_if_stopped();
    report("training", std::min<int64_t>(done, HeadSolver::kMostSteps), HeadSolver::kMostSteps);
  };
  holds_best_ = false;
  const StepResult result = solver_->solve(penalty(), passes);
  step_ = 1;
  loss_sum_ = result.loss * static_cast<double>(result.examples);
  right_ = result.right;
  seen_ = result.examples;
  items_now_ += result.examples;
  ++steps_now_;
}

double Trainer::penalty() const {
  return head_penalties(model_, validation_ != nullptr)[static_cast<size_t>(epoch_)];
}

void Trainer::finish_epoch() {
  const auto& h = plan_.hyperparameters;
  const auto examples = static_cast<double>(seen_);
  EpochRecord record{epoch_ + 1, {}};
  if (solver_) {
    record.figures.emplace_back("penalty", penalty());
  } else {
    record.figures.emplace_back(
        "learning_rate", learning_rate_at(h, (epoch_ + 1) * steps_per_epoch_ - 1, total_steps()));
  }
  record.figures.emplace_back("loss", loss_sum_ / examples);
  record.figures.emplace_back("accuracy", static_cast<double>(right_) / examples);
  validate(record);
  history_.push_back(record);
  ++epoch_;
  step_ = 0;
  loss_sum_ = 0;
  right_ = seen_ = 0;
  save();

  Json event = to_json(record);
  event["epochs"] = h.epochs;
  std::string line = epoch_line(plan_.task, h.epochs, record);
  line.pop_back();
  event["message"] = line;
  progress_.write("epoch", event);
  if (listener_) listener_(record);
}

void Trainer::validate(EpochRecord& record) {
  if (validation_ == nullptr) {
    holds_best_ = true;
    return;
  }
  const auto& h = plan_.hyperparameters;
  const auto began = Clock::now();
  progress_.write("phase", {{"phase", "validation"}, {"epoch", epoch_ + 1}, {"epochs", h.epochs}});
  auto predictions =
      evaluate(model_, *validation_, plan_, classes_, kEvaluationBatch, [&](int64_t done) {
        // The epoch's steps are done; a resumed run validates again.
        stop_if_asked();
        report("validation", done, validation_->size());
      });
  const Metrics metrics = compute_metrics(predictions, plan_.loss.binary);
  const Figures figures = summary(metrics, "val_");
  record.figures.insert(record.figures.end(), figures.begin(), figures.end());
  holds_best_ = selection_.offer(epoch_, metrics.value(h.eval_metric), metrics.loss);
  if (validated_) validated_(epoch_ + 1, predictions);
  if (holds_best_) best_predictions_ = std::move(predictions);
  validation_seconds_ = seconds_since(began);
  validating_seconds_ += validation_seconds_;
}

double Trainer::eta() const {
  if (steps_now_ == 0) return -1;
  const double step =
      (seconds_since(started_) - validating_seconds_) / static_cast<double>(steps_now_);
  const int64_t done = epoch_ * steps_per_epoch_ + step_;
  const int64_t validations = plan_.hyperparameters.epochs - epoch_;
  // Until the first validation: a pass without gradients takes about a third of one with them.
  const double validation = validation_ == nullptr ? 0
                            : validation_seconds_ > 0
                                ? validation_seconds_
                                : step * static_cast<double>(validation_->size()) /
                                      static_cast<double>(3 * plan_.hyperparameters.batch_size);
  return step * static_cast<double>(std::max<int64_t>(0, total_steps() - done)) +
         validation * static_cast<double>(validations);
}

void Trainer::report(const std::string& phase, int64_t step, int64_t steps) {
  const double passed = seconds_since(started_) - validating_seconds_;
  // Not a number while nothing has been trained on yet.
  const auto seen = static_cast<double>(seen_);
  progress_.step({.phase = phase,
                  .epoch = epoch_ + 1,
                  .epochs = plan_.hyperparameters.epochs,
                  .step = step,
                  .steps = steps,
                  .total_step = epoch_ * steps_per_epoch_ + step_,
                  .total_steps = total_steps(),
                  .loss = loss_sum_ / seen,
                  .metric = static_cast<double>(right_) / seen,
                  .items_per_second = passed > 0 ? static_cast<double>(items_now_) / passed : 0,
                  .eta_seconds = eta()});
}

}  // namespace sempurna
