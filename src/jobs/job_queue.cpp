#include "jobs/job_queue.h"

#include <algorithm>
#include <tuple>

namespace sempurna {

bool JobQueue::remove(const std::string& name) {
  return std::erase_if(waiting_, [&](const QueuedJob& job) { return job.name == name; }) > 0;
}

std::vector<std::string> JobQueue::overdue(Time now) const {
  std::vector<std::string> names;
  for (const QueuedJob& job : waiting_) {
    if (job.until && now > *job.until) names.push_back(job.name);
  }
  return names;
}

const QueuedJob* JobQueue::next() const {
  if (waiting_.empty() || std::ssize(at_work_) >= at_once_) return nullptr;
  auto lines = this->lines();
  return first(lines)->jobs.front();
}

void JobQueue::begin(const std::string& name) {
  const auto job = std::ranges::find(waiting_, name, &QueuedJob::name);
  if (job == waiting_.end()) return;
  at_work_[name] = job->owner;
  Owner& owner = owners_[job->owner];
  ++owner.at_work;
  owner.last_turn = ++turns_;
  waiting_.erase(job);
}

void JobQueue::end(const std::string& name) {
  const auto job = at_work_.find(name);
  if (job == at_work_.end()) return;
  --owners_[job->second].at_work;
  at_work_.erase(job);
}

std::vector<JobQueue::Line> JobQueue::lines() const {
  std::map<std::string, size_t> places;
  std::vector<Line> lines;
  for (const QueuedJob& job : waiting_) {
    const auto [place, is_new] = places.emplace(job.owner, lines.size());
    if (is_new) {
      const auto known = owners_.find(job.owner);
      lines.push_back({known == owners_.end() ? Owner{} : known->second, {}});
    }
    lines[place->second].jobs.push_back(&job);
  }
  return lines;
}

/// The one whose turn it is; the end where nobody waits.
std::vector<JobQueue::Line>::iterator JobQueue::first(std::vector<Line>& lines) {
  auto best = lines.end();
  // Of equal ones the first: its first job came before theirs.
  const auto rank = [](const Line& line) {
    return std::tuple(line.owner.at_work, line.owner.last_turn, line.jobs.front());
  };
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    if (!line->jobs.empty() && (best == lines.end() || rank(*line) < rank(*best))) best = line;
  }
  return best;
}

std::optional<size_t> JobQueue::before(const std::string& name) const {
  // Turn by turn, as if none ended meanwhile.
  auto lines = this->lines();
  auto turns = turns_;
  size_t before = 0;
  for (auto line = first(lines); line != lines.end(); line = first(lines)) {
    if (line->jobs.front()->name == name) return before;
    line->jobs.pop_front();
    ++line->owner.at_work;
    line->owner.last_turn = ++turns;
    ++before;
  }
  return std::nullopt;
}

}  // namespace sempurna
