#include "pretrain/pretrain_text.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "base/sha256.h"
#include "catalog/job_folder.h"
#include "dataset/generate.h"
#include "pretrain/corpora.h"
#include "pretrain/learn_labels.h"
#include "pretrain/learn_meaning.h"
#include "pretrain/learn_vocabulary.h"
#include "pretrain/model_language.h"
#include "pretrain/publish.h"
#include "pretrain/word_vectors.h"
#include "train/run_training.h"

namespace sempurna {

namespace {

// The last stage is an ordinary job, run as any person's.
void fine_tune_on_default(const TextRecipe& recipe, const fs::path& encoder,
                          const fs::path& output) {
  const TemporaryFolder temporary(fs::absolute(encoder).parent_path());
  generate_default_texts(temporary.path() / "data");
  const JobFolder job{temporary.path() / "job"};
  write_job_input(
      job,
      {output.filename().string(), recipe.fine_tune, {"model", "test", "training"}, "local", {}});
  for (const std::string channel : {"training", "test"}) {
    fs::create_directory_symlink(fs::canonical(temporary.path() / "data" / channel),
                                 job.channel(channel));
  }
  fs::create_directory_symlink(fs::canonical(encoder), job.channel("model"));
  if (run_training(job, {}) != 0)
    throw Error(Code::Unavailable, "fine-tuning on the default data failed");
  publish_half(job.model(), output);
  Json known = read_json(output / "labels_info.json");
  known["learned_from"] = sha256_file(temporary.path() / "data/training/data.csv");
  write_file_atomic(output / "labels_info.json", to_pretty(known));
  // What a job goes on from is the card, which says what it came from itself.
  Json training = read_json(output / "training.json");
  for (const char* of_the_card : {"lineage", "licence"}) training.erase(of_the_card);
  write_file_atomic(output / "training.json", to_pretty(training));
  write_file_atomic(output / "curve.csv", read_file(encoder / "curve.csv"));
}

/// The vocabulary, the tokenizer and config.json, which the stages go on with.
void begin_encoder(const TextRecipe& recipe, const WordCounts& counts, const fs::path& folder) {
  const auto vocabulary = learn_vocabulary(counts, recipe.vocabulary_size);
  fmt::print("vocabulary: {} entries from {} words\n", vocabulary.size(), counts.size());
  std::fflush(stdout);
  std::string lines;
  for (const auto& entry : vocabulary) lines += entry + "\n";
  write_file_atomic(folder / "vocab.txt", lines);
  write_file_atomic(folder / "tokenizer_config.json",
                    to_pretty({{"do_lower_case", true},
                               {"model_max_length", recipe.max_length},
                               {"tokenizer_class", "BertTokenizer"}}));
  Json config = recipe.config;
  config["vocab_size"] = vocabulary.size();
  write_file_atomic(folder / "curve.csv", "stage,step,what,mean\n");
  write_file_atomic(folder / "config.json", to_pretty(config));
}

/// Stage by stage in `folder` with ".part" behind, where it goes on if it was interrupted; the
/// encoder in `folder` appears when it is whole.
void make_encoder(const TextRecipe& recipe, const fs::path& data, const fs::path& folder) {
  const fs::path part = folder.string() + ".part";
  const fs::path encoder = part / "encoder";
  make_folders(encoder);
  const fs::path begun = part / "recipe.yaml";
  if (fs::exists(begun) && read_file(begun) != recipe.text) {
    throw Error(Code::Conflict, "{} was begun by another recipe; remove it to begin anew",
                part.string());
  }
  write_file_atomic(begun, recipe.text);

  std::vector<Texts> corpora;
  WordCounts counts;
  for (const Corpus& corpus : recipe.corpora) {
    corpora.push_back(read_corpus(data, corpus));
    count_words(corpora.back().texts, corpus.repeat, counts);
    fmt::print("{}: {} texts\n", corpus.file.empty() ? "further reviews" : corpus.file,
               corpora.back().texts.size());
  }
  check_corpora(recipe, corpora);
  const WordVectors vectors =
      recipe.vectors.empty() ? WordVectors() : WordVectors(data / recipe.vectors, counts);
  if (!fs::exists(encoder / "config.json")) begin_encoder(recipe, counts, encoder);

  const auto run = [&](const std::string& name, const Stage& stage, const auto& learn) {
    if (stage.steps == 0) return;
    const fs::path result = part / fmt::format("{}.safetensors", name);
    if (!fs::exists(result)) learn({name, stage, part / name, result, encoder / "curve.csv"});
    fs::copy_file(result, encoder / "model.safetensors", fs::copy_options::overwrite_existing);
  };
  run("language modelling", recipe.language_modelling, [&](const StagePlace& place) {
    model_language(recipe, corpora, vectors, counts, encoder, place);
  });
  run("meaning", recipe.meaning,
      [&](const StagePlace& place) { learn_meaning(recipe, corpora, vectors, encoder, place); });
  run("classification", recipe.classification,
      [&](const StagePlace& place) { learn_labels(recipe, corpora, encoder, place); });
  fs::rename(encoder, folder);
  fs::remove_all(part);
}

}  // namespace

void pretrain_text(const TextRecipe& recipe, const fs::path& data, const fs::path& output) {
  make_folders(fs::absolute(output).parent_path());
  if (recipe.fine_tune.empty()) return make_encoder(recipe, data, fs::absolute(output));
  // Kept beside the model: the long stages need not run again to try another last one.
  fs::path encoder = fs::absolute(output);
  encoder += "-encoder";
  if (fs::exists(encoder)) {
    fmt::print("{} is there already and is fine-tuned as it is\n", encoder.string());
  } else {
    make_encoder(recipe, data, encoder);
  }
  fine_tune_on_default(recipe, encoder, output);
}

}  // namespace sempurna
