#include "cli/stop_job.h"

#include <chrono>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "base/shown.h"
#include "base/standard_streams.h"
#include "catalog/locations.h"
#include "cli/find_job.h"

namespace sempurna {

namespace {

constexpr auto kAskEvery = std::chrono::milliseconds(200);
// A worker has 120 s to make the model of what it has, which is then uploaded.
constexpr auto kEndsWithin = std::chrono::minutes(5);

/// As it is now; a job may be removed while somebody looks.
JobRecord again(const JobRecords& records, const JobRecord& job) {
  auto now = records.find(JobFolder{job.folder});
  if (!now) throw Error(Code::NotFound, "the record of the training job {} was removed", job.name);
  return std::move(*now);
}

/// Says what has come since the last call, without what a terminal obeys.
class Log {
 public:
  explicit Log(const fs::path& file) : file_(file, std::ios::binary) {}
  void say_more() {
    file_.clear();
    for (std::string line; std::getline(file_, line);) {
      begun_ += line;
      if (file_.eof()) return;  // the rest of the line is to come
      say_line();
    }
  }
  void say_rest() {
    if (!begun_.empty()) say_line();
  }

 private:
  void say_line() {
    say("{}\n", shown(begun_));
    begun_.clear();
  }

  std::ifstream file_;
  std::string begun_;
};

}  // namespace

int stop_job(const std::string& name) {
  JobRecords records(home_folder());
  records.settle();
  JobRecord job = find_job(records, name);
  const JobFolder folder{job.folder};
  // Whoever runs it looks at its record.
  if (job.state() != JobState::Stopping) {
    if (!is_at_work(job.state())) {
      throw Error(Code::Conflict, "the training job {} is not at work: it is {}", job.name,
                  sempurna::name(job.state()));
    }
    records.change(folder, JobState::Stopping);
    // Nobody runs one that waits.
    if (job.state() == JobState::Pending) records.change(folder, JobState::Stopped);
  }
  const auto until = std::chrono::steady_clock::now() + kEndsWithin;
  for (job = again(records, job); is_at_work(job.state()); job = again(records, job)) {
    if (std::chrono::steady_clock::now() > until) {
      throw Error(
          Code::Unavailable,
          "the training job {} was asked to stop, but is still at work; `sempurna jobs show "
          "{}` tells when it has ended",
          job.name, job.name);
    }
    std::this_thread::sleep_for(kAskEvery);
    records.settle();
  }
  say("{} is {}{}\n", job.name, sempurna::name(job.state()),
      job.facts.is_null() ? "" : ", with its model in " + job.facts.value("output", ""));
  return 0;
}

int show_log(const std::string& name, bool follow) {
  JobRecords records(home_folder());
  const JobRecord job = find_job(records, name);
  const fs::path file = job.folder / "log.txt";
  const auto goes_on = [&] {
    records.settle();
    return follow && is_at_work(again(records, job).state());
  };
  while (!fs::exists(file) && goes_on()) std::this_thread::sleep_for(kAskEvery);
  if (!fs::exists(file)) {
    const JobRecord now = again(records, job);
    const std::string& why = now.message();
    throw Error(Code::NotFound, "the training job {} has no log: {}", job.name,
                why.empty() ? file.string() + " is not there"
                            : fmt::format("it is {}, {}", sempurna::name(now.state()), shown(why)));
  }
  Log log(file);
  for (bool more = true; more;) {
    more = goes_on();
    log.say_more();
    if (more) std::this_thread::sleep_for(kAskEvery);
  }
  log.say_rest();
  return 0;
}

}  // namespace sempurna
