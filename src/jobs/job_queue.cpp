#include "jobs/job_queue.h"

#include <algorithm>
#include <tuple>

namespace sempurna {

bool JobQueue::remove(const std::string& name) {
  return std::erase_if(waiting_, [&](const QueuedJob& job) { return job.name == name; }) > 0;
}

/// Which of those that wait is the next one. There is one.
size_t JobQueue::turn(const std::vector<QueuedJob>& waiting, const Owners& owners) {
  const auto rank = [&](const QueuedJob& job) {
    const auto owner = owners.find(job.owner);
    return owner == owners.end() ? std::tuple(0, uint64_t{0})
                                 : std::tuple(owner->second.at_work, owner->second.last_turn);
  };
  const auto first =
      std::min_element(waiting.begin(), waiting.end(),
                       [&](const QueuedJob& a, const QueuedJob& b) { return rank(a) < rank(b); });
  return static_cast<size_t>(first - waiting.begin());
}

const QueuedJob* JobQueue::next() const {
  if (waiting_.empty() || std::ssize(at_work_) >= at_once_) return nullptr;
  return &waiting_[turn(waiting_, owners_)];
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

std::optional<size_t> JobQueue::before(const std::string& name) const {
  // Turn by turn, as if none ended meanwhile.
  auto waiting = waiting_;
  auto owners = owners_;
  auto turns = turns_;
  for (size_t before = 0; !waiting.empty(); ++before) {
    const auto job = waiting.begin() + static_cast<ptrdiff_t>(turn(waiting, owners));
    if (job->name == name) return before;
    Owner& owner = owners[job->owner];
    ++owner.at_work;
    owner.last_turn = ++turns;
    waiting.erase(job);
  }
  return std::nullopt;
}

}  // namespace sempurna
