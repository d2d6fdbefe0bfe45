#pragma once

#include <span>

#include "api/dialect.h"
#include "api/query/operation.h"

namespace sempurna::query {

/// What one service of the protocol is.
struct Service {
  std::string_view name;  ///< sts
  std::string_view xml_namespace;
  std::span<const ServedOperation> operations;
  bool is_ec2 = false;                ///< its answers and errors have a form of their own
  bool takes_unsigned_forms = false;  ///< a form that nobody signed is refused by this one
};

/// How every service of the protocol says that something went wrong.
std::span<const ErrorRow> errors();

/// AWS's query protocol, which STS, IAM and EC2 speak: a form in, XML out.
/// Source: AWS, "Query protocol" of Smithy's awsQuery and ec2Query.
class QueryDialect : public Dialect {
 public:
  explicit QueryDialect(const Service& of) : of_(of) {}

  std::string_view service() const override { return of_.name; }
  bool is_spoken_by(const ServerRequest& request) const override;
  std::vector<OperationName> operations() const override {
    return names_of(of_.name, of_.operations);
  }
  void answer(Services& services, Call& call) const override;
  std::span<const ErrorRow> errors() const override { return query::errors(); }
  void answer_failure(Call& call, const Failure& failure) const override;

 private:
  Service of_;
};

}  // namespace sempurna::query
