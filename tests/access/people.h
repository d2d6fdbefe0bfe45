#pragma once

#include <gtest/gtest.h>

#include "access/directory.h"

namespace sempurna {

class SetClock : public Clock {
 public:
  Time now() const override { return time; }
  Time time{std::chrono::milliseconds(1767323045000)};
};

inline const std::string kReadAll =
    R"({"Statement":{"Effect":"Allow","Action":["s3:Get*","sts:AssumeRole"],"Resource":"*"}})";
inline const std::string kTrustAccount =
    R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}})";
inline const std::string kTrustBudi =
    R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/budi"},)"
    R"("Action":"sts:AssumeRole"}})";
inline const std::string kWrite =
    R"({"Statement":{"Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::out/*"}})";

/// Two identities, and two roles that trust the account and one of them.
class People : public testing::Test {
 protected:
  People() {
    directory.add_identity("ana", {{"read", kReadAll}});
    directory.add_identity("budi", {});
    DeclaredRole trainer{"trainer", "/service/", kTrustAccount, {{"write", kWrite}}, 3600};
    DeclaredRole budis{"budis", "/", kTrustBudi, {{"write", kWrite}}, 7200};
    directory.declare({}, {trainer, budis});
  }

  AccessFault fault_of(const std::string& id, const std::string& token) {
    try {
      directory.find(id, token);
    } catch (const AccessError& error) {
      return error.fault();
    }
    return AccessFault::LimitExceeded;
  }
  Caller caller(const std::string& name) {
    const NewAccessKey key = directory.add_key(name);
    return directory.find(key.id, "").caller;
  }
  Session assume(const Caller& who, const std::string& role, const std::string& policy = "",
                 int seconds = 900) {
    RoleRequest request;
    request.role_arn = "arn:aws:iam::123456789012:role" + role;
    request.session_name = "job-1";
    request.seconds = seconds;
    request.policy = policy;
    return directory.assume_role(who, request, {});
  }
  Verdict verdict(const Caller& who, const std::string& action, const std::string& resource,
                  const std::string& resource_policy = "") {
    return directory.decide({who, action, "arn:aws:s3:::" + resource, {}}, resource_policy).verdict;
  }

  TemporaryFolder folder;
  SetClock clock;
  MasterKey master{std::string(32, 'm')};
  Directory directory{folder.path() / "access.sqlite", "123456789012", master, clock};
};

}  // namespace sempurna
