#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// An operation of a service, as the audit, the figures and the log know it. Of texts that last, a
/// table's: what a client sent names nothing.
struct OperationName {
  std::string_view service;   ///< s3
  std::string_view name{};    ///< CopyObject, as the API Reference has it; empty: none yet
  std::string_view action{};  ///< s3:PutObject: what must be allowed; empty: it is not served

  /// s3:CopyObject; empty when there is none yet.
  std::string full() const {
    return name.empty() ? "" : std::string(service).append(":").append(name);
  }
};

/// An operation that a service has, a row of its table.
template <typename Handler>
struct ServedOperation {
  std::string_view name;    ///< CopyObject
  std::string_view action;  ///< s3:PutObject; more may be needed, as the request asks
  Handler* handler;
  /// Words (words.h): the parameters or members of a request that it heeds. Any other might change
  /// what is asked for, so it is refused before the operation begins.
  std::string_view heeds;
};

/// The row of this name; null: there is none.
template <typename Row>
const Row* find_operation(std::span<const Row> table, std::string_view name) {
  for (const Row& row : table) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

template <typename Row>
std::vector<OperationName> names_of(std::string_view service, std::span<const Row> table) {
  std::vector<OperationName> names;
  for (const Row& row : table) names.push_back({service, row.name, row.action});
  return names;
}

}  // namespace sempurna
