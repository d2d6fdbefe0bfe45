#include "train/validation_items.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include "base/error.h"
#include "base/random.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"

namespace sempurna {

namespace {

constexpr auto kBetween = std::chrono::seconds(1);
// Of very many classes nearly every wrong answer is a cell of its own.
constexpr size_t kMostCells = 10'000;

using Cell = std::pair<int64_t, int64_t>;  // true class, answer

/// By class, then by answer; of more than `kMostCells` those with the most examples.
std::vector<std::pair<Cell, int64_t>> cells_of(const Predictions& p) {
  std::map<Cell, int64_t> counts;
  for (int64_t k = 0; k < p.size(); ++k)
    ++counts[{p.labels[static_cast<size_t>(k)], p.predicted(k)}];
  std::vector<std::pair<Cell, int64_t>> cells(counts.begin(), counts.end());
  if (cells.size() <= kMostCells) return cells;
  std::ranges::stable_sort(cells, std::greater{}, &std::pair<Cell, int64_t>::second);
  cells.resize(kMostCells);
  std::ranges::sort(cells);
  return cells;
}

/// What a worker that was killed has left of it.
void remove_left_overs(const fs::path& file) {
  std::vector<fs::path> left_over;
  for (const auto& entry : fs::directory_iterator(file.parent_path())) {
    if (entry.path().filename().string().starts_with(file.filename().string() + "."))
      left_over.push_back(entry.path());
  }
  for (const auto& each : left_over) fs::remove(each);
}

/// Positions by the probability of the true class, the least first, ties by position.
std::vector<int64_t> worst_first(const Predictions& p) {
  std::vector<int64_t> order(static_cast<size_t>(p.size()));
  std::iota(order.begin(), order.end(), int64_t{0});
  const auto of = [&](int64_t k) { return p.probability(k, p.labels[static_cast<size_t>(k)]); };
  std::ranges::stable_sort(order, {}, of);
  return order;
}

/// Of more than `most` the worst two fifths, the best fifth, and of those between any.
std::vector<int64_t> chosen(std::vector<int64_t> order, size_t most) {
  if (order.size() <= most) return order;
  const size_t worst = 2 * most / 5;
  const size_t best = most / 5;
  std::vector<size_t> between(order.size() - worst - best);
  std::iota(between.begin(), between.end(), worst);
  std::ranges::sort(between, {},
                    [&](size_t place) { return mix(static_cast<uint64_t>(order[place])); });
  between.resize(most - worst - best);
  std::ranges::sort(between);
  std::vector<int64_t> some(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(worst));
  for (const size_t place : between) some.push_back(order[place]);
  some.insert(some.end(), order.end() - static_cast<std::ptrdiff_t>(best), order.end());
  return some;
}

}  // namespace

ValidationRecord validation_record(const Predictions& predictions, const DataPart& part,
                                   const std::vector<std::string>& labels, size_t most) {
  ValidationRecord record;
  record.examples = predictions.size();
  record.labels = labels;
  const auto label = [&](int64_t k) { return labels.at(static_cast<size_t>(k)); };
  for (const auto& [cell, count] : cells_of(predictions))
    record.cells.push_back({label(cell.first), label(cell.second), count});
  for (const int64_t position : chosen(worst_first(predictions), most)) {
    WrongAnswer item = part.locate(position);
    const int64_t truth = predictions.labels[static_cast<size_t>(position)];
    const int64_t answer = predictions.predicted(position);
    item.label = label(truth);
    item.predicted = label(answer);
    item.label_probability = predictions.probability(position, truth);
    item.predicted_probability = predictions.probability(position, answer);
    record.items.push_back(std::move(item));
  }
  return record;
}

void ValidationItems::show(int64_t epoch, const Predictions& predictions) {
  const auto now = std::chrono::steady_clock::now();
  if (!data_.validation || (written_ && now - *written_ < kBetween)) return;
  ValidationRecord record = validation_record(predictions, *data_.validation, data_.labels);
  record.epoch = epoch;
  write(std::move(record));
}

void ValidationItems::show_kept(int64_t epoch, const Predictions& predictions) {
  if (!data_.validation) return;
  ValidationRecord record = validation_record(predictions, *data_.validation, data_.labels);
  record.epoch = epoch;
  record.is_kept = true;
  write(std::move(record));
}

void ValidationItems::write(ValidationRecord record) {
  const fs::path file = validation_file(job_.root);
  if (!written_) remove_left_overs(file);
  std::map<std::string, fs::path> places;
  for (const WrongAnswer& item : record.items) {
    fs::path& place = places[item.channel];
    if (!place.empty()) continue;
    place = job_.channel_source(item.channel);
    std::error_code none;
    if (item.row > 0 && fs::is_directory(place, none)) place /= item.file;
  }
  for (const auto& [channel, place] : places)
    record.places.emplace_back(channel, with_s3_places(place.string(), home_folder()));
  try {
    write_file_atomic(file, to_line(to_json(record)) + "\n");
  } catch (const Error& error) {
    if (error.code() != Code::ResourceLimit) throw;
  }
  written_ = std::chrono::steady_clock::now();
}

}  // namespace sempurna
