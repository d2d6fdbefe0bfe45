#include "train/selection.h"

namespace sempurna {

Selection::Selection(const Hyperparameters& h)
    : enabled_(h.early_stopping),
      patience_(h.early_stopping_patience),
      min_delta_(h.early_stopping_min_delta) {}

bool Selection::offer(int64_t epoch, double value, double loss) {
  if (!any_counted_ || value - min_delta_ > counted_) {
    any_counted_ = true;
    counted_ = value;
    waited_ = 0;
  } else {
    ++waited_;
  }
  const bool is_better = value > best_ || (value == best_ && loss < best_loss_);
  if (best_epoch_ >= 0 && !is_better) return false;
  best_epoch_ = epoch;
  best_ = value;
  best_loss_ = loss;
  return true;
}

Json Selection::state() const {
  return {{"best_epoch", best_epoch_}, {"best", best_},     {"best_loss", best_loss_},
          {"counted", counted_},       {"waited", waited_}, {"any", any_counted_}};
}

void Selection::restore(const Json& state) {
  best_epoch_ = state.at("best_epoch");
  best_ = state.at("best");
  // JSON has no infinity.
  if (const Json& loss = state.at("best_loss"); loss.is_number()) best_loss_ = loss;
  counted_ = state.at("counted");
  waited_ = state.at("waited");
  any_counted_ = state.at("any");
}

}  // namespace sempurna
