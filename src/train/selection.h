#pragma once

#include <cstdint>
#include <limits>

#include "base/json.h"
#include "catalog/hyperparameters.h"

namespace sempurna {

/// Which epoch is kept, and when to stop. The best epoch is that with the highest value, of
/// equals that with the lowest loss, of equals again the earlier: on few examples many epochs have
/// the same accuracy, and the first of them is hardly sure of any. Stopping follows
/// tf.keras.callbacks.EarlyStopping: only a value more than early_stopping_min_delta above the last
/// that counted is an improvement, and early_stopping_patience epochs without one end the run.
class Selection {
 public:
  explicit Selection(const Hyperparameters& h);

  /// Metric and loss after `epoch` (from 0). Returns whether this epoch is the best so far.
  bool offer(int64_t epoch, double value, double loss);

  bool should_stop() const { return enabled_ && waited_ >= patience_; }
  int64_t best_epoch() const { return best_epoch_; }  ///< -1 before the first
  double best() const { return best_; }

  Json state() const;
  void restore(const Json& state);

 private:
  bool enabled_;
  int64_t patience_;
  double min_delta_;
  int64_t best_epoch_ = -1;
  double best_ = 0;
  double best_loss_ = std::numeric_limits<double>::infinity();
  double counted_ = 0;  ///< the last improvement
  bool any_counted_ = false;
  int64_t waited_ = 0;
};

}  // namespace sempurna
