// Trains the models of data/models/ from labelled sets: train SETS VOCABULARY OUT [MODEL...], where SETS is the folder
// with design/, negation/ and so on.
#include <fmt/format.h>
#include <linear.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "evidence/trained.hpp"
#include "fetcher/bulk.hpp"
#include "fetcher/bulk_source.hpp"

namespace {

using namespace meridian;
namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint32_t kBuckets = 1U << 16U;
constexpr int kFolds = 5;
constexpr double kLeast = 0.02;  // a smaller weight is left out

struct Example {
  std::vector<std::uint32_t> features;
  int label = 0;
};

struct Recipe {
  std::string name;
  std::vector<std::string> classes;
  double cost = 1;
  double positive = 1;  // weight of the rarer class where there is one class
  std::string made_from;
};

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<json> rows_of(const fs::path& path) {
  auto source = fetcher::ByteSource::open(path.string());
  std::vector<json> rows;
  if (!source) {
    fmt::print(stderr, "{}\n", source.error().describe());
    return rows;
  }
  std::string all;
  std::array<char, 65536> block{};
  while (const std::size_t got = (*source)->read(block.data(), block.size())) all.append(block.data(), got);
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) rows.push_back(json::parse(line));
  return rows;
}

std::map<Pmid, Citation> citations_of(const fs::path& path) {
  std::map<Pmid, Citation> out;
  auto stream = fetcher::RecordStream::open(path.string());
  if (!stream) return out;
  while (auto item = stream->next()) {
    if (auto* raw = std::get_if<fetcher::RawRecord>(&*item)) {
      auto read = fetcher::read_record(std::move(*raw));
      if (auto* record = std::get_if<fetcher::Record>(&read)) out[record->citation.pmid] = record->citation;
    }
  }
  return out;
}

using Weights = std::vector<std::vector<double>>;  // [bucket or bias at the end][class]

Weights fit(const Recipe& recipe, const std::vector<const Example*>& examples) {
  const bool yes_no = recipe.classes.size() == 1;
  std::vector<std::vector<feature_node>> nodes(examples.size());
  std::vector<feature_node*> x(examples.size());
  std::vector<double> y(examples.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    std::map<int, double> sum;  // two features may share a bucket
    const double norm = 1.0 / std::sqrt(static_cast<double>(examples[i]->features.size()) + 1.0);
    for (const auto f : examples[i]->features) sum[static_cast<int>(f & (kBuckets - 1)) + 1] += norm;
    for (const auto& [index, value] : sum) nodes[i].push_back({index, value});
    nodes[i].push_back({static_cast<int>(kBuckets) + 1, 1.0});
    nodes[i].push_back({-1, 0});
    x[i] = nodes[i].data();
    y[i] = examples[i]->label;
  }
  problem data{static_cast<int>(examples.size()), static_cast<int>(kBuckets) + 1, y.data(), x.data(), 1.0};
  parameter how{};
  how.solver_type = yes_no ? L2R_LR : L2R_L2LOSS_SVC;
  how.eps = 0.001;
  how.C = recipe.cost;
  int positive_label = 1;
  double positive_weight = recipe.positive;
  how.nr_weight = yes_no ? 1 : 0;
  how.weight_label = &positive_label;
  how.weight = &positive_weight;
  set_print_string_function([](const char*) {});
  model* trained = train(&data, &how);
  Weights out(kBuckets + 1, std::vector<double>(recipe.classes.size(), 0.0));
  const int columns = trained->nr_class == 2 ? 1 : trained->nr_class;
  for (std::size_t b = 0; b <= kBuckets; ++b) {
    for (int k = 0; k < columns; ++k) {
      const double w = trained->w[static_cast<std::size_t>(columns) * b + static_cast<std::size_t>(k)];
      if (yes_no) {
        out[b][0] = trained->label[0] == 1 ? w : -w;
      } else {
        out[b][static_cast<std::size_t>(trained->label[k])] = w;
      }
    }
  }
  free_and_destroy_model(&trained);
  return out;
}

int guess(const Recipe& recipe, const Weights& w, const Example& e) {
  const double norm = 1.0 / std::sqrt(static_cast<double>(e.features.size()) + 1.0);
  std::vector<double> score = w[kBuckets];
  for (const auto f : e.features) {
    for (std::size_t k = 0; k < score.size(); ++k) score[k] += norm * w[f & (kBuckets - 1)][k];
  }
  if (recipe.classes.size() == 1) return score[0] > 0;
  return static_cast<int>(std::max_element(score.begin(), score.end()) - score.begin());
}

std::string cross_validated(const Recipe& recipe, const std::vector<Example>& all) {
  std::size_t right = 0;
  std::map<int, std::array<int, 3>> table;  // right, told, true
  for (int fold = 0; fold < kFolds; ++fold) {
    std::vector<const Example*> part;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (static_cast<int>(i % kFolds) != fold) part.push_back(&all[i]);
    }
    const auto w = fit(recipe, part);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (static_cast<int>(i % kFolds) != fold) continue;
      const int said = guess(recipe, w, all[i]);
      right += said == all[i].label;
      table[all[i].label][0] += said == all[i].label;
      ++table[said][1];
      ++table[all[i].label][2];
    }
  }
  double f1 = 0;
  for (const auto& [label, row] : table) f1 += 2.0 * row[0] / (row[1] + row[2]);
  const auto& yes = table[1];
  return fmt::format("{}-fold cross-validation over {}: accuracy {:.3f}, {}", kFolds, all.size(),
                     static_cast<double>(right) / static_cast<double>(all.size()),
                     recipe.classes.size() == 1
                         ? fmt::format("F1 of yes {:.3f}", 2.0 * yes[0] / (yes[1] + yes[2]))
                         : fmt::format("macro-F1 {:.3f}", f1 / static_cast<double>(table.size())));
}

void make(const Recipe& recipe, const std::vector<Example>& all, const fs::path& folder) {
  const std::string measured = cross_validated(recipe, all);
  fmt::print("{} (cost {}): {}\n", recipe.name, recipe.cost, measured);
  std::vector<const Example*> examples;
  for (const auto& e : all) examples.push_back(&e);
  const auto w = fit(recipe, examples);
  constexpr double kScale = 0.002;
  std::string out = fmt::format("meridian.model/1\n# {}\n# {}\nclasses {}\nbuckets {}\nscale {}\nbias",
                                recipe.made_from, measured, fmt::join(recipe.classes, " "), kBuckets, kScale);
  for (const double b : w[kBuckets]) out += fmt::format(" {:.4f}", b);
  out += '\n';
  for (std::size_t b = 0; b < kBuckets; ++b) {
    if (std::none_of(w[b].begin(), w[b].end(), [](double v) { return std::abs(v) >= kLeast; })) continue;
    out += fmt::format("{}", b);
    for (const double v : w[b])
      out += fmt::format(" {}", static_cast<int>(std::lround(std::clamp(v, -60.0, 60.0) / kScale)));
    out += '\n';
  }
  std::ofstream(folder / (recipe.name + ".model"), std::ios::binary) << out;
}

int label_of(const Recipe& recipe, const std::string& word) {
  const auto at = std::find(recipe.classes.begin(), recipe.classes.end(), word);
  return at == recipe.classes.end() ? -1 : static_cast<int>(at - recipe.classes.begin());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: train SETS VOCABULARY OUT [MODEL...]\n");
    return 2;
  }
  const fs::path sets = argv[1], out = argv[3];
  const std::vector<std::string> wanted(argv + 4, argv + argc);
  const auto wants = [&](const char* name) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(argv[2])) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<evidence::VocabularyFile> files;
  for (const auto& path : paths) files.push_back({path.string(), slurp(path)});
  auto vocabulary = evidence::Vocabulary::load(files);
  if (!vocabulary) {
    fmt::print(stderr, "{}\n", vocabulary.error().describe());
    return 1;
  }
  const auto values = [](const evidence::Features& f) {
    return std::vector<std::uint32_t>(f.values().begin(), f.values().end());
  };
  if (wants("design")) {
    Recipe recipe{"design",
                  {"rct", "case-report", "systematic-review", "review", "in-vitro", "protocol", "animal", "other"},
                  3,
                  1,
                  "design of an abstract in eight kinds, from the train part of the study type set (1,581 abstracts)"};
    std::vector<Example> all;
    auto citations = citations_of(sets / "design/train.xml.gz");
    for (const auto& row : rows_of(sets / "design/train.jsonl")) {
      const auto found = citations.find(row["pmid"].get<Pmid>());
      if (found == citations.end()) continue;
      all.push_back({values(evidence::training_view(found->second, **vocabulary).design),
                     label_of(recipe, row["design"].get<std::string>())});
    }
    for (const double cost : {10.0}) {
      Recipe other = recipe;
      other.cost = cost;
      fmt::print("design, cost {}: {}\n", cost, cross_validated(other, all));
    }
    make(recipe, all, out);
  }
  for (const auto& [name, type, positive] :
       {std::tuple{"negation", "negation", 1.5}, std::tuple{"speculation", "speculation", 1.5}}) {
    if (!wants(name)) continue;
    Recipe recipe{
        name,
        {"yes"},
        100,
        positive,
        fmt::format("whether a sentence holds a cue of {}, from the development part of BioScope's abstracts", type)};
    std::vector<Example> all;
    for (const auto& row : rows_of(sets / "negation/abstracts-dev.jsonl.gz")) {
      bool yes = false;
      for (const auto& cue : row["cues"]) yes = yes || cue["type"] == type;
      all.push_back({values(evidence::sentence_features(row["text"].get<std::string>())), yes});
    }
    for (const double cost : {300.0}) {
      Recipe other = recipe;
      other.cost = cost;
      fmt::print("{}, cost {}: {}\n", name, cost, cross_validated(other, all));
    }
    make(recipe, all, out);
  }
  if (wants("direction")) {
    Recipe recipe{"direction",
                  {"favours", "no-difference", "mixed", "against", "not-applicable"},
                  1,
                  1,
                  "direction of a study, from the development parts of the domain's labelled and invented abstracts"};
    std::vector<Example> all;
    std::size_t by_rules = 0;
    for (const char* set : {"studies", "synthetic"}) {
      auto citations = citations_of(sets / set / "dev.xml.gz");
      for (const auto& row : rows_of(sets / set / "dev.jsonl")) {
        const auto view = evidence::training_view(citations[row["pmid"].get<Pmid>()], **vocabulary);
        const auto label = row["direction"].get<std::string>();
        by_rules += view.study.direction && view.study.direction->id == label;
        all.push_back({values(view.direction), label_of(recipe, label)});
      }
    }
    fmt::print("direction, rules alone: {} of {}\n", by_rules, all.size());
    for (const double cost : {0.1, 0.3, 3.0}) {
      Recipe other = recipe;
      other.cost = cost;
      fmt::print("direction, cost {}: {}\n", cost, cross_validated(other, all));
    }
    if (!wanted.empty()) make(recipe, all, out);
  }
  return 0;
}
