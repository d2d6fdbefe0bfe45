#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "serving/sockets_folder.h"
#include "serving/variant.h"

namespace sempurna {

/// The variants of an endpoint that were deployed together. Requests hold it while they are
/// answered; as of Variant, what changes it is for the one thread that watches over it.
class Deployment {
 public:
  /// Its folders lie in `folder`, its sockets in `sockets`.
  Deployment(const DeploymentPlan& plan, const fs::path& folder, SocketsFolder& sockets);

  int64_t number() const { return number_; }
  const std::vector<std::unique_ptr<Variant>>& variants() const { return variants_; }
  Variant* find(const std::string& name) const;  ///< null where there is none
  /// One by their weights, `at` in [0, 1).
  Variant& choose(double at) const;

  /// Fetches the models, `fetch` each, on a thread of its own.
  void prepare(std::function<void(const Variant&)> fetch);
  /// Whether that was begun.
  bool is_begun() const { return begun_; }
  /// Whether they are there. Throws what fetching threw.
  bool is_prepared();

  /// Whether its workers were started.
  bool is_started() const { return started_; }
  void start(Executor& executor, const Say& say);
  /// Whether all are ready.
  bool look(Executor& executor, const Say& say);
  /// Why it will not be ready; empty while it may.
  std::optional<std::string> failure() const;

  /// Whether a request is at it.
  bool is_used() const { return requests_ > 0; }
  /// Ends the workers once no request is at them; whether they have ended.
  bool retire();

  /// While one of these lives, the deployment has a request, and is not retired.
  class Use {
   public:
    explicit Use(std::shared_ptr<Deployment> of) : of_(std::move(of)) { ++of_->requests_; }
    ~Use() { --of_->requests_; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    Deployment& deployment() const { return *of_; }

   private:
    std::shared_ptr<Deployment> of_;
  };

 private:
  int64_t number_;
  std::vector<std::unique_ptr<Variant>> variants_;
  std::shared_future<void> fetched_;  ///< throws each time that it is asked
  std::atomic<int> requests_ = 0;
  bool begun_ = false;
  bool started_ = false;
  bool stopped_ = false;
};

}  // namespace sempurna
