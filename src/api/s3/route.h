#pragma once

#include <map>
#include <string>

#include "api/s3/operation_forms.h"
#include "api/s3/operations.h"
#include "signing/signature.h"

namespace sempurna::s3 {

/// What decides which operation a request asks for.
struct Asked {
  const SignableRequest& request;
  Level level;
  const std::multimap<std::string, std::string>&
      parameters;  ///< of the query, without what signs it
};

struct Route {
  const OperationForm* form;
  const ServedOperation* served;  ///< null: this server does not have it
};

/// Of the operations whose form a request has, the one with most selectors. Throws MethodNotAllowed
/// when it has none's.
Route find_route(const Asked& asked);

/// Throws NotImplemented naming what is not here: the operation, or a query parameter or an x-amz-
/// header that it does not declare; InvalidArgument for a parameter given twice. Nothing has been
/// looked at then, so it tells nothing of what there is.
void check_declared(const Asked& asked, const Route& route);

}  // namespace sempurna::s3
