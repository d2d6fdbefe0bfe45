#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "access/directory.h"
#include "access/master_key.h"
#include "access/network.h"
#include "http/server.h"

namespace sempurna {

struct InstanceType {
  std::string name;  ///< ml.m5.large
  int gpus = 0;
  int cpus = 0;
  double memory_gib = 0;
};

/// What the server works with: the configuration file, then the environment, then the command
/// line's options, each over the one before.
struct ServerConfig {
  fs::path data_dir;
  std::string region = "us-east-1";
  std::string account = "000000000000";
  std::string host_name;  ///< bucket.HOST_NAME is the bucket; localhost always is
  HttpOptions http;
  bool allow_plain_http_beyond_loopback = false;
  bool allow_signature_v2 = true;  ///< of presigned requests
  bool metrics_beyond_loopback = false;
  double requests_per_second = 0;        ///< of one identity; 0: no limit
  double failed_logins_per_second = 10;  ///< of one address; 0: no limit
  int upload_days = 7;                   ///< an upload that is not completed by then ends; 0: never
  int uploads_per_bucket = 10000;        ///< not completed
  int jobs_at_once = 0;                  ///< training jobs; 0: as processors and memory suggest
  std::map<std::string, uint64_t> bucket_quotas;  ///< bytes by bucket; "*" is each other one
  MasterKey::Source master_key;
  std::vector<DeclaredIdentity> identities;
  std::vector<DeclaredRole> roles;
  std::vector<NamedPolicy> policies;
  std::vector<NetworkProfile> networks;
  std::vector<InstanceType> instance_types;
  // Defaults for jobs, from the SageMaker SDK's config.yaml (the administrator's, then the user's).
  std::string default_role_arn;
  std::vector<std::string> default_subnets;
  std::vector<std::string> default_security_groups;
  std::string default_volume_kms_key;
  std::string default_output_kms_key;

  /// What is in force and where each value came from, for `sempurna config show`.
  struct Origin {
    std::string name;   ///< "region"
    std::string value;  ///< never a secret
    std::string
        from;  ///< "default", "/etc/sempurna/config.yaml, line 3", "--region", "SEMPURNA_REGION"
  };
  std::vector<Origin> origins;
};

}  // namespace sempurna
