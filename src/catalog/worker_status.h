#pragma once

namespace sempurna {

/// What `sempurna-worker train` returns; the command line tells by it what became of the job.
enum WorkerStatus : int {
  kWorkerDone = 0,     ///< the model is there
  kWorkerFailed = 1,   ///< <job>/output/failure says why
  kWorkerStopped = 3,  ///< a signal asked for it; the job can be resumed. With a `result`
                       ///< event: the model of what it had until then is there
  kWorkerBusy = 4,     ///< another worker is at work on the job; nothing was touched
  kWorkerRefused = 5,  ///< <job>/output/failure says why; as things are, it would fail again
};

}  // namespace sempurna
