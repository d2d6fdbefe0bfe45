#pragma once

#include <cstdint>
#include <string>

#include "catalog/task.h"
#include "report/run_record.h"

namespace sempurna {

/// The lines by which clients read metrics from a job's log, as the published regular expressions
/// match them: "- val_accuracy: ([0-9\.]+)" of the image algorithm, "val_accuracy=([0-9\.]+)" of
/// the text algorithm (docs.aws.amazon.com/sagemaker/latest/dg/IC-TF-tuning.html and
/// text-classification-tensorflow-tuning.html).

/// One line for an epoch (from 1): "Epoch 2/5 - loss: 0.5012 - accuracy: 0.8000 - val_loss: …", for
/// texts with "loss=0.5012 accuracy=0.8000 …" behind it. `record` holds the metrics by name; what
/// is no number is passed over.
std::string epoch_line(Task task, int64_t epochs, const EpochRecord& record);

/// Each metric of the restored epoch on its own line: "- val_accuracy: 0.9000", for texts
/// "- val_accuracy: 0.9000 val_accuracy=0.9000".
std::string result_lines(Task task, const Figures& figures);

/// "- Test accuracy: 0.9000" and so on, for the names in `summary`.
std::string test_lines(Task task, const Figures& figures);

}  // namespace sempurna
