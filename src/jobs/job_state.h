#pragma once

#include <optional>
#include <string_view>

namespace sempurna {

/// How far a training job is: SageMaker's secondary statuses, as far as jobs here have them
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html).
enum class JobState {
  Starting,     ///< it was accepted, no worker has begun
  Pending,      ///< a server's: other jobs are before it
  Downloading,  ///< a server's: its data are fetched from where they lie, its folder is laid
  Training,     ///< a worker is at it
  Uploading,    ///< the worker has done its part; the result is packed and put where it shall go
  Completed,    ///< model.tar.gz is there
  Failed,       ///< its record says why; a worker or a person may go on with what it kept
  Stopping,     ///< somebody asked for its end
  Stopped,      ///< as asked; it can be gone on with
  MaxRuntimeExceeded,  ///< stopped, since it had the time that it may take
  Interrupted,         ///< whoever ran it is gone; it can be gone on with
};

/// "Training".
std::string_view name(JobState state);
std::optional<JobState> job_state_named(std::string_view name);

/// The TrainingJobStatus that goes with it: InProgress, Completed, Failed, Stopping or Stopped. A
/// server's job that was interrupted goes on by itself.
std::string_view status_of(JobState state, bool is_served = false);

/// Whether somebody ought to be at work on a job of this state.
bool is_at_work(JobState state);

/// Whether a job may go from one state to the other.
bool may_follow(JobState from, JobState to);

}  // namespace sempurna
