#pragma once

#include <string>
#include <vector>

namespace sempurna {

/// The networks that jobs may be placed in, as the configuration declares them and EC2 lists them.
struct NetworkProfile {
  struct Subnet {
    std::string id;    ///< subnet-…
    std::string zone;  ///< us-east-1a
    std::string cidr;
  };
  struct SecurityGroup {
    std::string id;  ///< sg-…
    std::string name;
    std::string description;
  };
  std::string vpc_id;  ///< vpc-…
  std::string name;
  std::string cidr;
  bool is_default = false;
  std::vector<Subnet> subnets;
  std::vector<SecurityGroup> security_groups;
};

}  // namespace sempurna
