#pragma once

#include "catalog/job_folder.h"
#include "tensor/world.h"

namespace sempurna {

struct RunOptions {
  double checkpoint_seconds = 60;  ///< between two checkpoints inside an epoch
  double wait_seconds = 20;        ///< for another worker on the same folder to end
  Place place = {};
  /// Goes on when whoever started it is gone: catalog/job_worker.h tells which process it is, and
  /// the event "end" how it ended.
  bool outlives = false;
};

/// Runs a training job from its folder: reads the input, checks the data, forecasts, trains,
/// restores the best epoch, evaluates, and writes
///
///   <job>/model                         what becomes model.tar.gz
///   <job>/output/data/evaluation.json   the whole record (report/run_record.h)
///   <job>/output/failure                one sentence, when the job fails
///   <job>/progress.jsonl                events (train/progress.h)
///   <job>/checkpoints                   from which a second call goes on; may go when the job is
///   done
///
/// and the metric lines (train/metric_lines.h) to standard output. Called again on the same folder
/// it goes on from the last checkpoint and makes the same model, byte for byte.
///
/// One worker at a time works on a folder: it holds a lock on it to its end. Of several ranks all
/// read the folder, and the first alone locks it and writes, but for kept features, which each rank
/// writes its part of, and `failure`, which the rank writes that failed.
///
/// Returns a WorkerStatus: the model is there; the job failed (the sentence is in `failure`, in the
/// last progress event and on standard error); SIGTERM, SIGINT or SIGHUP stopped it, and then it
/// can be resumed; or another worker has the folder.
int run_training(const JobFolder& job, const RunOptions& options = {});

}  // namespace sempurna
