#pragma once

#include <string>

#include "http/server.h"
#include "http/stream.h"

namespace sempurna {

/// A connection's place in the server. Between two requests the server may give it to another
/// client, or close it when it stops.
class Place {
 public:
  virtual ~Place() = default;
  /// A request has come. False: the place was given away, and the connection ends.
  virtual bool begin_request() = 0;
  virtual void end_request() = 0;
  virtual bool is_stopping() const = 0;
};

/// Serves the requests of one connection, one after another, until either side ends it.
void serve_connection(Stream& stream, const std::string& remote_address, bool is_secure,
                      const HttpLimits& limits, const HttpHandler& handler, Place& place);

}  // namespace sempurna
