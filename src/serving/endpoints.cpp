#include "serving/endpoints.h"

#include <algorithm>
#include <random>
#include <set>

#include "base/error.h"
#include "catalog/invocation.h"
#include "serving/fetch_model.h"

namespace sempurna {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto kLookEvery = 200ms;
constexpr auto kLookSoon = 20ms;  // while something is about to be ready

double at_random() {
  thread_local std::mt19937_64 generator(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

Time now() {
  return system_clock().now();
}

}  // namespace

Endpoints::Endpoints(Options options, EndpointRecords& records, Executor& executor)
    : options_(std::move(options)),
      records_(records),
      executor_(executor),
      folders_(options_.home / "endpoints"),
      sockets_(options_.home / "endpoints.sockets") {
  take_up();
  watcher_ = std::thread([this] { work(); });
}

Endpoints::~Endpoints() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    for (auto& [name, endpoint] : endpoints_) {
      for (auto& deployment : {endpoint.current, endpoint.next}) {
        if (deployment) retired_.push_back({deployment, Leaves::All});
      }
    }
    endpoints_.clear();
  }
  changed_.notify_all();
  watcher_.join();
}

std::shared_ptr<Deployment> Endpoints::make(const std::string& name, const DeploymentPlan& plan) {
  return std::make_shared<Deployment>(plan, folders_.deployment(name, plan.number), sockets_);
}

void Endpoints::begin(const std::string& name, Endpoint& endpoint, EndpointRecord& record,
                      DeploymentPlan plan) {
  // Never one that was: what is left of another endpoint of the name may not have gone yet.
  plan.number =
      std::max({record.current ? record.current->number + 1 : 0,
                record.next ? record.next->number + 1 : 0, now().time_since_epoch().count()});
  record.next = plan;
  record.message.clear();
  record.changed = now();
  record.state = record.current ? EndpointState::Updating : EndpointState::Creating;
  endpoint.next = make(name, plan);
}

void Endpoints::take_up() {
  for (EndpointRecord& record : records_.list()) {
    folders_.leave_logs(record.name,
                        record.current ? std::set{record.current->number} : std::set<int64_t>());
    Endpoint& endpoint = endpoints_[record.name];
    if (record.current) {
      endpoint.current = make(record.name, *record.current);
      const auto& variants = endpoint.current->variants();
      // A backup has no models: they are fetched again.
      if (!std::all_of(variants.begin(), variants.end(),
                       [](const auto& variant) { return fs::exists(variant->model()); })) {
        endpoint.current.reset();
        record.next = std::exchange(record.current, std::nullopt);
        record.state = EndpointState::Creating;
      }
    }
    if (record.state == EndpointState::Creating || record.state == EndpointState::Updating) {
      begin(record.name, endpoint, record, *record.next);
      records_.change(record);
    }
  }
  remove_unknown_folders();
}

void Endpoints::create(const std::string& name, DeploymentPlan plan) {
  const std::lock_guard lock(mutex_);
  if (const auto known = endpoints_.find(name); known != endpoints_.end()) {
    throw Error(Code::AlreadyExists, "there is an endpoint {} already", known->first);
  }
  EndpointRecord record{.name = name, .created = now()};
  Endpoint endpoint;
  begin(name, endpoint, record, std::move(plan));
  records_.add(record);
  endpoints_[name] = std::move(endpoint);
  changed_.notify_all();
}

EndpointRecord Endpoints::require(const std::string& name) const {
  auto record = records_.find(name);
  if (!record) throw Error(Code::NotFound, "there is no endpoint {}", name);
  return std::move(*record);
}

void Endpoints::update(const std::string& name, DeploymentPlan plan) {
  const std::lock_guard lock(mutex_);
  EndpointRecord record = require(name);
  Endpoint& endpoint = endpoints_.at(name);
  if (endpoint.next) throw Error(Code::Conflict, "the endpoint {} is being changed", name);
  if (!endpoint.current) {
    throw Error(Code::InvalidArgument, "the endpoint {} has failed; delete it and create it anew",
                name);
  }
  begin(record.name, endpoint, record, std::move(plan));
  records_.change(record);
  changed_.notify_all();
}

void Endpoints::change(const std::string& name, const std::vector<VariantChange>& changes) {
  const std::lock_guard lock(mutex_);
  EndpointRecord record = require(name);
  const Endpoint& endpoint = endpoints_.at(name);
  if (endpoint.next || !endpoint.current) {
    throw Error(Code::Conflict, "the endpoint {} is not in service", name);
  }
  auto& plans = record.current->variants;
  for (const VariantChange& change : changes) {
    const auto plan = std::find_if(plans.begin(), plans.end(), [&](const VariantPlan& one) {
      return one.name == change.variant;
    });
    if (plan == plans.end()) {
      throw Error(Code::NotFound, "the endpoint {} has no variant {}", name, change.variant);
    }
    plan->weight = change.weight.value_or(plan->weight);
    plan->instances = change.instances.value_or(plan->instances);
  }
  double sum = 0;
  for (const VariantPlan& plan : plans) sum += plan.weight;
  if (sum <= 0) throw Error(Code::InvalidArgument, "the variants' weights would all be 0");
  record.changed = now();
  records_.change(record);
  for (const VariantPlan& plan : plans) endpoint.current->find(plan.name)->weight() = plan.weight;
}

void Endpoints::remove(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const std::string known = require(name).name;
  records_.remove(known);
  const auto found = endpoints_.find(name);
  std::set<int64_t> present;  // which go when their workers have ended
  for (auto& deployment : {found->second.current, found->second.next}) {
    if (!deployment) continue;
    present.insert(deployment->number());
    retired_.push_back({deployment, Leaves::Nothing});
  }
  folders_.remove_deployments(known, present);
  endpoints_.erase(found);
  changed_.notify_all();
}

void Endpoints::fetch(const Variant& variant) const {
  fetch_model(variant, *options_.open(variant.plan().role));
  require_memory(variant, options_.available_memory());
}

void Endpoints::work() {
  for (;;) {
    const bool is_busy = look_at_all();
    retire_all();
    std::unique_lock lock(mutex_);
    changed_.notify_all();
    if (ends_ && retired_.empty()) return;
    changed_.wait_for(lock, is_busy || !retired_.empty() ? kLookSoon : kLookEvery);
  }
}

/// Whether something is about to be ready.
bool Endpoints::look_at_all() {
  decltype(endpoints_) all;
  {
    const std::lock_guard lock(mutex_);
    all = endpoints_;
  }
  bool is_busy = false;
  for (auto& [name, endpoint] : all) {
    const Say say = [&, of = name](const std::string& words) {
      options_.log(fmt::format("the endpoint {}, {}", of, words));
    };
    try {
      if (endpoint.current) {
        if (!endpoint.current->is_started()) endpoint.current->start(executor_, say);
        is_busy = !endpoint.current->look(executor_, say) || is_busy;
      }
      if (endpoint.next) is_busy = look_at_next(name, endpoint.next) || is_busy;
    } catch (const std::exception& error) {
      // A full disk, say: nothing is lost by trying again, and no other endpoint waits for it.
      say(fmt::format("cannot be looked after: {}", error.what()));
      std::this_thread::sleep_for(kLookEvery);
    }
  }
  return is_busy;
}

bool Endpoints::look_at_next(const std::string& name, const std::shared_ptr<Deployment>& next) {
  const Say say = [](const std::string&) {};  // its failure is said
  bool is_ready = false;
  std::optional<std::string> failure;
  try {
    if (!next->is_begun()) next->prepare([this](const Variant& variant) { fetch(variant); });
    if (!next->is_prepared()) return true;
    if (!next->is_started()) next->start(executor_, say);
    is_ready = next->look(executor_, say);
    failure = next->failure();
  } catch (const std::exception& error) {
    failure = error.what();
  }
  // What befalls these is tried again.
  if (failure) {
    fail(name, next, *failure);
  } else if (is_ready) {
    put_in_service(name, next);
  }
  return true;
}

void Endpoints::put_in_service(const std::string& name, const std::shared_ptr<Deployment>& next) {
  const std::lock_guard lock(mutex_);
  const auto found = endpoints_.find(name);
  if (found == endpoints_.end() || found->second.next != next) return;  // removed meanwhile
  EndpointRecord record = require(name);
  record.current = std::exchange(record.next, std::nullopt);
  record.state = EndpointState::InService;
  record.changed = now();
  records_.change(record);
  if (found->second.current) retired_.push_back({found->second.current, Leaves::Logs});
  found->second = {next, nullptr};
}

void Endpoints::fail(const std::string& name, const std::shared_ptr<Deployment>& next,
                     const std::string& why) {
  options_.log(fmt::format("the endpoint {}: {}", name, why));
  const std::lock_guard lock(mutex_);
  const auto found = endpoints_.find(name);
  if (found == endpoints_.end() || found->second.next != next) return;
  EndpointRecord record = require(name);
  // What answered before goes on.
  record.state = record.current ? EndpointState::InService : EndpointState::Failed;
  record.message = why;
  record.changed = now();
  if (record.current) record.next.reset();
  records_.change(record);
  retired_.push_back({next, Leaves::Logs});
  found->second.next.reset();
}

void Endpoints::retire_all() {
  std::list<Retired> all;
  {
    const std::lock_guard lock(mutex_);
    all.swap(retired_);
  }
  bool any_left = false;
  std::erase_if(all, [&](const Retired& one) {
    try {
      if (!one.deployment->retire()) {
        // Who waits for a worker of it shall have one.
        if (one.deployment->is_used()) one.deployment->look(executor_, [](const std::string&) {});
        return false;
      }
    } catch (const std::exception& error) {
      options_.log(fmt::format("a worker is given up: {}", error.what()));
    }
    clear(one);
    any_left = any_left || one.leaves == Leaves::Nothing;
    return true;
  });
  const std::lock_guard lock(mutex_);
  retired_.splice(retired_.end(), all);
  // What is being ended has its folders yet.
  if (any_left && retired_.empty()) remove_unknown_folders();
}

void Endpoints::clear(const Retired& retired) {
  std::error_code missing;
  for (const auto& variant : retired.deployment->variants()) {
    if (retired.leaves == Leaves::Logs) fs::remove_all(variant->model(), missing);
    if (retired.leaves != Leaves::Nothing) continue;
    const fs::path root = variant->folder().root;
    fs::remove_all(root, missing);
    fs::remove(root.parent_path(), missing);  // once it is empty
  }
}

void Endpoints::remove_unknown_folders() const {
  std::set<std::string> known;
  for (const auto& [name, endpoint] : endpoints_) known.insert(name);
  folders_.remove_endpoints(known);
}

std::vector<std::pair<std::string, fs::path>> Endpoints::metrics(const std::string& name) const {
  Endpoint endpoint;
  {
    const std::lock_guard lock(mutex_);
    const auto found = endpoints_.find(name);
    if (found != endpoints_.end()) endpoint = found->second;
  }
  for (const auto& deployment : {endpoint.current, endpoint.next}) {
    if (!deployment) continue;
    for (const auto& variant : deployment->variants()) variant->metrics()->write_all();
  }
  std::vector<std::pair<std::string, fs::path>> all;
  for (const auto& [variant, folder] : logs(name)) all.emplace_back(variant, folder.root);
  return all;
}

/// Taken while it is the present one: nobody retires it then.
Deployment::Use Endpoints::in_service(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = endpoints_.find(name);
  if (found == endpoints_.end() || !found->second.current) {
    throw Error(Code::NotFound, "the endpoint {} is not in service", name);
  }
  return Deployment::Use(found->second.current);
}

bool Endpoints::await_ready(const Variant& variant, steady_clock::time_point until) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, until, [&] { return variant.is_ready() || ends_; }) && !ends_;
}

EndpointAnswer Endpoints::invoke(const std::string& name, const std::string& variant,
                                 const Invocation& invocation) {
  const auto until = steady_clock::now() + kInvocationWithin;
  const Deployment::Use use = in_service(name);
  Deployment& deployment = use.deployment();
  Variant* chosen = variant.empty() ? &deployment.choose(at_random()) : deployment.find(variant);
  if (chosen == nullptr) {
    throw Error(Code::NotFound, "the endpoint {} has no variant {}", name, variant);
  }
  EndpointAnswer answer{.variant = chosen->plan().name, .answer = {}, .metrics = chosen->metrics()};
  // A worker that went away is there again soon; what made it go away shall not do so again.
  for (int attempt = 1; attempt <= 2; ++attempt) {
    if (!await_ready(*chosen, until)) return answer;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now());
    if (left <= 0ms) return answer;
    const auto asked = steady_clock::now();
    answer.answer = chosen->client().invoke(invocation, left);
    answer.took = steady_clock::now() - asked;
    if (answer.answer.outcome != ModelAnswer::Outcome::Gone) break;
    chosen->suspect();
    changed_.notify_all();
  }
  return answer;
}

}  // namespace sempurna
