// Reads labelled sets, and fits, measures and writes linear models.
#include "bench/training.hpp"

#include <fmt/format.h>
#include <linear.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "fetcher/bulk.hpp"
#include "fetcher/bulk_source.hpp"

namespace meridian::bench {
using nlohmann::json;
namespace fs = std::filesystem;

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
  how.solver_type = yes_no || recipe.logistic ? L2R_LR : L2R_L2LOSS_SVC;
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

std::vector<double> scores(const Weights& w, std::span<const std::uint32_t> features) {
  const double norm = 1.0 / std::sqrt(static_cast<double>(features.size()) + 1.0);
  std::vector<double> out = w[kBuckets];
  for (const auto f : features) {
    for (std::size_t k = 0; k < out.size(); ++k) out[k] += norm * w[f & (kBuckets - 1)][k];
  }
  return out;
}

int guess(const Recipe& recipe, const Weights& w, const Example& e) {
  const auto score = scores(w, e.features);
  if (recipe.classes.size() == 1) return score[0] > 0;
  return static_cast<int>(std::max_element(score.begin(), score.end()) - score.begin());
}

std::string cross_validated(const Recipe& recipe, const std::vector<Example>& all) {
  std::size_t right = 0;
  std::map<int, std::array<int, 3>> table;  // right, told, true
  const auto fold_of = [&](std::size_t i) { return static_cast<int>(all[i].group.value_or(i) % kFolds); };
  for (int fold = 0; fold < kFolds; ++fold) {
    std::vector<const Example*> part;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (fold_of(i) != fold) part.push_back(&all[i]);
    }
    const auto w = fit(recipe, part);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (fold_of(i) != fold) continue;
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

void write_model(const Recipe& recipe, const Weights& w, const std::string& measured, const fs::path& folder) {
  constexpr double kScale = 0.002;
  std::string out = fmt::format("meridian.model/1\n# {}\n# {}\nclasses {}\nbuckets {}\nscale {}\nbias",
                                recipe.made_from, measured, fmt::join(recipe.classes, " "), kBuckets, kScale);
  for (const double b : w[kBuckets]) out += fmt::format(" {:.4f}", b);
  out += '\n';
  for (std::size_t b = 0; b < kBuckets; ++b) {
    if (std::none_of(w[b].begin(), w[b].end(), [&](double v) { return std::abs(v) >= recipe.least; })) continue;
    out += fmt::format("{}", b);
    for (const double v : w[b])
      out += fmt::format(" {}", static_cast<int>(std::lround(std::clamp(v, -60.0, 60.0) / kScale)));
    out += '\n';
  }
  std::ofstream(folder / (recipe.name + ".model"), std::ios::binary) << out;
}

void make(const Recipe& recipe, const std::vector<Example>& all, const fs::path& folder) {
  const std::string measured = cross_validated(recipe, all);
  fmt::print("{} (cost {}): {}\n", recipe.name, recipe.cost, measured);
  std::vector<const Example*> examples;
  for (const auto& e : all) examples.push_back(&e);
  write_model(recipe, fit(recipe, examples), measured, folder);
}

int label_of(const Recipe& recipe, const std::string& word) {
  const auto at = std::find(recipe.classes.begin(), recipe.classes.end(), word);
  return at == recipe.classes.end() ? -1 : static_cast<int>(at - recipe.classes.begin());
}

}  // namespace meridian::bench
