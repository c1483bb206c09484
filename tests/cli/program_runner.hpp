// Runs the program as a person would, in a home of its own.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace meridian::cli {

struct RunEnd {
  int status = -1;
  std::string out, err;
};

/// Gone with the object.
class Home {
 public:
  Home() {
    std::string pattern = testing::TempDir() + "meridian-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  ~Home() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// `before` stands before the program: variables, or a command that runs it.
  [[nodiscard]] RunEnd run(const std::string& words, const std::string& input = "/dev/null",
                           const std::string& before = "") const {
    static std::atomic<int> runs{0};  // several may be under way at once
    const std::string errors = path_ / ("errors-" + std::to_string(++runs));
    const std::string command = "HOME='" + path_.string() +
                                "' XDG_DATA_HOME= XDG_CONFIG_HOME= MERIDIAN_LIBRARY= MERIDIAN_DATA='" +
                                MERIDIAN_SOURCE_DIR "/data' " + before + " '" MERIDIAN_BINARY_DIR "/cli/meridian' " +
                                words + " 2>'" + errors + "' <" + input;
    RunEnd ended;
    std::FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
      ended.out.append(buffer.data(), n);
    }
    ended.status = WEXITSTATUS(pclose(pipe));
    std::ifstream in(errors, std::ios::binary);
    ended.err.assign(std::istreambuf_iterator<char>(in), {});
    std::filesystem::remove(errors);
    return ended;
  }

  /// @return the file's path, quoted for a shell
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return "'" + (path_ / name).string() + "'";
  }

 private:
  std::filesystem::path path_;
};

inline const std::string kSample = "'" MERIDIAN_SOURCE_DIR "/data/sample/sample.xml'";

/// A home for each test.
class ProgramRunner : public testing::Test {
 protected:
  RunEnd run(const std::string& words, const std::string& input = "/dev/null") const { return own_.run(words, input); }
  std::string write(const std::string& name, const std::string& text) const { return own_.write(name, text); }
  void import_sample() const { ASSERT_EQ(run("import " + kSample).status, 0); }

  const Home own_;
  const std::filesystem::path home_ = own_.path();
};

}  // namespace meridian::cli
