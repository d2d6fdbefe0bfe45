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
#include "config/server_config.h"
#include "http/message.h"
#include "store/disk_store.h"

namespace sempurna {

/// What the dialects work on. Lives as long as the server.
struct Services {
  const ServerConfig& config;
  DiskStore& store;
  Directory& directory;
  Keys& keys;
  Audit& audit;
  const Clock& clock;
  BodyBudget bodies{};
  Gate gate{config, directory};
};

/// One request on its way through a dialect: who sent it, and what the audit will say of it.
struct Call {
  ServerRequest& request;
  ResponseWriter& answer;
  Authenticated from;
  AuditLine audit;  ///< action, resource, allowed and why are the last decision's
  BodyBudget::Share share;
  std::vector<AuditLine> earlier{};  ///< of the decisions before it
  bool is_decided = false;

  /// What has the call's name from here on in the audit, decided or not.
  void name(const std::string& operation);
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

/// Throws SignatureDoesNotMatch unless the signature was made for this service: one that was made
/// for another is of no use here.
void require_service(const Call& call, std::string_view service);

/// The same question without the throw and the audit, where a denial is not an end.
Verdict verdict(Services& services, const Call& call, const std::string& action,
                const std::string& resource);
/// To leave out of a list what the caller may not see.
bool may(Services& services, const Call& call, const std::string& action,
         const std::string& resource, Circumstances circumstances = {},
         const std::string& resource_policy = {});

}  // namespace sempurna
