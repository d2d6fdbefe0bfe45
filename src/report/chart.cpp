#include "report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sempurna {

namespace {

// In the SVG's own units, which are pixels where there is room.
constexpr double kWidth = 440;
constexpr double kHeight = 260;
constexpr double kLeft = 54;
constexpr double kRight = 426;
constexpr double kTop = 26;
constexpr double kBottom = 216;
constexpr size_t kMostMarked = 40;  ///< with more epochs the line alone is clearer

// Beyond it a value says no more than that training went astray, and arithmetic fails.
bool drawable(const std::optional<double>& value) {
  return value && std::abs(*value) < 1e100;
}

class Drawing {
 public:
  Drawing(const Chart& chart, const Wording& words) : chart_(chart), words_(words) {
    double low = 1e100;
    double high = -1e100;
    for (const auto& line : chart.lines) {
      epochs_ = std::max(epochs_, line.values.size());
      for (const auto& value : line.values) {
        if (!drawable(value)) continue;
        low = std::min(low, *value);
        high = std::max(high, *value);
      }
    }
    empty_ = low > high;
    if (!empty_) y_ = chart_ticks(low, high, chart.shares);
  }

  bool empty() const { return empty_; }

  std::string svg() {
    std::string summary;
    for (const auto& line : chart_.lines) summary += describe(line);
    html_ = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", kWidth,
                        kHeight, summary);
    draw_y_axis();
    draw_x_axis();
    if (chart_.best_epoch > 0 && chart_.best_epoch <= static_cast<int64_t>(epochs_)) draw_best();
    for (const auto& line : chart_.lines) draw(line);
    return html_ + "</svg>\n";
  }

 private:
  double x(size_t epoch) const {
    if (epochs_ < 2) return (kLeft + kRight) / 2;
    return kLeft +
           (kRight - kLeft) * static_cast<double>(epoch - 1) / static_cast<double>(epochs_ - 1);
  }

  double y(double value) const {
    const double share = (value - y_.first) / (y_.last() - y_.first);
    return kBottom - (kBottom - kTop) * std::clamp(share, 0.0, 1.0);
  }

  std::string number(double value) const {
    return chart_.shares ? words_.percent(value) : words_.decimal(value, 4);
  }

  std::string tick(double value) const {
    if (!chart_.shares) return words_.decimal(value, y_.decimals);
    return words_.decimal(100 * value, std::max(0, y_.decimals - 2)) + "%";
  }

  std::string describe(const ChartLine& line) const {
    const auto first = std::find_if(line.values.begin(), line.values.end(), drawable);
    const auto last = std::find_if(line.values.rbegin(), line.values.rend(), drawable);
    if (first == line.values.end()) return {};
    return words_.say(Word::ChartSummary, chart_.title + ", " + line.name, number(**first),
                      number(**last)) +
           " ";
  }

  void draw_y_axis() {
    for (int i = 0; i < y_.count; ++i) {
      const double value = y_.first + y_.step * i;
      html_ += fmt::format(
          "<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>"
          "<text class=\"tick\" x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
          kLeft, kRight, y(value), kLeft - 8, y(value) + 4, tick(value));
    }
  }

  void draw_x_axis() {
    const auto each = static_cast<size_t>(chart_ticks(0, static_cast<double>(epochs_)).step);
    const size_t step = epochs_ <= 12 ? 1 : std::max<size_t>(1, each);
    for (size_t epoch = 1; epoch <= epochs_; ++epoch) {
      if (epoch % step != 0 && epoch != 1) continue;
      html_ += fmt::format(
          "<line class=\"axis\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>"
          "<text class=\"tick\" x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\">{4}</text>\n",
          x(epoch), kBottom, kBottom + 5, kBottom + 19, epoch);
    }
    html_ += fmt::format(
        "<line class=\"axis\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>"
        "<text class=\"tick\" x=\"{3}\" y=\"{4}\" text-anchor=\"middle\">{5}</text>\n",
        kLeft, kRight, kBottom, (kLeft + kRight) / 2, kBottom + 37, words_.say(Word::Epoch));
  }

  void draw_best() {
    const auto epoch = static_cast<size_t>(chart_.best_epoch);
    const double at = x(epoch);
    // The words grow away from the nearer edge.
    const char* anchor = at < kLeft + 60 ? "start" : at > kRight - 60 ? "end" : "middle";
    html_ += fmt::format(
        "<line class=\"best\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>"
        "<text class=\"best\" x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"{4}\">{5} {6}</text>\n",
        at, kTop, kBottom, kTop - 8, anchor, words_.say(Word::BestEpoch), epoch);
    for (auto line = chart_.lines.rbegin(); line != chart_.lines.rend(); ++line) {
      if (epoch > line->values.size() || !drawable(line->values[epoch - 1])) continue;
      html_ += fmt::format("<circle class=\"ring\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"7\"/>\n", at,
                           y(*line->values[epoch - 1]));
      break;
    }
  }

  void draw(const ChartLine& line) {
    std::string path;
    bool pen_down = false;
    for (size_t i = 0; i < line.values.size(); ++i) {
      if (drawable(line.values[i])) {
        path += fmt::format("{}{:.1f} {:.1f}", pen_down ? "L" : "M", x(i + 1), y(*line.values[i]));
      }
      pen_down = drawable(line.values[i]);
    }
    if (path.empty()) return;
    html_ += fmt::format("<path class=\"line {}\" d=\"{}\"/>\n", line.kind, path);
    if (epochs_ > kMostMarked) return;
    for (size_t i = 0; i < line.values.size(); ++i) {
      if (!drawable(line.values[i])) continue;
      html_ += fmt::format(
          "<circle class=\"dot {}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"><title>{}</title>"
          "</circle>\n",
          line.kind, x(i + 1), y(*line.values[i]),
          words_.say(Word::ChartPoint, line.name, i + 1, number(*line.values[i])));
    }
  }

  const Chart& chart_;
  const Wording& words_;
  size_t epochs_ = 0;
  bool empty_ = true;
  ChartTicks y_;
  std::string html_;
};

}  // namespace

ChartTicks chart_ticks(double low, double high, bool shares) {
  const double size = std::max(std::abs(low), std::abs(high));
  if (high - low < std::max(1e-9 * size, 1e-9)) {  // one value: it stands in the middle
    const double around = std::max(0.05 * size, 0.01);
    low = shares && low >= 0 ? std::max(low - around, 0.0) : low - around;
    high = shares && high <= 1 ? std::min(high + around, 1.0) : high + around;
  }
  const double rough = (high - low) / 5;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  ChartTicks ticks;
  ticks.step = power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
  ticks.first = std::floor(low / ticks.step) * ticks.step;
  // A hair of a step is the rounding of a value that lies on a tick.
  const double steps = std::ceil((high - ticks.first) / ticks.step - 1e-9);
  ticks.count = 1 + static_cast<int>(std::clamp(steps, 1.0, 11.0));
  ticks.decimals = std::clamp(static_cast<int>(-std::floor(std::log10(ticks.step) + 1e-9)), 0, 12);
  return ticks;
}

std::string draw_chart(const Chart& chart, const Wording& words) {
  Drawing drawing(chart, words);
  if (drawing.empty()) return {};
  std::string legend;
  for (const auto& line : chart.lines) {
    legend += fmt::format(" <span class=\"key {}\">{}</span>", line.kind, line.name);
  }
  return fmt::format(
      "<figure class=\"chart\">\n<figcaption><b>{}</b>{}</figcaption>\n{}</figure>\n", chart.title,
      legend, drawing.svg());
}

}  // namespace sempurna
