// An API key goes to the server and nowhere else, whatever the server does.
#include "tests/cli/program_runner.hpp"
#include "tests/support/eutils_server.hpp"

namespace meridian::cli {
namespace {

const std::string kKey = "0123verysecretkey4567";

class Key : public ProgramRunner {
 protected:
  std::string everything_written() const {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home_)) {
      if (entry.is_regular_file()) {
        std::ifstream in(entry.path(), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(in), {});
      }
    }
    return all;
  }
};

TEST_F(Key, IsSentAndNeverWrittenOrTold) {
  test::EutilsServer server({{}, 0, ""});
  std::filesystem::create_directories(home_ / ".config/meridian/topics");
  std::ofstream(home_ / ".config/meridian/topics/pain.toml") << "name = \"Pain\"\nquery = \"pain\"\n";
  ::setenv("NCBI_API_KEY", kKey.c_str(), 1);
  ::setenv("NCBI_EMAIL", "a@example.org", 1);
  ::setenv("MERIDIAN_EUTILS_URL", server.base_url().c_str(), 1);
  ::setenv("XDG_RUNTIME_DIR", home_.c_str(), 1);
  std::string told;
  for (const char* faults : {"", "error=bad api_key=0123verysecretkey4567", "html:at=1", "500:at=1", "reset:at=1",
                             "truncate=40:at=1", "429,retry-after=0:at=1"}) {
    server.set_faults(faults);
    for (const std::string words : {"update pain --max-time 3", "status", "runs --json"}) {
      const RunEnd ended = run(words);
      told += ended.out + ended.err;
    }
  }
  told += run("doctor").out;
  for (const char* name : {"NCBI_API_KEY", "NCBI_EMAIL", "MERIDIAN_EUTILS_URL", "XDG_RUNTIME_DIR"}) {
    ::unsetenv(name);
  }
  bool sent = false;
  for (const auto& request : server.requests()) {
    sent = sent || request.form.find("api_key=" + kKey) != std::string::npos;
  }
  EXPECT_TRUE(sent) << "without it the test shows nothing";
  EXPECT_EQ(told.find("verysecret"), std::string::npos) << told;
  EXPECT_EQ(everything_written().find("verysecret"), std::string::npos);
}

}  // namespace
}  // namespace meridian::cli
