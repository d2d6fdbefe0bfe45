#include "tuning/tuning_jobs.h"

#include <utility>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(100);

/// Others have what a lock is for, as long as this lives.
class Unlocked {
 public:
  explicit Unlocked(std::unique_lock<std::mutex>& lock) : lock_(lock) { lock_.unlock(); }
  ~Unlocked() { lock_.lock(); }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;

 private:
  std::unique_lock<std::mutex>& lock_;
};

}  // namespace

TuningJobs::TuningJobs(TuningServer server, TuningRecords& records, TrainingJobs& jobs)
    : server_(std::move(server)), records_(records), jobs_(jobs) {
  for (TuningRecord& record : records_.list()) {
    if (!is_at_work(record.state)) continue;
    const std::string name = record.name;
    at_work_[name] =
        std::make_unique<AtWork>(AtWork{{server_, records_, jobs_, std::move(record)}});
    server_.log(fmt::format("the tuning job {} is gone on with", name));
  }
  watcher_ = std::thread([this] { work(); });
}

TuningJobs::~TuningJobs() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  watcher_.join();
}

void TuningJobs::create(const std::string& name, TuningOrder order, const Json& asked,
                        Time created) {
  TuningRecord record{.name = name,
                      .asked = asked,
                      .order = std::move(order),
                      .created = created,
                      .changed = created};
  const std::lock_guard lock(mutex_);
  records_.add(record);
  at_work_[name] = std::make_unique<AtWork>(AtWork{{server_, records_, jobs_, std::move(record)}});
  changed_.notify_all();
}

std::vector<TrialRecord> TuningJobs::trials(const std::string& name) const {
  std::vector<TrialRecord> all = records_.trials(name);
  for (TrialRecord& trial : all) {
    if (trial.ended) continue;
    const auto job = jobs_.find(trial.name);
    if (!job) continue;
    // One that has ended just now is at work until its objective is known.
    if (job->status() == "Stopping") trial.status = "Stopping";
    trial.created = job->created();
    trial.began = job->began();
  }
  return all;
}

TuningRecord TuningJobs::require(const std::string& name) const {
  auto record = records_.find(name);
  if (!record) throw Error(Code::NotFound, "there is no tuning job {}", name);
  return std::move(*record);
}

void TuningJobs::stop(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const TuningRecord record = require(name);
  const auto tuned = at_work_.find(record.name);
  if (tuned == at_work_.end()) {
    throw Error(Code::Conflict, "the tuning job {} has ended", record.name);
  }
  tuned->second->job.stop();
  changed_.notify_all();
}

void TuningJobs::remove(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const TuningRecord record = require(name);
  if (at_work_.contains(record.name)) {
    throw Error(Code::Conflict, "the tuning job {} has not ended", record.name);
  }
  records_.remove(record.name);
}

/// What befalls one, a full disk for instance, is tried again.
TuningJobs::Found TuningJobs::look_at(const std::string& name, AtWork& tuned, Lock& lock) {
  try {
    const bool goes_on = tuned.job.look();
    const bool has_begun = goes_on && begin_trial(tuned.job, lock);
    tuned.fault.clear();
    return !goes_on ? Found::Ended : has_begun ? Found::Begun : Found::AtWork;
  } catch (const std::exception& error) {
    if (std::exchange(tuned.fault, error.what()) != error.what()) {
      server_.log(fmt::format("the tuning job {} cannot go on yet: {}", name, error.what()));
    }
    return Found::AtWork;
  }
}

/// Returns whether one began, or all has been tried. Nobody waits while it is chosen.
bool TuningJobs::begin_trial(TunedJob& job, Lock& lock) {
  const auto choice = job.choice();
  if (!choice) return false;
  std::optional<Values> values;
  {
    const Unlocked while_it_is_chosen(lock);
    values = choice();
  }
  if (ends_) return false;
  job.begin_trial(std::move(values));
  return true;
}

void TuningJobs::work() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    bool has_begun = false;
    for (auto one = at_work_.begin(); one != at_work_.end() && !ends_;) {
      const Found found = look_at(one->first, *one->second, lock);
      has_begun = has_begun || found == Found::Begun;
      one = found == Found::Ended ? at_work_.erase(one) : std::next(one);
    }
    if (ends_) break;
    // Others may begin beside those.
    if (has_begun) continue;
    if (at_work_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_for(lock, kLookEvery);
    }
  }
  for (auto& [name, tuned] : at_work_) {
    try {
      tuned->job.note_time();
    } catch (const std::exception& error) {
      server_.log(fmt::format("how long the tuning job {} was worked on is not kept: {}", name,
                              error.what()));
    }
  }
}

}  // namespace sempurna
