#include "jobs/job_state.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sempurna {

namespace {

using enum JobState;

struct Row {
  JobState state;
  std::string_view name;
  std::string_view status;
  std::vector<JobState> next;
};

// A job that has ended may start again: that is what going on with it is, of a completed one where
// its archive is gone.
const std::array<Row, 11>& rows() {
  static const std::array<Row, 11> kRows = {{
      {Starting,
       "Starting",
       "InProgress",
       {Pending, Downloading, Training, Uploading, Stopping, Stopped, Failed, Interrupted}},
      {Pending,
       "Pending",
       "InProgress",
       {Pending, Downloading, Training, Uploading, Stopping, Stopped, Failed, Interrupted}},
      {Downloading,
       "Downloading",
       "InProgress",
       {Training, Uploading, Stopping, Stopped, Failed, Interrupted}},
      {Training,
       "Training",
       "InProgress",
       {Uploading, Stopping, Stopped, MaxRuntimeExceeded, Failed, Interrupted}},
      {Uploading, "Uploading", "InProgress", {Completed, Failed, Interrupted}},
      {Completed, "Completed", "Completed", {Starting}},
      {Failed, "Failed", "Failed", {Starting}},
      {Stopping,
       "Stopping",
       "Stopping",
       {Stopped, MaxRuntimeExceeded, Uploading, Failed, Interrupted}},
      {Stopped, "Stopped", "Stopped", {Starting}},
      {MaxRuntimeExceeded, "MaxRuntimeExceeded", "Stopped", {Starting}},
      {Interrupted, "Interrupted", "Stopped", {Starting}},
  }};
  return kRows;
}

const Row& row(JobState state) {
  return rows().at(static_cast<size_t>(state));
}

}  // namespace

std::string_view name(JobState state) {
  return row(state).name;
}

std::optional<JobState> job_state_named(std::string_view name) {
  for (const Row& each : rows()) {
    if (each.name == name) return each.state;
  }
  return std::nullopt;
}

std::string_view status_of(JobState state, bool is_served) {
  return row(is_served && state == Interrupted ? Starting : state).status;
}

bool is_at_work(JobState state) {
  const std::string_view status = status_of(state);
  return status == "InProgress" || status == "Stopping";
}

bool may_follow(JobState from, JobState to) {
  const auto& next = row(from).next;
  return std::find(next.begin(), next.end(), to) != next.end();
}

}  // namespace sempurna
