// Runs the program as a person would, in a home of its own.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace meridian::cli {

struct RunEnd {
  int status = -1;
  std::string out, err;
};

class ProgramRunner : public testing::Test {
 protected:
  ProgramRunner() {
    std::string pattern = testing::TempDir() + "meridian-XXXXXX";
    home_ = mkdtemp(pattern.data());
  }
  ~ProgramRunner() override { std::filesystem::remove_all(home_); }

  RunEnd run(const std::string& words) const {
    const std::string errors = home_ / "errors";
    const std::string command =
        "HOME='" + home_.string() + "' XDG_DATA_HOME= XDG_CONFIG_HOME= MERIDIAN_LIBRARY= MERIDIAN_DATA='" +
        MERIDIAN_SOURCE_DIR "/data' '" MERIDIAN_BINARY_DIR "/cli/meridian' " + words + " 2>'" + errors + "' </dev/null";
    RunEnd ended;
    std::FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
      ended.out.append(buffer.data(), n);
    }
    ended.status = WEXITSTATUS(pclose(pipe));
    std::ifstream in(errors);
    ended.err.assign(std::istreambuf_iterator<char>(in), {});
    return ended;
  }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(home_ / name) << text;
    return "'" + (home_ / name).string() + "'";
  }

  void import_sample() const { ASSERT_EQ(run("import '" MERIDIAN_SOURCE_DIR "/data/sample/sample.xml'").status, 0); }

  std::filesystem::path home_;
};

}  // namespace meridian::cli
