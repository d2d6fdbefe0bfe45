#include "serving/deployment.h"

#include "base/error.h"

namespace sempurna {

Deployment::Deployment(const DeploymentPlan& plan, const fs::path& folder, SocketsFolder& sockets)
    : number_(plan.number) {
  ensure(!plan.variants.empty(), "a deployment has a variant");
  for (const VariantPlan& variant : plan.variants) {
    variants_.push_back(std::make_unique<Variant>(variant, folder / variant.name, sockets.next()));
  }
}

Variant* Deployment::find(const std::string& name) const {
  for (const auto& variant : variants_) {
    if (variant->plan().name == name) return variant.get();
  }
  return nullptr;
}

Variant& Deployment::choose(double at) const {
  double sum = 0;
  for (const auto& variant : variants_) sum += variant->weight();
  double left = at * sum;
  for (const auto& variant : variants_) {
    left -= variant->weight();
    if (left < 0) return *variant;
  }
  // All weights are 0, or rounding went past the last.
  for (auto variant = variants_.rbegin(); variant != variants_.rend(); ++variant) {
    if ((*variant)->weight() > 0) return **variant;
  }
  return *variants_.front();
}

void Deployment::prepare(std::function<void(const Variant&)> fetch) {
  begun_ = true;
  fetched_ = std::async(std::launch::async, [this, fetch = std::move(fetch)] {
    for (const auto& variant : variants_) fetch(*variant);
  });
}

bool Deployment::is_prepared() {
  if (!fetched_.valid()) return true;
  if (fetched_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return false;
  fetched_.get();
  return true;
}

void Deployment::start(Executor& executor, const Say& say) {
  started_ = true;
  for (const auto& variant : variants_) variant->start(executor, say);
}

bool Deployment::look(Executor& executor, const Say& say) {
  bool all = true;
  for (const auto& variant : variants_) all = variant->look(executor, say) && all;
  return all;
}

std::optional<std::string> Deployment::failure() const {
  for (const auto& variant : variants_) {
    if (const auto why = variant->failure()) {
      return fmt::format(
          "The primary container for production variant {} did not pass the ping health check: {}",
          variant->plan().name, *why);
    }
  }
  return std::nullopt;
}

bool Deployment::retire() {
  if (is_used()) return false;
  if (fetched_.valid() && fetched_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    return false;
  }
  if (!stopped_) {
    for (const auto& variant : variants_) variant->stop();
    stopped_ = true;
  }
  bool ended = true;
  for (const auto& variant : variants_) ended = variant->has_ended() && ended;
  return ended;
}

}  // namespace sempurna
