#include "api/query/dialect.h"
#include "api/sts/handlers.h"
#include "api/sts/sts.h"

namespace sempurna::sts {

namespace {

constexpr query::ServedOperation kOperations[] = {
    {"GetCallerIdentity", "sts:GetCallerIdentity", get_caller_identity, ""},
    {"AssumeRole", "sts:AssumeRole", assume_role,
     "RoleArn RoleSessionName DurationSeconds Policy PolicyArns Tags TransitiveTagKeys "
     "SourceIdentity ExternalId"},
    {"GetSessionToken", "sts:GetSessionToken", get_session_token, "DurationSeconds"},
};

}  // namespace

const Dialect& dialect() {
  static const query::QueryDialect kDialect(
      {.name = "sts",
       .xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
       .operations = kOperations,
       .takes_unsigned_forms = true});
  return kDialect;
}

}  // namespace sempurna::sts
