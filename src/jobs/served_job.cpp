#include "jobs/served_job.h"

#include <chrono>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/folder_lock.h"
#include "base/machine_memory.h"
#include "catalog/instance_types.h"
#include "catalog/s3_copies.h"
#include "dataset/finding.h"
#include "jobs/finish_job.h"
#include "jobs/given_places.h"
#include "jobs/job_log.h"
#include "jobs/kept_work.h"
#include "jobs/prepare_job.h"
#include "jobs/remote_output.h"
#include "jobs/use_sampler.h"
#include "run/worked_time.h"

namespace sempurna {

namespace {

using enum JobState;

constexpr auto kPollEvery = std::chrono::milliseconds(50);
constexpr auto kTryAgainAfter = std::chrono::seconds(1);
constexpr auto kOldWorkerWithin = std::chrono::minutes(10);

Error stopped() {
  return {Code::Cancelled, "stopped as asked"};
}

}  // namespace

ServedJob::ServedJob(const JobServer& server, JobRecords& records, Executor& executor,
                     StagedCopies& copies, std::string name, uint64_t memory_bytes)
    : server_(server),
      records_(records),
      executor_(executor),
      copies_(copies),
      name_(std::move(name)),
      folder_(server.folder(name_)),
      memory_to_come_(memory_bytes) {}

void ServedJob::run() {
  std::optional<Error> failure;
  try {
    run_whole();
  } catch (const Error& error) {
    failure = error;
  } catch (const std::exception& error) {
    failure = Error(Code::Internal, "{}", error.what());
  }
  while (!try_settle(failure)) std::this_thread::sleep_for(kTryAgainAfter);
}

void ServedJob::stop() {
  // Whoever asks for its end finds it either not begun or begun.
  const std::lock_guard lock(mutex_);
  records_.change(folder_, Stopping);
  stops_ = true;
}

JobRecord ServedJob::record() const {
  auto known = records_.find(folder_);
  if (!known) throw Error(Code::NotFound, "there is no training job {}", name_);
  return std::move(*known);
}

void ServedJob::check() const {
  if (stops_ || ends_) throw stopped();
}

void ServedJob::run_whole() {
  const JobRecord known = record();
  // Whoever shares the records may have ended it while it waited.
  if (!is_at_work(known.state())) throw stopped();
  request_ = read_training_request(known.request);
  auto running = executor_.adopt(folder_);
  if (running) {
    JobLog(folder_).add("The server was started again, and goes on with the worker at work");
    stops_ = known.state() == Stopping;
  } else {
    if (known.state() == Stopping) return upload_what_was_stopped(known);
    await_old_worker();
    begin_again(known);
  }
  const auto objects = server_.open(known);
  const PreparedJob job = prepare(*objects);
  if (!request_.checkpoints.empty()) {
    checkpoints_.emplace(*objects, Location::parse(request_.checkpoints), folder_);
    if (job.fresh) fetch_checkpoint();
  }
  const RemoteOutput output = RemoteOutput::of_server(*objects, Location::parse(request_.output));
  std::optional<JobRun> run;
  {
    const std::lock_guard lock(mutex_);
    if (!running) {
      check();
      if (record().state() == Stopping) throw stopped();
    }
    run.emplace(job, nullptr, records_, executor_, &output, std::move(running));
  }
  try {
    follow(*run, request_.max_seconds);
  } catch (const Error&) {
    put_checkpoint();  // its worker's last
    throw;
  }
}

/// An earlier server was ended when the model was packed.
void ServedJob::upload_what_was_stopped(const JobRecord& known) {
  const auto facts = finished_job(folder_);
  if (!facts) throw stopped();
  const auto objects = server_.open(known);
  const RemoteOutput output = RemoteOutput::of_server(*objects, Location::parse(request_.output));
  const bool was_too_long =
      request_.max_seconds > 0 &&
      worked_seconds(folder_.progress()) >= static_cast<double>(request_.max_seconds);
  records_.complete(folder_, output.deliver(folder_, *facts),
                    was_too_long ? MaxRuntimeExceeded : Stopped);
}

/// What another job has kept there is gone on from.
void ServedJob::fetch_checkpoint() {
  make_folders(folder_.checkpoints());
  const auto number = checkpoints_->fetch([&] { check(); });
  if (!number) return;
  JobLog(folder_).add(
      fmt::format("Goes on from the checkpoint {} in {}", *number, request_.checkpoints));
}

/// Training goes on though they cannot be put there.
void ServedJob::put_checkpoint() {
  if (!checkpoints_) return;
  try {
    checkpoints_->put_newest();
  } catch (const std::exception& error) {
    const std::string fault = fmt::format("A checkpoint could not be put into {}: {}",
                                          request_.checkpoints, error.what());
    if (std::exchange(checkpoint_fault_, fault) != fault) JobLog(folder_).add(fault);
  }
}

/// That of a server which was killed saves its state, and lets go of the folder.
void ServedJob::await_old_worker() const {
  const auto until = std::chrono::steady_clock::now() + kOldWorkerWithin;
  while (is_locked(folder_.root) && std::chrono::steady_clock::now() < until) {
    check();
    std::this_thread::sleep_for(kPollEvery);
  }
}

/// Its worker was at work when the server looked for it, and had ended before it was adopted. On a
/// full disk that is tried until there is room.
void ServedJob::begin_again(const JobRecord& known) {
  for (;; std::this_thread::sleep_for(kTryAgainAfter)) {
    check();
    try {
      const std::lock_guard lock(mutex_);
      if (record().state() == Training)
        records_.begin(folder_, name_, known.model, request_, false);
      return;
    } catch (const Error& error) {
      server_.log(
          fmt::format("the training job {} cannot be gone on with yet: {}", name_, error.what()));
    }
  }
}

PreparedJob ServedJob::prepare(ObjectStore& objects) {
  const TrainingRequest& asked = request_;
  TrainingRequest request;
  if (fs::exists(folder_.hyperparameters())) {
    request.resume = true;
    hold_copies(copies_, folder_, name_);
  } else {
    records_.change(folder_, Downloading);
    request = asked;
    const NamedStore store{objects, server_.store, [&](const ObjectInfo& object) {
                             objects.head(object.bucket, object.key);
                           }};
    for (std::string* place : {&request.data, &request.validation, &request.test, &request.model}) {
      const Location location = Location::parse(place->empty() ? "-" : *place);
      if (location.kind != Location::Kind::S3) continue;
      *place = copies_.stage(name_, store, location, [&] { check(); });
    }
  }
  request.name = name_;
  request.output = folder_.root.parent_path().string();
  PreparedJob prepared = prepare_job(request);
  if (prepared.fresh) {
    std::string lines;
    for (const auto& remark : asked.remarks) lines += remark + "\n";
    const std::string instance = instance_words(read_job_input(prepared.folder));
    if (!instance.empty()) lines += instance + "\n";
    write_file_atomic(prepared.folder.root / "log.txt", lines);
    if (!asked.shares.empty()) lend_work(server_.shared(asked.shares), folder_);
  }
  prepared.arn = server_.arn(name_);
  prepared.is_served = true;
  prepared.has_loose_output = asked.loose_output;
  prepared.worker = {
      .is_confined = asked.without_network, .is_of_server = true, .threads = server_.threads};
  return prepared;
}

void ServedJob::take_event(const Json& event, JobLog& log) {
  const std::string kind = event.value("event", "");
  if (kind == "finding") {
    const auto finding = from_json<Finding>(event.at("finding"), "a job's finding");
    const std::string remedy = finding.remedy.empty() ? "" : "; " + finding.remedy;
    log.add(with_given_places(folder_, to_line(finding) + remedy));
  }
  // From its first steps on, what it takes is seen in what the machine has left.
  if (kind == "forecast" && event.value("stage", "") == "measured") memory_to_come_ = 0;
  // All that it had to say it has said, and it is not completed yet.
  if (kind == "result") {
    keep_metrics(log);
    if (!request_.shares.empty()) keep_work(folder_, server_.shared(request_.shares));
  }
}

/// What others have now they will give back.
void ServedJob::heed_refusal(const Json& event, JobRun& run, JobLog& log) {
  const auto bytes = event.value("memory_bytes", uint64_t{0});
  if (event.value("event", "") != "error" || bytes == 0 || !has_met_another_) return;
  refused_memory_ = bytes;
  run.leave_for_later();
  log.add(fmt::format("Waits until other jobs leave it the {} of memory that it takes",
                      bytes_text(bytes)));
}

void ServedJob::keep_metrics(JobLog& log) {
  if (request_.metrics.empty()) return;
  log.note(system_clock().now());
  records_.keep_metrics(folder_, log_metrics(log.lines(), request_.metrics));
}

void ServedJob::follow(JobRun& run, int64_t max_seconds) {
  JobLog log(folder_);
  MetricLog metrics(folder_.root);
  UseSampler use(folder_.root);
  // Over all starts.
  const double before = worked_seconds(folder_.progress());
  const auto began = std::chrono::steady_clock::now();
  const auto take = [&](const Json& event) {
    take_event(event, log);
    heed_refusal(event, run, log);
  };
  while (!run.poll(take)) {
    log.note(system_clock().now());
    if (run.worker() != nullptr) use.look(*run.worker(), metrics);
    put_checkpoint();
    // Whoever asked for its end gets that, also when the server ends just then.
    if (stops_) {
      run.stop();
      if (ends_) run.hurry();
    } else if (ends_) {
      return run.suspend();
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
    if (max_seconds > 0 && before + passed.count() > static_cast<double>(max_seconds)) {
      run.stop(MaxRuntimeExceeded);
    }
    std::this_thread::sleep_for(kPollEvery);
  }
}

/// Sets down what became of the job where its run could not: before it began, or on a full disk,
/// which is tried again until there is room. What is not set down when the server ends is taken up
/// by the next.
bool ServedJob::try_settle(const std::optional<Error>& failure) {
  try {
    const JobState state = record().state();
    if (is_at_work(state)) {
      if (ends_) return true;
      set_down(state, failure);
    }
    const JobRecord known = record();
    end_log(known);
    // Of one that is gone on with by the next server they stay.
    if (known.state() != Interrupted) copies_.release(name_);
    return true;
  } catch (const std::exception& error) {
    server_.log(fmt::format("what became of the training job {} cannot be kept yet: {}", name_,
                            error.what()));
    return ends_;
  }
}

void ServedJob::set_down(JobState state, const std::optional<Error>& failure) {
  if (failure) {
    const bool stopped = state == Stopping;
    records_.change(folder_, stopped ? Stopped : Failed,
                    stopped ? "" : with_s3_places(failure->what(), server_.home), failure->code());
  } else if (const auto facts = finished_job(folder_)) {
    if (state != Uploading) records_.change(folder_, Uploading);
    records_.complete(folder_, *facts);
  }
}

/// Why a job failed is the last that its log says.
void ServedJob::end_log(const JobRecord& record) const {
  if (!fs::exists(record.folder)) return;
  JobLog log(JobFolder{record.folder});
  if (record.state() == Failed) log.add(record.message());
  log.note(system_clock().now());
}

void hold_copies(StagedCopies& copies, const JobFolder& job, const std::string& name) {
  for (const char* channel : {"training", "validation", "test"}) {
    copies.hold(name, job.channel_source(channel));
  }
}

}  // namespace sempurna
