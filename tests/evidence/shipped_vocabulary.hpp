// The vocabulary that the program ships, loaded once for the tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <vector>

#include "evidence/vocabulary.hpp"

namespace meridian::evidence::test {

inline std::shared_ptr<const Vocabulary> vocabulary() {
  static const auto loaded = [] {
    std::vector<std::filesystem::path> paths;
    for (const char* folder : {"data/vocabulary", "data/models"}) {
      for (const auto& entry :
           std::filesystem::directory_iterator(std::filesystem::path(MERIDIAN_SOURCE_DIR) / folder)) {
        if (entry.path().extension() == ".toml" || entry.path().extension() == ".model") paths.push_back(entry.path());
      }
    }
    std::sort(paths.begin(), paths.end());
    std::vector<VocabularyFile> files;
    for (const auto& path : paths) {
      std::ifstream in(path);
      std::stringstream text;
      text << in.rdbuf();
      files.push_back({path.filename().string(), text.str()});
    }
    auto result = Vocabulary::load(files);
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return result ? *result : nullptr;
  }();
  return loaded;
}

}  // namespace meridian::evidence::test
