#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sempurna {

/// What policies may ask about a request, by AWS's names of condition keys ("aws:SourceIp"); the
/// case of their letters does not count. One request's, for one thread.
class Circumstances {
 public:
  struct IgnoringCase {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
  };
  using Values = std::vector<std::string>;
  using Facts = std::map<std::string, Values, IgnoringCase>;

  Circumstances() = default;
  Circumstances(std::initializer_list<Facts::value_type> facts) : facts_(facts) {}

  Values& operator[](const std::string& key) { return facts_[key]; }
  /// Sets it to one value; an empty one is none.
  void add(const std::string& key, const std::string& value);
  void add_all(const Circumstances& more);  ///< those of `more` before our own
  /// What is costly to know: found out once a policy asks for a key that begins with `prefix`.
  void later(std::string prefix, std::function<Facts()> find_out);

  /// nullptr when the request has no such thing.
  const Values* find(std::string_view key) const;

 private:
  mutable Facts facts_;
  mutable std::vector<std::pair<std::string, std::function<Facts()>>> later_;
};

}  // namespace sempurna
