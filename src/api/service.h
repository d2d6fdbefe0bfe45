#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "access/audit.h"
#include "access/authenticate.h"
#include "access/directory.h"
#include "access/keys.h"
#include "api/body_budget.h"
#include "api/gate.h"
#include "api/jumpstart/bucket.h"
#include "api/operation_name.h"
#include "config/server_config.h"
#include "http/message.h"
#include "store/disk_store.h"

namespace sempurna {

class Endpoints;
class Pulls;
class TrainingJobs;
class TransformJobs;
class TuningJobs;
namespace sagemaker {
class Resources;
}
namespace studio {
class SignInLink;
}

/// What the dialects work on. Lives as long as the server.
struct Services {
  const ServerConfig& config;
  DiskStore& store;
  Directory& directory;
  Keys& keys;
  Audit& audit;
  const Clock& clock;
  // The server has these; a test that needs none does not.
  TrainingJobs* jobs = nullptr;
  TuningJobs* tuning = nullptr;
  TransformJobs* transforms = nullptr;
  Endpoints* endpoints = nullptr;
  Pulls* pulls = nullptr;
  sagemaker::Resources* resources = nullptr;
  studio::SignInLink* link = nullptr;
  BodyBudget bodies{};
  Gate gate{config, directory};
  JumpStartBucket jumpstart{config};
};

/// One request on its way through a dialect: who sent it, and what the audit will say of it.
struct Call {
  ServerRequest& request;
  ResponseWriter& answer;
  OperationName operation;  ///< of a service from the start, with a name once that is found
  BodyBudget::Share share;
  Authenticated from{};
  AuditLine audit{};                 ///< action, resource, allowed and why are the last decision's
  std::vector<AuditLine> earlier{};  ///< of the decisions before it
  bool is_decided = false;

  /// It is this operation of the service's table, by which the audit and the figures know it from
  /// here on, decided or not. The texts last. `action` is empty of one that is not served.
  void begin(std::string_view name, std::string_view action);
  /// The operation's own: what must be allowed, whatever else must be.
  std::string action() const { return std::string(operation.action); }
  /// Adds a decision to the audit. authorize() and allows() do it by themselves.
  void note(const std::string& action, const std::string& resource, bool allowed,
            const std::string& why);
};

/// `circumstances` are those of the action ("s3:prefix"); aws:SourceIp, aws:SecureTransport,
/// aws:CurrentTime, aws:username and their like are added.
Circumstances circumstances_of(Services& services, const Call& call, Circumstances circumstances);

/// Lets the call go on or throws AccessDenied, and notes it for the audit.
void authorize(Services& services, Call& call, const std::string& action,
               const std::string& resource, Circumstances circumstances = {},
               const std::string& resource_policy = {});

/// The same without the throw: noted, and told.
bool allows(Services& services, Call& call, const std::string& action, const std::string& resource,
            Circumstances circumstances = {}, const std::string& resource_policy = {});

/// The same question without the throw and the audit, where a denial is not an end.
Verdict verdict(Services& services, const Call& call, const std::string& action,
                const std::string& resource);
/// To leave out of a list what the caller may not see.
bool may(Services& services, const Call& call, const std::string& action,
         const std::string& resource, Circumstances circumstances = {},
         const std::string& resource_policy = {});

}  // namespace sempurna
