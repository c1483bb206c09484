// Runs a target over every file of its corpus and over mutations of them, the same ones each time.
// Usage: fuzz_TARGET CORPUS MUTATIONS   The input under way stands in the file fuzz_TARGET.input until it has passed.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/target.hpp"

namespace {

namespace fs = std::filesystem;

/// Flips, repeats, removes, cuts, or puts a piece of another file in, at up to four places.
std::string mutated(std::string bytes, const std::string& other, std::mt19937& random) {
  const auto within = [&](const std::string& text) { return text.empty() ? 0 : random() % text.size(); };
  for (auto changes = 1 + random() % 4; changes > 0; --changes) {
    const auto at = within(bytes);
    switch (random() % 6) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.insert(at, 1 + random() % 8, static_cast<char>(random() % 256));
        break;
      case 2:
        bytes.erase(at, 1 + random() % 16);
        break;
      case 3:
        bytes.insert(at, std::string(bytes, within(bytes), 1 + random() % 64));
        break;
      case 4:
        bytes.insert(at, std::string(other, within(other), 1 + random() % 64));
        break;
      default:
        if (!bytes.empty()) {
          bytes[at] = static_cast<char>(random() % 256);
        }
    }
  }
  return bytes;
}

std::vector<std::string> files_of(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s CORPUS MUTATIONS\n", argv[0]);
    return 2;
  }
  const auto files = files_of(argv[1]);
  const int mutations = std::atoi(argv[2]);
  const fs::path under_way = fs::path(argv[0]).filename().string() + ".input";
  const auto run = [&](const std::string& input) {
    std::ofstream(under_way, std::ios::binary) << input;
    meridian::fuzz::one_input(input);
  };
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::mt19937 random(static_cast<std::mt19937::result_type>(i + 1));
    run(files[i]);
    for (int round = 0; round < mutations; ++round) {
      run(mutated(files[i], files[random() % files.size()], random));
    }
  }
  fs::remove(under_way);
  std::printf("%zu files, %d mutations of each\n", files.size(), mutations);
  return files.empty() ? 1 : 0;
}
