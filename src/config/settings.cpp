#include "config/settings.h"

#include "base/number.h"
#include "http/address.h"

namespace sempurna {

namespace {

[[noreturn]] void wrong(const std::string& value, std::string_view allowed) {
  throw Error(Code::InvalidArgument, "is '{}', but must be {}", value, allowed);
}

int64_t whole(const std::string& text, int64_t lowest, int64_t highest) {
  const auto value = read_number<int64_t>(text);
  if (!value || *value < lowest || *value > highest) {
    wrong(text, fmt::format("a whole number from {} to {}", lowest, highest));
  }
  return *value;
}

bool boolean(const std::string& text) {
  if (text == "true" || text == "yes" || text == "1") return true;
  if (text == "false" || text == "no" || text == "0") return false;
  wrong(text, "true or false");
}

double real(const std::string& text) {
  const auto value = read_number<double>(text);
  if (!value || *value < 0 || *value > 1e6) wrong(text, "a number from 0 to 1000000");
  return *value;
}

std::string words(bool value) {
  return value ? "true" : "false";
}

void set_region(ServerConfig& config, const std::string& text) {
  const bool right =
      !text.empty() && text.size() <= 32 &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (!right) wrong(text, "a region's name such as ap-southeast-3");
  config.region = text;
}

void set_account(ServerConfig& config, const std::string& text) {
  if (text.size() != 12 || text.find_first_not_of("0123456789") != std::string::npos) {
    wrong(text, "12 digits, in quotes");
  }
  config.account = text;
}

void set_listen(ServerConfig& config, const std::string& text) {
  const auto address = read_address(text);
  if (!address) wrong(text, "ADDRESS:PORT");
  config.http.address = address->host;
  config.http.port = address->port;
}

std::string listen(const ServerConfig& config) {
  return to_text({config.http.address, config.http.port});
}

template <auto Member, int64_t Lowest, int64_t Highest>
void set_limit(ServerConfig& config, const std::string& text) {
  using Value = std::remove_reference_t<decltype(config.http.limits.*Member)>;
  config.http.limits.*Member = static_cast<Value>(whole(text, Lowest, Highest));
}

template <auto Member>
std::string get_limit(const ServerConfig& config) {
  return std::to_string(config.http.limits.*Member);
}

template <auto Member>
void set_seconds(ServerConfig& config, const std::string& text) {
  config.http.limits.*Member = std::chrono::seconds(whole(text, 1, 86400));
}

template <auto Member>
std::string get_seconds(const ServerConfig& config) {
  return std::to_string((config.http.limits.*Member).count());
}

}  // namespace

const std::vector<Setting>& settings() {
  using Limits = HttpLimits;
  static const std::vector<Setting> kSettings = {
      {"data-dir", [](const ServerConfig& c) { return c.data_dir.string(); },
       [](ServerConfig& c, const std::string& text) {
         if (text.empty()) wrong(text, "a folder");
         c.data_dir = fs::absolute(text);
       }},
      {"region", [](const ServerConfig& c) { return c.region; }, set_region},
      {"account", [](const ServerConfig& c) { return c.account; }, set_account},
      {"host-name", [](const ServerConfig& c) { return c.host_name; },
       [](ServerConfig& c, const std::string& text) { c.host_name = text; }},
      {"listen", listen, set_listen},
      {"allow-plain-http",
       [](const ServerConfig& c) { return words(c.allow_plain_http_beyond_loopback); },
       [](ServerConfig& c, const std::string& text) {
         c.allow_plain_http_beyond_loopback = boolean(text);
       }},
      {"allow-signature-v2", [](const ServerConfig& c) { return words(c.allow_signature_v2); },
       [](ServerConfig& c, const std::string& text) { c.allow_signature_v2 = boolean(text); }},
      {"tls.certificate", [](const ServerConfig& c) { return c.http.tls_certificate.string(); },
       [](ServerConfig& c, const std::string& text) { c.http.tls_certificate = text; }},
      {"tls.key", [](const ServerConfig& c) { return c.http.tls_key.string(); },
       [](ServerConfig& c, const std::string& text) { c.http.tls_key = text; }},
      {"metrics.beyond-loopback",
       [](const ServerConfig& c) { return words(c.metrics_beyond_loopback); },
       [](ServerConfig& c, const std::string& text) { c.metrics_beyond_loopback = boolean(text); }},
      {"limits.connections", get_limit<&Limits::connections>,
       set_limit<&Limits::connections, 1, 100000>},
      {"limits.connections-per-address", get_limit<&Limits::connections_per_address>,
       set_limit<&Limits::connections_per_address, 1, 100000>},
      {"limits.header-bytes", get_limit<&Limits::header_bytes>,
       set_limit<&Limits::header_bytes, 1024, 1 << 20>},
      {"limits.header-count", get_limit<&Limits::header_count>,
       set_limit<&Limits::header_count, 10, 1000>},
      {"limits.lowest-bytes-per-second", get_limit<&Limits::lowest_bytes_per_second>,
       set_limit<&Limits::lowest_bytes_per_second, 0, 1 << 30>},
      {"limits.idle-seconds", get_seconds<&Limits::idle>, set_seconds<&Limits::idle>},
      {"limits.header-seconds", get_seconds<&Limits::header>, set_seconds<&Limits::header>},
      {"limits.stall-seconds", get_seconds<&Limits::stall>, set_seconds<&Limits::stall>},
      {"limits.upload-days", [](const ServerConfig& c) { return std::to_string(c.upload_days); },
       [](ServerConfig& c, const std::string& text) {
         c.upload_days = static_cast<int>(whole(text, 0, 36500));
       }},
      {"limits.uploads-per-bucket",
       [](const ServerConfig& c) { return std::to_string(c.uploads_per_bucket); },
       [](ServerConfig& c, const std::string& text) {
         c.uploads_per_bucket = static_cast<int>(whole(text, 1, 1000000));
       }},
      {"limits.jobs-at-once", [](const ServerConfig& c) { return std::to_string(c.jobs_at_once); },
       [](ServerConfig& c, const std::string& text) {
         c.jobs_at_once = static_cast<int>(whole(text, 0, 64));
       }},
      {"limits.requests-per-second",
       [](const ServerConfig& c) { return fmt::format("{}", c.requests_per_second); },
       [](ServerConfig& c, const std::string& text) { c.requests_per_second = real(text); }},
      {"limits.failed-logins-per-second",
       [](const ServerConfig& c) { return fmt::format("{}", c.failed_logins_per_second); },
       [](ServerConfig& c, const std::string& text) { c.failed_logins_per_second = real(text); }},
  };
  return kSettings;
}

std::string environment_name(std::string_view setting) {
  std::string name = "SEMPURNA_";
  for (const char c : setting) {
    name +=
        c == '-' || c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

}  // namespace sempurna
