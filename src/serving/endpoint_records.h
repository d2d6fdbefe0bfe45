#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/choice.h"
#include "base/clock.h"
#include "base/database.h"
#include "base/json_members.h"

namespace sempurna {

/// How far an endpoint is: SageMaker's statuses, as far as endpoints here have them
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html).
enum class EndpointState { Creating, InService, Updating, Failed };
constexpr std::array<std::string_view, 4> names_of(EndpointState) {
  return {"Creating", "InService", "Updating", "Failed"};
}

/// A model that answers for a part of an endpoint's requests.
struct VariantPlan {
  std::string name;
  double weight = 1;       ///< of all variants' together, its part of the requests
  int64_t instances = 1;   ///< that were asked for; one worker stands for them
  std::string model_data;  ///< s3://bucket/key of a model.tar.gz, or of its unpacked files
  std::string role;        ///< the ARN of whose rights it is read by
  std::string image;       ///< that the model names
  bool without_network = false;
  int64_t ready_within = 240;  ///< seconds from its start
};

template <typename Visitor, Of<VariantPlan> P>
void members(Visitor& v, P& plan) {
  v("name", plan.name);
  v("weight", plan.weight);
  v("instances", plan.instances);
  v("model_data", plan.model_data);
  v("role", plan.role);
  v("image", plan.image);
  v("without_network", plan.without_network);
  v("ready_within", plan.ready_within);
}

/// What an endpoint is made of.
struct DeploymentPlan {
  int64_t number = 0;  ///< counts an endpoint's deployments; its folder is called so
  std::string config;  ///< the name of the endpoint configuration that it came from
  std::vector<VariantPlan> variants;
};

template <typename Visitor, Of<DeploymentPlan> P>
void members(Visitor& v, P& plan) {
  v("number", plan.number);
  v("config", plan.config);
  v("variants", plan.variants);
}

struct EndpointRecord {
  std::string name;
  EndpointState state = EndpointState::Creating;
  std::string message = {};  ///< why it failed, or its last update did
  Time created = {};
  Time changed = {};
  std::optional<DeploymentPlan> current = {};  ///< that answers
  std::optional<DeploymentPlan> next = {};     ///< that is being made, or could not be
  const DeploymentPlan& shown() const { return current ? *current : *next; }
};

/// The records of endpoints, in <home>/endpoints.sqlite. Each change is there, durably, when the
/// call returns. Safe to use from several threads.
class EndpointRecords {
 public:
  /// Throws what base/database.h throws.
  explicit EndpointRecords(const fs::path& home);

  /// Throws AlreadyExists.
  void add(const EndpointRecord& record);
  /// Replaces what is known of it. Throws NotFound.
  void change(const EndpointRecord& record);
  void remove(const std::string& name);
  /// Whatever the case of its name.
  std::optional<EndpointRecord> find(const std::string& name) const;
  std::vector<EndpointRecord> list() const;  ///< by name

 private:
  mutable std::mutex mutex_;
  mutable Database database_;
};

}  // namespace sempurna
