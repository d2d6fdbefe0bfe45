#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "run/executor.h"
#include "serving/deployment.h"
#include "serving/endpoint_folders.h"
#include "serving/endpoint_records.h"
#include "serving/sockets_folder.h"
#include "store/object_store.h"

namespace sempurna {

/// What a variant shall have from now on.
struct VariantChange {
  std::string variant;
  std::optional<double> weight = {};
  std::optional<int64_t> instances = {};
};

/// What came of a request to an endpoint.
struct EndpointAnswer {
  std::string variant;                      ///< that was asked
  ModelAnswer answer;                       ///< of a worker that could not be had, even again: Gone
  std::chrono::nanoseconds took{};          ///< by the model, there and back
  std::shared_ptr<MetricLog> metrics = {};  ///< where it is to be counted
};

/// The endpoints of a server: models behind names, of which those whose case alone differs are one.
/// Each variant a worker of its own, which is
/// started again when it ends by itself. The next start of the server has those of the last. Their
/// folders lie in <home>/endpoints. Safe to use from several threads.
class Endpoints {
 public:
  struct Options {
    fs::path home;
    /// The objects as a role may see them. Throws Denied.
    std::function<std::unique_ptr<ObjectStore>(const std::string& role)> open;
    std::function<void(const std::string&)> log;  ///< a sentence now and then
    /// Bytes that workers may still take, 0 where nobody knows: one whose model needs more is not
    /// started.
    std::function<uint64_t()> available_memory;
  };

  /// Records and executor outlive this; workers are started from one thread that lives as long as
  /// this does.
  Endpoints(Options options, EndpointRecords& records, Executor& executor);
  /// Ends the workers.
  ~Endpoints();

  /// Its workers are started in the background. Throws AlreadyExists.
  void create(const std::string& name, DeploymentPlan plan);
  /// Answers go on by the present variants until those of the plan are ready, and if they never
  /// are. Throws NotFound; Conflict while it is being made or changed; InvalidArgument for one that
  /// failed, which can only be deleted.
  void update(const std::string& name, DeploymentPlan plan);
  /// From now on. Throws NotFound for an endpoint or one of the variants, InvalidArgument for
  /// weights that are all 0; Conflict while it is not in service.
  void change(const std::string& name, const std::vector<VariantChange>& changes);
  /// Requests on their way are answered. Throws NotFound.
  void remove(const std::string& name);

  std::optional<EndpointRecord> find(const std::string& name) const { return records_.find(name); }
  std::vector<EndpointRecord> list() const { return records_.list(); }
  /// As EndpointFolders has them.
  std::vector<std::pair<std::string, JobFolder>> logs(const std::string& name) const {
    const auto known = find(name);
    return folders_.logs(known ? known->name : name);
  }

  /// The folders of the same variants for jobs/metric_log.h, with all that is known by now.
  std::vector<std::pair<std::string, fs::path>> metrics(const std::string& name) const;

  /// Asks one variant by its weight, or `variant` where it is not empty, and waits until its worker
  /// is there. Throws NotFound for an endpoint that is not in service, or a variant.
  EndpointAnswer invoke(const std::string& name, const std::string& variant,
                        const Invocation& invocation);

 private:
  struct Endpoint {
    std::shared_ptr<Deployment> current;
    std::shared_ptr<Deployment> next;
  };

  /// Names whose case alone differs are one, as their ARNs are.
  struct LessButForCase {
    bool operator()(const std::string& a, const std::string& b) const {
      return lower_ascii(a) < lower_ascii(b);
    }
  };

  /// What becomes of a deployment's folder once its workers have ended.
  enum class Leaves { All, Logs, Nothing };
  struct Retired {
    std::shared_ptr<Deployment> deployment;
    Leaves leaves;
  };

  std::shared_ptr<Deployment> make(const std::string& name, const DeploymentPlan& plan);
  void begin(const std::string& name, Endpoint& endpoint, EndpointRecord& record,
             DeploymentPlan plan);
  void fetch(const Variant& variant) const;
  void take_up();
  void work();
  bool look_at_all();
  bool look_at_next(const std::string& name, const std::shared_ptr<Deployment>& next);
  void put_in_service(const std::string& name, const std::shared_ptr<Deployment>& next);
  void fail(const std::string& name, const std::shared_ptr<Deployment>& next,
            const std::string& why);
  void retire_all();
  static void clear(const Retired& retired);
  void remove_unknown_folders() const;
  EndpointRecord require(const std::string& name) const;
  Deployment::Use in_service(const std::string& name) const;
  bool await_ready(const Variant& variant, std::chrono::steady_clock::time_point until) const;

  Options options_;
  EndpointRecords& records_;
  Executor& executor_;
  EndpointFolders folders_;
  SocketsFolder sockets_;
  mutable std::mutex mutex_;  ///< of all below; of the deployments only who they are
  mutable std::condition_variable changed_;
  std::map<std::string, Endpoint, LessButForCase> endpoints_;
  std::list<Retired> retired_;
  bool ends_ = false;
  std::thread watcher_;  ///< last: it uses all above
};

}  // namespace sempurna
