#pragma once

#include "api/service.h"

namespace sempurna::studio {

/// Studio, the page, for browsers: GET / where HTML is asked for, its files below /_studio/, which
/// no bucket can be called, and the one call that nobody can sign, POST /_studio/session, which
/// takes the secret of the one-time link. Returns false where a request is for somebody else: one
/// that is signed, or by a host name that is not the server's own.
bool answer(Services& services, const ServerRequest& request, ResponseWriter& writer);

}  // namespace sempurna::studio
