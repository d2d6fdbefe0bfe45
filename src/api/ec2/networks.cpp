#include <algorithm>
#include <functional>

#include "api/ec2/handlers.h"

namespace sempurna::ec2 {

namespace {

// Filter.1.Name, Filter.1.Value.1, …; every filter must hold, any of its values is enough.
struct Filter {
  std::string name;
  std::vector<std::string> values;
};

std::vector<Filter> filters(const Operation& op) {
  std::vector<Filter> found;
  for (int i = 1;; ++i) {
    const std::string prefix = "Filter." + std::to_string(i);
    const std::string name = op.text(prefix + ".Name");
    if (name.empty()) return found;
    found.push_back({name, op.list(prefix + ".Value")});
  }
}

using Facts = std::map<std::string, std::string>;

// `id_parameter` is VpcId, which the request repeats as VpcId.1, VpcId.2, …
class Selection {
 public:
  Selection(const Operation& op, const std::string& id_parameter, std::string id_name,
            std::string missing)
      : ids_(op.list(id_parameter)),
        filters_(filters(op)),
        id_name_(std::move(id_name)),
        missing_(std::move(missing)) {}

  bool takes(const Facts& facts) {
    const std::string& id = facts.at(id_name_);
    if (!ids_.empty() && std::find(ids_.begin(), ids_.end(), id) == ids_.end()) return false;
    seen_.push_back(id);
    return std::all_of(filters_.begin(), filters_.end(), [&](const Filter& filter) {
      const auto fact = facts.find(filter.name);
      if (fact == facts.end()) {
        throw QueryError(400, "InvalidParameterValue", "The filter '{}' is invalid", filter.name);
      }
      return std::any_of(filter.values.begin(), filter.values.end(),
                         [&](const std::string& value) { return fits(value, fact->second); });
    });
  }

  /// Throws when an id that was asked for is not there.
  void end() const {
    for (const auto& id : ids_) {
      if (std::find(seen_.begin(), seen_.end(), id) == seen_.end()) {
        throw QueryError(400, missing_, "The ID '{}' does not exist", id);
      }
    }
  }

 private:
  std::vector<std::string> ids_;
  std::vector<Filter> filters_;
  std::string id_name_;
  std::string missing_;
  std::vector<std::string> seen_;
};

}  // namespace

void describe_vpcs(Operation& op, XmlWriter& xml) {
  authorize(op.services, op.call, op.call.action(), "*");
  Selection selection(op, "VpcId", "vpc-id", "InvalidVpcID.NotFound");
  xml.open("vpcSet");
  for (const auto& vpc : op.services.config.networks) {
    const bool taken = selection.takes({{"vpc-id", vpc.vpc_id},
                                        {"cidr", vpc.cidr},
                                        {"is-default", vpc.is_default ? "true" : "false"},
                                        {"isDefault", vpc.is_default ? "true" : "false"},
                                        {"state", "available"},
                                        {"owner-id", op.services.config.account},
                                        {"tag:Name", vpc.name}});
    if (!taken) continue;
    xml.open("item")
        .element("vpcId", vpc.vpc_id)
        .element("ownerId", op.services.config.account)
        .element("state", "available")
        .element("cidrBlock", vpc.cidr)
        .element("isDefault", vpc.is_default);
    xml.open("tagSet")
        .open("item")
        .element("key", "Name")
        .element("value", vpc.name)
        .close()
        .close();
    xml.close();
  }
  xml.close();
  selection.end();
}

void describe_subnets(Operation& op, XmlWriter& xml) {
  authorize(op.services, op.call, op.call.action(), "*");
  Selection selection(op, "SubnetId", "subnet-id", "InvalidSubnetID.NotFound");
  xml.open("subnetSet");
  for (const auto& vpc : op.services.config.networks) {
    for (const auto& subnet : vpc.subnets) {
      const bool taken = selection.takes({{"subnet-id", subnet.id},
                                          {"vpc-id", vpc.vpc_id},
                                          {"availability-zone", subnet.zone},
                                          {"availabilityZone", subnet.zone},
                                          {"cidr-block", subnet.cidr},
                                          {"state", "available"}});
      if (!taken) continue;
      xml.open("item")
          .element("subnetId", subnet.id)
          .element("state", "available")
          .element("ownerId", op.services.config.account)
          .element("vpcId", vpc.vpc_id)
          .element("cidrBlock", subnet.cidr)
          .element("availabilityZone", subnet.zone)
          .close();
    }
  }
  xml.close();
  selection.end();
}

void describe_security_groups(Operation& op, XmlWriter& xml) {
  authorize(op.services, op.call, op.call.action(), "*");
  Selection selection(op, "GroupId", "group-id", "InvalidGroup.NotFound");
  xml.open("securityGroupInfo");
  for (const auto& vpc : op.services.config.networks) {
    for (const auto& group : vpc.security_groups) {
      const bool taken = selection.takes({{"group-id", group.id},
                                          {"group-name", group.name},
                                          {"description", group.description},
                                          {"vpc-id", vpc.vpc_id},
                                          {"owner-id", op.services.config.account}});
      if (!taken) continue;
      xml.open("item")
          .element("ownerId", op.services.config.account)
          .element("groupId", group.id)
          .element("groupName", group.name)
          .element("groupDescription", group.description)
          .element("vpcId", vpc.vpc_id)
          .close();
    }
  }
  xml.close();
  selection.end();
}

}  // namespace sempurna::ec2
