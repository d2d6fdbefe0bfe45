#include "api/ec2/ec2.h"
#include "api/ec2/handlers.h"
#include "api/query/dialect.h"

namespace sempurna::ec2 {

namespace {

constexpr query::ServedOperation kOperations[] = {
    {"DescribeVpcs", "ec2:DescribeVpcs", describe_vpcs, "VpcId Filter MaxResults"},
    {"DescribeSubnets", "ec2:DescribeSubnets", describe_subnets, "SubnetId Filter MaxResults"},
    {"DescribeSecurityGroups", "ec2:DescribeSecurityGroups", describe_security_groups,
     "GroupId GroupName Filter MaxResults"},
};

}  // namespace

const Dialect& dialect() {
  static const query::QueryDialect kDialect(
      {.name = "ec2",
       .xml_namespace = "http://ec2.amazonaws.com/doc/2016-11-15/",
       .operations = kOperations,
       .is_ec2 = true});
  return kDialect;
}

}  // namespace sempurna::ec2
