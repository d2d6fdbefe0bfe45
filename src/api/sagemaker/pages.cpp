#include "api/sagemaker/pages.h"

#include <algorithm>
#include <tuple>

#include "api/sagemaker/description.h"
#include "api/sagemaker/request.h"
#include "base/base64.h"

namespace sempurna::sagemaker {

namespace {

constexpr int64_t kDefaultPage = 10;

/// By what it is sorted, then its name.
using Place = std::pair<std::string, std::string>;

Place place_of(const Listed& one, const std::string& sort_by) {
  if (sort_by == "Name") return {one.name, one.name};
  if (sort_by == "Status") return {one.status, one.name};
  // Digits, so that texts sort as numbers do.
  return {fmt::format("{:020}", one.created.time_since_epoch().count()), one.name};
}

std::string token_of(const Place& place) {
  return encode_base64(place.first + "\n" + place.second);
}

Place place_of_token(const std::string& token) {
  const auto plain = decode_base64(token);
  const auto end = plain ? plain->find('\n') : std::string::npos;
  if (end == std::string::npos) throw not_valid("NextToken is not one that this server gave");
  return {plain->substr(0, end), plain->substr(end + 1)};
}

bool is_wanted(const json::Operation& op, const Listed& one) {
  const auto within = [&](const char* after, const char* before, Time time) {
    const JsonMap* from = member(op.input, {after});
    const JsonMap* to = member(op.input, {before});
    return (from == nullptr || epoch_seconds(time) > from->get<double>()) &&
           (to == nullptr || epoch_seconds(time) < to->get<double>());
  };
  const std::string status = text(op.input, {"StatusEquals"});
  return one.name.find(text(op.input, {"NameContains"})) != std::string::npos &&
         (status.empty() || status == one.status) &&
         within("CreationTimeAfter", "CreationTimeBefore", one.created) &&
         within("LastModifiedTimeAfter", "LastModifiedTimeBefore", one.changed);
}

}  // namespace

Json page_of(const json::Operation& op, const char* member, std::vector<Listed> all) {
  const std::string sort_by = text(op.input, {"SortBy"});
  const bool ascending = text(op.input, {"SortOrder"}) == "Ascending";
  const int64_t most = op.number("MaxResults", kDefaultPage, 1, 100);
  std::vector<std::pair<Place, Json>> found;
  for (Listed& one : all) {
    if (is_wanted(op, one)) found.emplace_back(place_of(one, sort_by), std::move(one.summary));
  }
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return ascending ? a.first < b.first : a.first > b.first;
  });
  auto next = found.begin();
  if (const std::string token = text(op.input, {"NextToken"}); !token.empty()) {
    const Place after = place_of_token(token);
    next = std::find_if(found.begin(), found.end(), [&](const auto& one) {
      return ascending ? one.first > after : one.first < after;
    });
  }
  Json output = Json::object();
  Json& page = output[member] = Json::array();
  for (; next != found.end() && std::ssize(page) < most; ++next) {
    page.push_back(std::move(next->second));
  }
  if (next != found.end()) output["NextToken"] = token_of(std::prev(next)->first);
  return output;
}

}  // namespace sempurna::sagemaker
