#include "pretrain/corpora.h"

#include <algorithm>

#include "base/error.h"
#include "dataset/generate.h"
#include "pretrain/hold_apart.h"
#include "text/csv.h"

namespace sempurna {

namespace {

Texts read_reviews(int64_t count) {
  Texts read;
  for (auto& review : further_reviews(count)) {
    read.labels.emplace_back(review.positive ? "1" : "0");
    read.texts.push_back(std::move(review.text));
  }
  return read;
}

Texts read_labelled(const fs::path& file) {
  Texts read;
  const CsvFile csv(file);
  CsvReader reader = csv.reader();
  for (CsvRow row; reader.next(row);) {
    if (row.fields.size() < 2) continue;
    read.labels.emplace_back(row.fields[0]);
    read.texts.emplace_back(row.fields[1]);
  }
  return read;
}

Texts read_apart(const fs::path& data, const Corpus& from) {
  Texts read = read_labelled(data / from.file);
  if (from.apart_from.empty()) return read;
  std::vector<std::string> others;
  for (const auto& file : from.apart_from) {
    const Texts held = read_labelled(data / file);
    if (held.texts.empty())
      throw Error(Code::DataCorrupt, "{} has no texts that others could be held apart from", file);
    others.insert(others.end(), held.texts.begin(), held.texts.end());
  }
  return hold_apart(read, others);
}

template <typename Take>
void each_line(const fs::path& file, Take take) {
  const std::string all = read_file(file);
  for (size_t at = 0; at < all.size();) {
    const size_t end = std::min(all.find('\n', at), all.size());
    take(std::string_view(all).substr(at, end - at));
    at = end + 1;
  }
}

Texts read_passages(const fs::path& file) {
  Texts read;
  bool follows = false;
  each_line(file, [&](std::string_view line) {
    if (!line.empty()) {
      const auto here = static_cast<int64_t>(read.texts.size());
      if (follows) read.pairs.emplace_back(here - 1, here);
      read.texts.emplace_back(line);
    }
    follows = !line.empty();
  });
  return read;
}

Texts read_pairs(const fs::path& file) {
  Texts read;
  each_line(file, [&](std::string_view line) {
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos || tab == 0 || tab + 1 == line.size()) return;
    const auto here = static_cast<int64_t>(read.texts.size());
    read.texts.emplace_back(line.substr(0, tab));
    read.texts.emplace_back(line.substr(tab + 1));
    read.pairs.emplace_back(here, here + 1);
  });
  return read;
}

}  // namespace

Texts read_corpus(const fs::path& data, const Corpus& from) {
  const fs::path file = data / from.file;
  if (!from.apart_from.empty() && file.extension() != ".csv")
    throw Error(Code::InvalidArgument, "apart_from is for a .csv alone, and {} is none",
                from.reviews > 0 ? "reviews" : file.string());
  if (from.reviews > 0) return read_reviews(from.reviews);
  if (file.extension() == ".csv") return read_apart(data, from);
  if (file.extension() == ".txt") return read_passages(file);
  if (file.extension() == ".tsv") return read_pairs(file);
  throw Error(Code::InvalidArgument,
              "{} is neither a .csv of labels and texts nor a .txt nor a .tsv", file.string());
}

void check_corpora(const TextRecipe& recipe, const std::vector<Texts>& corpora) {
  bool has_share = false;
  bool has_task = false;
  for (size_t i = 0; i < corpora.size(); ++i) {
    const Corpus& corpus = recipe.corpora[i];
    const Texts& texts = corpora[i];
    const std::string name = corpus.reviews > 0 ? "reviews" : corpus.file;
    if (texts.texts.empty()) throw Error(Code::DataCorrupt, "{} has no texts", name);
    if (!corpus.task.empty() && texts.labels.empty())
      throw Error(Code::DataCorrupt, "{} has a task, but no labels: it must be a .csv", name);
    if (corpus.share > 0 && corpus.task.empty() && texts.pairs.empty())
      throw Error(Code::DataCorrupt, "{} has a share, but neither pairs nor a task", name);
    has_share = has_share || corpus.share > 0;
    has_task = has_task || !corpus.task.empty();
  }
  if (recipe.meaning.steps > 0 && !has_share)
    throw Error(Code::DataCorrupt, "the stage meaning needs a corpus with a share");
  if (recipe.classification.steps > 0 && !has_task)
    throw Error(Code::DataCorrupt, "the stage classification needs a corpus with a task");
  for (const auto& [name, share] : recipe.classification_shares) {
    const bool there = std::any_of(recipe.corpora.begin(), recipe.corpora.end(),
                                   [&](const Corpus& corpus) { return corpus.task == name; });
    if (!there || share <= 0)
      throw Error(
          Code::DataCorrupt,
          "classification has {} as the share of {}; it must be above 0, and {} the task of "
          "a corpus",
          share, name, name);
  }
}

}  // namespace sempurna
