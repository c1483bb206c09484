// What the training of all models shares: labelled rows, and linear models by liblinear over hashed features.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/citation.hpp"
#include "evidence/vocabulary.hpp"

namespace meridian::bench {

constexpr std::uint32_t kBuckets = 1U << 16U;
constexpr int kFolds = 5;

struct Example {
  std::vector<std::uint32_t> features;
  int label = 0;
  std::optional<std::size_t> group = {};  ///< examples of one text, which no fold parts
};

struct Recipe {
  std::string name;
  std::vector<std::string> classes;
  double cost = 1;
  double positive = 1;  ///< weight of the rarer class where there is one class
  std::string made_from;
  bool logistic = false;  ///< regression instead of a margin, where there are several classes
  double least = 0.02;    ///< a smaller weight is left out
};

using Weights = std::vector<std::vector<double>>;  ///< [bucket, or bias at the end][class]

[[nodiscard]] std::string slurp(const std::filesystem::path& path);
[[nodiscard]] std::vector<nlohmann::json> rows_of(const std::filesystem::path& path);
[[nodiscard]] std::map<Pmid, Citation> citations_of(const std::filesystem::path& path);

[[nodiscard]] Weights fit(const Recipe& recipe, const std::vector<const Example*>& examples);
[[nodiscard]] std::vector<double> scores(const Weights& weights, std::span<const std::uint32_t> features);
[[nodiscard]] int guess(const Recipe& recipe, const Weights& weights, const Example& example);
[[nodiscard]] std::string cross_validated(const Recipe& recipe, const std::vector<Example>& all);
[[nodiscard]] int label_of(const Recipe& recipe, const std::string& word);

void write_model(const Recipe& recipe, const Weights& weights, const std::string& measured,
                 const std::filesystem::path& folder);
void make(const Recipe& recipe, const std::vector<Example>& all, const std::filesystem::path& folder);

/// The models of outcomes and of their changes, from questions on trials.
void train_findings(const std::filesystem::path& sets, const evidence::Vocabulary& vocabulary,
                    const std::filesystem::path& out);

}  // namespace meridian::bench
