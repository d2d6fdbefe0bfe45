#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

// The bar's length is by the longest of its part of the data, so that small parts are seen too.
std::string cell(const std::vector<int64_t>& counts, size_t k, const Wording& words) {
  const int64_t count = counts[k];
  const int64_t most = *std::max_element(counts.begin(), counts.end());
  const int64_t all = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  const auto share = [&](int64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(count) / static_cast<double>(whole);
  };
  return fmt::format(
      "<td><span class=\"track\"><span class=\"bar plain\" style=\"width:{:.1f}%\"></span></span>"
      "<b>{}</b> <small>{}</small></td>",
      100 * share(most), words.count(count), words.percent(share(all)));
}

/// The channels that there are.
std::vector<std::pair<std::string_view, std::vector<int64_t>>> channels(const DataRecord& data) {
  std::vector<std::pair<std::string_view, std::vector<int64_t>>> all = {
      {"training", data.training}, {"validation", data.validation}, {"test", data.test}};
  std::erase_if(all, [](const auto& channel) { return channel.second.empty(); });
  return all;
}

}  // namespace

std::string balance_section(const RunRecord& run, const Wording& words) {
  const auto all_channels = channels(run.data);
  if (all_channels.empty() || run.data.labels.empty()) return {};
  std::string head =
      fmt::format("<th scope=\"col\" class=\"name\">{}</th>", words.say(Word::Class));
  for (const auto& [name, counts] : all_channels) {
    const int64_t all = std::accumulate(counts.begin(), counts.end(), int64_t{0});
    head += fmt::format("<th scope=\"col\">{} <small>({})</small></th>", words.data(name),
                        words.count(all));
  }
  std::string rows;
  for (size_t k = 0; k < run.data.labels.size(); ++k) {
    rows += "<tr><th scope=\"row\" class=\"name\">" + html_name(run.data.labels[k]) + "</th>";
    for (const auto& [name, counts] : all_channels) rows += cell(counts, k, words);
    rows += "</tr>\n";
  }
  return section(
      words, Word::Balance,
      fmt::format("<p class=\"note\">{}</p>\n<div class=\"scroll\"><table class=\"balance\">\n"
                  "<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
                  words.say(Word::BalanceCaption), head, rows));
}

}  // namespace sempurna
