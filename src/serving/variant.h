#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "catalog/job_folder.h"
#include "jobs/job_log.h"
#include "jobs/metric_log.h"
#include "jobs/use_sampler.h"
#include "run/executor.h"
#include "serving/endpoint_records.h"
#include "serving/model_client.h"

namespace sempurna {

/// Tells whoever runs the server a sentence.
using Say = std::function<void(const std::string&)>;

/// One variant of a deployment and the worker that answers for it, which is started again when it
/// ends by itself or is no longer well. Its folder has the worker's log, as a job's has, and the
/// model.
///
/// start(), look(), stop() and kill() are for the one thread that watches over it; all else for
/// any.
class Variant {
 public:
  /// `socket` is the worker's to make, in a folder that is for it alone and goes with this.
  Variant(VariantPlan plan, fs::path folder, fs::path socket);
  ~Variant();

  const VariantPlan& plan() const { return plan_; }
  JobFolder folder() const { return {folder_}; }
  fs::path model() const { return folder_ / "model"; }

  void start(Executor& executor, const Say& say);
  /// Looks after the worker; whether it is ready. `say` gets a sentence when something happened.
  bool look(Executor& executor, const Say& say);
  /// Why it did not become ready since start(); empty while it may yet.
  std::optional<std::string> failure() const;
  /// A sentence in which no path of this machine is left that the variant has.
  std::string without_places(std::string words) const;
  void stop();
  /// Ends the worker at once.
  void kill();
  /// Whether its worker has ended.
  bool has_ended();

  bool is_ready() const { return ready_; }
  std::atomic<double>& weight() { return weight_; }
  ModelClient& client() { return client_; }
  /// Where its requests are counted, also after it is gone.
  const std::shared_ptr<MetricLog>& metrics() const { return metrics_; }
  /// Somebody found nobody there.
  void suspect() { ready_ = false; }

 private:
  using Clock = std::chrono::steady_clock;

  void begin(Executor& executor, const Say& say);
  void ping(const Say& say);
  void lose(const std::string& why, const Say& say);
  std::string why_it_ended(const Exit& exit);

  VariantPlan plan_;
  fs::path folder_;
  fs::path socket_;
  std::atomic<double> weight_;
  std::atomic<bool> ready_ = false;
  ModelClient client_;
  JobLog log_;
  std::shared_ptr<MetricLog> metrics_;
  UseSampler use_;
  std::unique_ptr<Execution> worker_;
  bool was_ready_ = false;  ///< since start()
  int losses_ = 0;          ///< one after another
  int missed_pings_ = 0;
  std::string lost_;       ///< why the first worker ended that was never ready
  bool answered_ = false;  ///< the present worker, a ping
  Clock::time_point began_{};
  Clock::time_point begin_at_{};
  Clock::time_point ping_at_{};
};

}  // namespace sempurna
