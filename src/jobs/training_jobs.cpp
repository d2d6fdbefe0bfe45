#include "jobs/training_jobs.h"

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "base/folder_lock.h"
#include "catalog/s3_copies.h"
#include "dataset/finding.h"
#include "jobs/finish_job.h"
#include "jobs/given_places.h"
#include "jobs/job_log.h"
#include "jobs/prepare_job.h"
#include "jobs/remote_output.h"
#include "run/worked_time.h"

namespace sempurna {

namespace {

using enum JobState;

constexpr auto kPollEvery = std::chrono::milliseconds(50);
constexpr auto kTryAgainAfter = std::chrono::seconds(1);
constexpr auto kDoneWithin = std::chrono::seconds(10);
constexpr auto kOldWorkerWithin = std::chrono::minutes(10);

Error stopped() {
  return {Code::Cancelled, "stopped as asked"};
}

}  // namespace

TrainingJobs::TrainingJobs(Options options, JobRecords& records, Executor& executor)
    : options_(std::move(options)), records_(records), executor_(executor) {
  make_folders(options_.home / "jobs");
  take_up();
  worker_ = std::thread([this] { work(); });
}

TrainingJobs::~TrainingJobs() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  worker_.join();
}

fs::path TrainingJobs::copies() const {
  return s3_copies(options_.home);
}

void TrainingJobs::take_up() {
  for (const JobSummary& summary : list({.statuses = {"InProgress", "Stopping"}})) {
    const JobRecord record = require(summary.name);
    const JobFolder job = folder(record.name);
    const JobState state = record.state();
    if (state == Stopping) {
      records_.change(job, Stopped);
    } else if (is_at_work(state) || state == Interrupted) {
      const bool waited = state == Pending || (state == Starting && record.changes.size() == 1);
      if (!waited) {
        records_.begin(job, record.name, record.model, read_training_request(record.request),
                       false);
        options_.log(fmt::format("the training job {} is gone on with", record.name));
      }
      waiting_.push_back(record.name);
    }
  }
}

void TrainingJobs::accept(const std::string& name, const std::string& model,
                          const TrainingRequest& request, const Json& asked) {
  const std::lock_guard lock(mutex_);
  if (fs::exists(folder(name).root) && !records_.find(folder(name))) {
    options_.log(fmt::format("{} is in the way of a new training job; move it away",
                             folder(name).root.string()));
    throw Error(Code::Conflict,
                "what an earlier training job {} has left is in the way; choose another name, or "
                "have whoever runs the server move it away",
                name);
  }
  const bool waits = !waiting_.empty() || !current_.empty();
  records_.accept(folder(name), name, model, request, asked, waits ? Pending : Starting);
  waiting_.push_back(name);
  changed_.notify_all();
}

std::optional<JobRecord> TrainingJobs::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  auto record = known(name);
  const auto place = std::find(waiting_.begin(), waiting_.end(), name);
  if (record && record->state() == Pending && place != waiting_.end()) {
    const auto before = place - waiting_.begin() + (current_.empty() ? 0 : 1);
    record->changes.back().message =
        fmt::format("Waiting for {} before it", counted(before, "jobs"));
  }
  return record;
}

std::optional<JobRecord> TrainingJobs::known(const std::string& name) const {
  auto record = records_.find(folder(name));
  return record && !record->asked.is_null() ? record : std::nullopt;
}

std::vector<JobSummary> TrainingJobs::list(JobQuery query) const {
  query.served_only = true;
  return records_.list(query);
}

JobRecord TrainingJobs::require(const std::string& name) const {
  auto record = known(name);
  if (!record) throw Error(Code::NotFound, "there is no training job {}", name);
  return std::move(*record);
}

void TrainingJobs::stop(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const JobRecord record = require(name);
  // What is being uploaded is done.
  if (record.state() == Stopping || record.state() == Uploading) return;
  if (!is_at_work(record.state())) {
    throw Error(Code::Conflict, "the training job {} has ended", name);
  }
  records_.change(folder(name), Stopping);
  if (current_ == name) {
    stops_ = true;
    return;
  }
  std::erase(waiting_, name);
  records_.change(folder(name), Stopped);
}

void TrainingJobs::remove(const std::string& name) {
  std::unique_lock lock(mutex_);
  if (!is_at_work(require(name).state())) {
    // Whoever ran it is about to be done with it.
    changed_.wait_for(lock, kDoneWithin, [&] { return current_ != name; });
  }
  if (is_at_work(require(name).state()) || current_ == name) {
    throw Error(Code::Conflict, "the training job {} has not ended", name);
  }
  fs::remove_all(folder(name).root);
  records_.remove(folder(name));
}

bool TrainingJobs::must_stop() const {
  const std::lock_guard lock(mutex_);
  return stops_;
}

bool TrainingJobs::must_end() const {
  const std::lock_guard lock(mutex_);
  return ends_;
}

void TrainingJobs::work() {
  for (;;) {
    std::string name;
    {
      std::unique_lock lock(mutex_);
      current_.clear();
      changed_.notify_all();
      changed_.wait(lock, [&] { return ends_ || !waiting_.empty(); });
      if (ends_) return;
      name = current_ = waiting_.front();
      waiting_.pop_front();
      stops_ = false;
    }
    run(name);
  }
}

void TrainingJobs::run(const std::string& name) {
  std::optional<Error> failure;
  try {
    run_whole(require(name));
  } catch (const Error& error) {
    failure = error;
  } catch (const std::exception& error) {
    failure = Error(Code::Internal, "{}", error.what());
  }
  while (!try_settle(name, failure)) std::this_thread::sleep_for(kTryAgainAfter);
}

/// Why a job failed is the last that its log says.
void TrainingJobs::end_log(const JobRecord& record) {
  if (!fs::exists(record.folder)) return;
  JobLog log(JobFolder{record.folder});
  if (record.state() == Failed) log.add(record.message());
  log.note(system_clock().now());
}

void TrainingJobs::run_whole(const JobRecord& record) {
  const TrainingRequest request = read_training_request(record.request);
  await_old_worker(folder(record.name));
  const auto objects = options_.open(record);
  const PreparedJob job = prepare(record, *objects);
  const RemoteOutput output = RemoteOutput::of_server(*objects, Location::parse(request.output));
  std::optional<JobRun> run;
  {
    // Whoever asks for its end finds it either not begun or begun.
    const std::lock_guard lock(mutex_);
    if (stops_ || ends_) throw stopped();
    run.emplace(job, nullptr, records_, executor_, &output);
  }
  follow(*run, job.folder, request.max_seconds);
}

/// That of a server which was killed saves its state, and lets go of the folder.
void TrainingJobs::await_old_worker(const JobFolder& job) const {
  const auto until = std::chrono::steady_clock::now() + kOldWorkerWithin;
  while (is_locked(job.root) && std::chrono::steady_clock::now() < until) {
    if (must_stop() || must_end()) throw stopped();
    std::this_thread::sleep_for(kPollEvery);
  }
}

PreparedJob TrainingJobs::prepare(const JobRecord& record, ObjectStore& objects) {
  const JobFolder job = folder(record.name);
  const TrainingRequest asked = read_training_request(record.request);
  TrainingRequest request;
  if (fs::exists(job.hyperparameters())) {
    request.resume = true;
    for (const char* channel : {"training", "validation", "test"}) {
      copied_.push_back(copy_of(fs::weakly_canonical(job.channel_source(channel))));
    }
  } else {
    records_.change(job, Downloading);
    request = asked;
    const NamedStore store{objects, options_.store, [&](const ObjectInfo& object) {
                             objects.head(object.bucket, object.key);
                           }};
    for (std::string* place : {&request.data, &request.validation, &request.test, &request.model}) {
      const Location location = Location::parse(place->empty() ? "-" : *place);
      if (location.kind != Location::Kind::S3) continue;
      *place = stage_in(store, location, copies(), [&](const std::string&) {
        if (must_stop() || must_end()) throw stopped();
      });
      copied_.push_back(copy_of(fs::weakly_canonical(*place)));
    }
  }
  request.name = record.name;
  request.output = (options_.home / "jobs").string();
  PreparedJob prepared = prepare_job(request);
  if (prepared.fresh && !asked.remarks.empty()) {
    std::string lines;
    for (const auto& remark : asked.remarks) lines += remark + "\n";
    write_file_atomic(prepared.folder.root / "log.txt", lines);
  }
  prepared.arn = options_.arn(record.name);
  prepared.is_served = true;
  prepared.without_network = asked.without_network;
  return prepared;
}

void TrainingJobs::follow(JobRun& run, const JobFolder& job, int64_t max_seconds) {
  JobLog log(job);
  // Over all starts.
  const double before = worked_seconds(job.progress());
  const auto began = std::chrono::steady_clock::now();
  const auto tell_finding = [&](const Json& event) {
    if (event.value("event", "") != "finding") return;
    const auto finding = from_json<Finding>(event.at("finding"), "a job's finding");
    const std::string remedy = finding.remedy.empty() ? "" : "; " + finding.remedy;
    log.add(with_given_places(job, to_line(finding) + remedy));
  };
  while (!run.poll(tell_finding)) {
    log.note(system_clock().now());
    // Whoever asked for its end gets that, also when the server ends just then.
    if (must_stop()) {
      run.stop();
    } else if (must_end()) {
      return run.suspend();
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
    if (max_seconds > 0 && before + passed.count() > static_cast<double>(max_seconds)) {
      run.stop(MaxRuntimeExceeded);
    }
    std::this_thread::sleep_for(kPollEvery);
  }
}

/// Sets down what became of a job where its run could not: before it began, or on a full disk,
/// which is tried again until there is room. What is not set down when the server ends is taken up
/// by the next.
bool TrainingJobs::try_settle(const std::string& name, const std::optional<Error>& failure) {
  try {
    const JobState state = require(name).state();
    if (is_at_work(state)) {
      if (must_end()) return true;
      set_down(name, state, failure);
    }
    const JobRecord record = require(name);
    end_log(record);
    // Of one that is gone on with by the next server they stay.
    if (record.state() != Interrupted) remove_copies();
    return true;
  } catch (const std::exception& error) {
    options_.log(fmt::format("what became of the training job {} cannot be kept yet: {}", name,
                             error.what()));
    return must_end();
  }
}

void TrainingJobs::set_down(const std::string& name, JobState state,
                            const std::optional<Error>& failure) {
  if (failure) {
    const bool stopped = state == Stopping;
    records_.change(folder(name), stopped ? Stopped : Failed,
                    stopped ? "" : with_s3_places(failure->what(), options_.home), failure->code());
  } else if (const auto facts = finished_job(folder(name))) {
    if (state != Uploading) records_.change(folder(name), Uploading);
    records_.complete(folder(name), *facts);
  }
}

/// The folder of copies that holds a place; empty: none does.
fs::path TrainingJobs::copy_of(const fs::path& place) const {
  const fs::path below = place.lexically_relative(fs::weakly_canonical(copies()));
  const bool is_ours = !below.empty() && *below.begin() != ".." && *below.begin() != ".";
  return is_ours ? copies() / *below.begin() : fs::path();
}

/// Copies of what a job read go with its end: what was sealed lies open in them.
void TrainingJobs::remove_copies() {
  for (const fs::path& copy : copied_) {
    std::error_code ignored;
    if (!copy.empty()) fs::remove_all(copy, ignored);
  }
  copied_.clear();
}

}  // namespace sempurna
