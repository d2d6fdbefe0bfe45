// Tokenizers on sentences of everyday length, made from the texts of the golden values:
//
//   sempurna_text_bench --benchmark_filter=Bert
//
// Counters: items/s are texts, bytes/s are those of the texts; one thread.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "base/json_map.h"
#include "text/byte_level.h"
#include "text/csv.h"
#include "text/tokenizer.h"

namespace sempurna {
namespace {

const fs::path kGolden = fs::path(SEMPURNA_BENCH_DATA) / "golden/text";

const std::vector<std::string>& texts() {
  static const auto texts =
      read_json(kGolden / "tokens.json")["texts"].get<std::vector<std::string>>();
  return texts;
}

size_t total_bytes() {
  size_t bytes = 0;
  for (const auto& text : texts()) bytes += text.size();
  return bytes;
}

void count(benchmark::State& state, size_t items, size_t bytes) {
  const auto rounds = static_cast<int64_t>(state.iterations());
  state.SetItemsProcessed(rounds * static_cast<int64_t>(items));
  state.SetBytesProcessed(rounds * static_cast<int64_t>(bytes));
}

void encode(benchmark::State& state, const fs::path& tokenizer_folder) {
  const auto tokenizer = load_tokenizer(tokenizer_folder);
  const size_t bytes = total_bytes();  // reads the texts, which is not to be timed
  for (auto step : state) {
    for (const auto& text : texts()) benchmark::DoNotOptimize(tokenizer->encode(text, 128));
  }
  count(state, texts().size(), bytes);
}

void encode_with(benchmark::State& state, const char* from, const char* to) {
  const TemporaryFolder folder;
  fs::copy_file(kGolden / "tokenizers" / from, folder.path() / to);
  encode(state, folder.path());
}

void BertWordPiece(benchmark::State& state) {
  encode_with(state, "bert_base_uncased_vocab.txt", "vocab.txt");
}
BENCHMARK(BertWordPiece);

void SentencePiece(benchmark::State& state) {
  encode_with(state, "test_sentencepiece.model", "sentencepiece.bpe.model");
}
BENCHMARK(SentencePiece);

/// A byte-level BPE of RoBERTa's kind and about its size, since the recorded one has four merges:
/// it spells the words of BERT's vocabulary letter by letter, frequent words first.
void write_byte_level_bpe(const fs::path& folder) {
  std::map<std::string, size_t> ids;
  const auto add = [&](const std::string& token) { return ids.emplace(token, ids.size()).second; };
  for (const char* special : {"<s>", "<pad>", "</s>", "<unk>", "<mask>"}) add(special);
  for (int byte = 0; byte < 256; ++byte) {
    add(byte_level_text(std::string(1, static_cast<char>(byte))));
  }
  std::string merges;
  std::istringstream words(read_file(kGolden / "tokenizers" / "bert_base_uncased_vocab.txt"));
  for (std::string word; std::getline(words, word);) {
    const bool inside = word.starts_with("##");
    if (inside) word.erase(0, 2);
    if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
      continue;
    }
    std::string token = inside ? "" : byte_level_text(" ");
    for (const char c : word) {
      if (!token.empty() && add(token + c)) merges += token + " " + c + "\n";
      token += c;
    }
  }
  write_file_atomic(folder / "vocab.json", JsonMap(ids).dump());
  write_file_atomic(folder / "merges.txt", merges);
}

void ByteLevelBpe(benchmark::State& state) {
  const TemporaryFolder folder;
  write_byte_level_bpe(folder.path());
  encode(state, folder.path());
}
BENCHMARK(ByteLevelBpe);

void Csv(benchmark::State& state) {
  std::string csv;
  for (const auto& text : texts()) {
    csv += "1,\"";
    for (const char c : text) csv += c == '"' ? "\"\"" : std::string(1, c);
    csv += "\"\n";
  }
  const CsvDialect dialect = sniff_csv(csv);
  for (auto step : state) {
    CsvReader reader(csv, dialect);
    CsvRow row;
    while (reader.next(row)) benchmark::DoNotOptimize(row.fields.data());
  }
  count(state, texts().size(), csv.size());
}
BENCHMARK(Csv);

}  // namespace
}  // namespace sempurna
