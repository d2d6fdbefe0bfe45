#pragma once

#include <string>

#include "http/server.h"
#include "http/stream.h"

namespace sempurna {

/// Whether a connection is between two requests, so that a server that ends may close it.
class Busy {
 public:
  virtual ~Busy() = default;
  virtual void set(bool busy) = 0;
  virtual bool is_stopping() const = 0;
};

/// Serves the requests of one connection, one after another, until either side ends it.
void serve_connection(Stream& stream, const std::string& remote_address, bool is_secure,
                      const HttpLimits& limits, const HttpHandler& handler, Busy& busy);

}  // namespace sempurna
