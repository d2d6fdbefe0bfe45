#include "tuning/tuned_job.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/sha256.h"

namespace sempurna {

namespace {

using enum TuningState;
using std::chrono::steady_clock;

constexpr auto kNoteEvery = std::chrono::seconds(5);

Time now() {
  return system_clock().now();
}

bool has_ended(const JobRecord& job) {
  return job.status() != "InProgress" && job.status() != "Stopping";
}

}  // namespace

std::string trial_name(const TuningRecord& job, int64_t number) {
  const std::string told =
      fmt::format("{} {} {}", job.name, number, job.created.time_since_epoch().count());
  return fmt::format("{}-{:03}-{}", job.name, number, sha256_hex(told).substr(0, 8));
}

TunedJob::TunedJob(const TuningServer& server, TuningRecords& records, TrainingJobs& jobs,
                   TuningRecord record)
    : server_(server),
      records_(records),
      jobs_(jobs),
      record_(std::move(record)),
      trials_(records.trials(record_.name)),
      milliseconds_before_(record_.milliseconds) {}

int64_t TunedJob::milliseconds() const {
  const auto passed = steady_clock::now() - began_;
  return milliseconds_before_ +
         std::chrono::duration_cast<std::chrono::milliseconds>(passed).count();
}

void TunedJob::keep() {
  record_.milliseconds = milliseconds();
  record_.changed = now();
  records_.change(record_);
}

void TunedJob::note_time() {
  record_.milliseconds = milliseconds();
  records_.change(record_);
  noted_ = steady_clock::now();
}

size_t TunedJob::at_work() const {
  return static_cast<size_t>(
      std::ranges::count_if(trials_, [](const TrialRecord& one) { return !one.ended; }));
}

bool TunedJob::look() {
  for (size_t k = 0; k < trials_.size(); ++k) {
    if (!trials_[k].ended) see(trials_[k]);
  }
  // Recorded, but not accepted before another was to be stopped.
  if (record_.ends_as) {
    std::erase_if(trials_, [&](const TrialRecord& one) {
      if (one.is_accepted) return false;
      records_.forget_trial(record_.name, one.number);
      return true;
    });
  }
  decide();
  if (!record_.ends_as && has_begun_all() && at_work() == 0) end_as(Completed, "");
  if (record_.ends_as && at_work() == 0) {
    jobs_.remove_shared(record_.name);
    record_.state = *record_.ends_as;
    record_.ended = now();
    keep();
    return false;
  }
  if (steady_clock::now() - noted_ > kNoteEvery) note_time();
  return true;
}

void TunedJob::see(TrialRecord& trial) {
  auto job = jobs_.find(trial.name);
  if (!trial.is_accepted) {
    if (!job && record_.ends_as) return;
    accept(trial);
    job = jobs_.find(trial.name);
  }
  if (trial.ended) return;
  // Its training job may have been deleted as soon as it had ended.
  if (!job) return settle(trial, nullptr);
  const JobFolder folder{job->folder};
  TrialMetric& metric =
      followed_.try_emplace(trial.number, record_.order.objective, folder).first->second;
  // What it said last is read after it is seen to have ended.
  trial.trial.by_epoch = metric.by_epoch();
  judge(trial);
  if (has_ended(*job)) return settle(trial, &*job);
  if (record_.ends_as || trial.lost_after > 0) stop_trial(trial);
}

/// After each epoch, in their order and once, also where a server is started anew: what is found
/// must not depend on how often it is looked.
void TunedJob::judge(TrialRecord& trial) {
  const std::vector<double>& all = trial.trial.by_epoch;
  if (!ends_losing(record_.order.plan)) return;
  if (trial.lost_after > 0 || trial.judged >= std::ssize(all)) return;
  std::vector<Trial> others = judged(record_.order.plan.maximizes, trials_);
  others.erase(others.begin() + (&trial - trials_.data()));
  Trial until = trial.trial;
  until.by_epoch.resize(static_cast<size_t>(trial.judged));
  while (trial.lost_after == 0 && trial.judged < std::ssize(all)) {
    until.by_epoch.push_back(all[static_cast<size_t>(trial.judged++)]);
    if (is_losing(record_.order.plan, until, others)) trial.lost_after = trial.judged;
  }
  keep(trial);
}

void TunedJob::stop_trial(const TrialRecord& trial) {
  try {
    jobs_.stop(trial.name);
  } catch (const Error& error) {
    // It has ended meanwhile, or is about to train and can be stopped then.
    if (error.code() != Code::Conflict && error.code() != Code::NotFound) throw;
  }
}

/// `job`: null where nothing is known of it any more.
void TunedJob::settle(TrialRecord& trial, const JobRecord* job) {
  TrialRecord settled = trial;
  if (job == nullptr) {
    settled.status = "Failed";
    settled.message = "its training job was deleted";
    settled.ended = now();
  } else {
    settled.status = job->status();
    if (settled.status == "Failed") settled.message = job->message();
    settled.created = job->created();
    settled.began = job->began();
    settled.ended = job->changed();
    settled.trial.objective = final_objective(record_.order.objective, *job, trial.trial.by_epoch);
  }
  settled.trial.state = settled.trial.objective ? TrialState::Succeeded : TrialState::Failed;
  keep(settled);
  trial = std::move(settled);
  followed_.erase(trial.number);
  keep();
}

void TunedJob::end_as(TuningState state, const std::string& message) {
  record_.ends_as = state;
  record_.message = message;
  keep();
  for (const TrialRecord& trial : trials_) {
    if (!trial.ended && trial.is_accepted) stop_trial(trial);
  }
}

void TunedJob::decide() {
  if (record_.ends_as) return;
  const auto seconds = static_cast<double>(milliseconds()) / 1000;
  if (const auto end = end_of(record_.order, trials_, seconds)) {
    if (end->has_converged) record_.converged = now();
    end_as(end->state, end->message);
  }
}

bool TunedJob::has_begun_all() const {
  const int64_t most = record_.order.limits.trials;
  return all_tried_ || (most > 0 && std::ssize(trials_) >= most);
}

std::function<std::optional<Values>()> TunedJob::choice() const {
  const TuningOrder& order = record_.order;
  if (record_.ends_as || has_begun_all()) return nullptr;
  if (std::cmp_greater_equal(at_work(), order.limits.at_once)) return nullptr;
  return [plan = order.plan, trials = judged(order.plan.maximizes, trials_),
          parents = order.parents] { return next_values(plan, trials, parents); };
}

void TunedJob::begin_trial(std::optional<Values> values) {
  if (record_.ends_as) return;
  if (!values) {
    all_tried_ = true;
    return;
  }
  const auto number = std::ssize(trials_) + 1;
  TrialRecord trial{.number = number, .name = trial_name(record_, number), .created = now()};
  trial.trial.epochs = epochs_of(record_.order, *values);
  trial.trial.values = std::move(*values);
  keep(trial);
  accept(trials_.emplace_back(std::move(trial)));
}

/// One that is there already was accepted just before a server was killed.
void TunedJob::accept(TrialRecord& trial) {
  auto [request, asked] = trial_request(record_.order, trial.name, trial.trial.values);
  request.shares = record_.name;
  server_.tag(trial.name, record_);
  try {
    jobs_.accept(trial.name, record_.order.model, request, asked);
  } catch (const Error& error) {
    const auto known = jobs_.find(trial.name);
    if (!known) throw;
    if (known->asked != asked) {
      trial.status = "Failed";
      trial.message = fmt::format("there is another training job {} already", trial.name);
      trial.ended = now();
      trial.trial.state = TrialState::Failed;
    }
  }
  trial.is_accepted = true;
  keep(trial);
}

void TunedJob::stop() {
  if (record_.state == Stopping) return;
  record_.state = Stopping;
  end_as(Stopped, "");
}

}  // namespace sempurna
