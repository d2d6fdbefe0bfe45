#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

constexpr size_t kMostPairs = 40;
// With more classes a cell has no room for its percentage, and a column none for its name.
constexpr size_t kMostWithPercent = 10;
constexpr size_t kMostWithUprightNames = 5;

using Matrix = std::vector<std::vector<int64_t>>;

int64_t total(const std::vector<int64_t>& row) {
  return std::accumulate(row.begin(), row.end(), int64_t{0});
}

double share(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

struct Pair {
  size_t truth;
  size_t answer;
  int64_t times;
};

// Off the diagonal, the most frequent first, ties by position.
std::vector<Pair> confused_pairs(const Matrix& matrix) {
  std::vector<Pair> pairs;
  for (size_t i = 0; i < matrix.size(); ++i) {
    for (size_t j = 0; j < matrix.size(); ++j) {
      if (i != j && matrix[i][j] > 0) pairs.push_back({i, j, matrix[i][j]});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.times > b.times; });
  return pairs;
}

std::string cell(int64_t times, double of_row, bool right, bool percent, const std::string& title,
                 const Wording& words) {
  if (times == 0) return fmt::format("<td class=\"zero\" title=\"{}\">0</td>", title);
  // Even one in a thousand is to be seen.
  return fmt::format("<td class=\"{}{}\" style=\"--s:{:.3f}\" title=\"{}\">{}{}</td>",
                     right ? "right" : "wrong", of_row > 0.55 ? " strong" : "",
                     0.06 + 0.94 * of_row, title, words.count(times),
                     percent ? "<small>" + words.percent(of_row) + "</small>" : "");
}

std::string matrix_table(const Matrix& matrix, const std::vector<std::string>& labels,
                         const Wording& words) {
  const bool percent = labels.size() <= kMostWithPercent;
  std::string head = fmt::format("<td class=\"corner\">{} ↓<br>{} →</td>",
                                 words.say(Word::TrueClass), words.say(Word::Answer));
  for (const auto& label : labels) {
    head += "<th scope=\"col\"><span>" + html_name(label, 24) + "</span></th>";
  }
  std::string rows;
  for (size_t i = 0; i < matrix.size(); ++i) {
    rows += "<tr><th scope=\"row\">" + html_name(labels[i], 24) + "</th>";
    const int64_t whole = total(matrix[i]);
    for (size_t j = 0; j < matrix.size(); ++j) {
      const double of_row = share(matrix[i][j], whole);
      const std::string title =
          words.say(Word::CellTitle, html_text(labels[i], 60), html_text(labels[j], 60),
                    words.count(matrix[i][j]), words.percent(of_row));
      rows += cell(matrix[i][j], of_row, i == j, percent, title, words);
    }
    rows += "</tr>\n";
  }
  return fmt::format(
      "<p class=\"note\">{1}</p>\n<div class=\"scroll\"><table class=\"matrix{0}\">\n"
      "<thead><tr>{2}</tr></thead>\n<tbody>\n{3}</tbody></table></div>\n",
      labels.size() > kMostWithUprightNames ? " turned" : "", words.say(Word::ConfusionCaption),
      head, rows);
}

std::string pairs_table(const Matrix& matrix, const std::vector<std::string>& labels,
                        const std::vector<Pair>& pairs, const Wording& words) {
  std::string rows;
  for (size_t k = 0; k < std::min(pairs.size(), kMostPairs); ++k) {
    const Pair& pair = pairs[k];
    rows += fmt::format(
        "<tr><td class=\"name\">{}</td><td class=\"name\">{}</td><td>{}</td><td>{}</td></tr>\n",
        html_name(labels[pair.truth]), html_name(labels[pair.answer]), words.count(pair.times),
        words.percent(share(pair.times, total(matrix[pair.truth]))));
  }
  return fmt::format(
      "<p class=\"note\">{}</p>\n<div class=\"scroll\"><table class=\"numbers\">\n<thead><tr>"
      "<th scope=\"col\" class=\"name\">{}</th><th scope=\"col\" class=\"name\">{}</th>"
      "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{}</tbody></table>"
      "</div>\n",
      words.say(Word::ConfusionPairsCaption, labels.size()), words.say(Word::TrueClass),
      words.say(Word::Answer), words.say(Word::Times), words.say(Word::ShareOfClass), rows);
}

}  // namespace

std::string confusion_section(const RunRecord& run, const Wording& words) {
  std::string body;
  for (const auto& e : run.evaluations) {
    if (e.confusion.empty()) continue;
    body += evaluation_heading(run, words, e);
    const std::vector<Pair> pairs = confused_pairs(e.confusion);
    if (run.data.labels.size() <= kMostMatrixClasses) {
      body += matrix_table(e.confusion, run.data.labels, words);
    } else if (!pairs.empty()) {
      body += pairs_table(e.confusion, run.data.labels, pairs, words);
    }
    if (pairs.empty()) {
      body += "<p>" + words.say(Word::NoConfusion) + "</p>\n";
    } else if (run.data.labels.size() <= kMostMatrixClasses) {
      const Pair& most = pairs.front();
      body += "<p>" +
              words.say(Word::MostConfused, html_name(run.data.labels[most.truth]),
                        html_name(run.data.labels[most.answer]), words.count(most.times),
                        words.percent(share(most.times, total(e.confusion[most.truth])))) +
              "</p>\n";
    }
  }
  if (body.empty()) return {};
  if (run.data.labels.size() <= kMostMatrixClasses) {
    body += fmt::format("<p class=\"how\"><b>{}</b> {}</p>\n", words.say(Word::HowToRead),
                        words.say(Word::HowConfusion));
  }
  return section(words, Word::Confusion, body);
}

}  // namespace sempurna
