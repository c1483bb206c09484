// meridian version names what it runs on, and libcurl is loaded only where something is asked of it.
#include <nlohmann/json.hpp>

#include "tests/cli/program_runner.hpp"

namespace meridian::cli {
namespace {

class Version : public ProgramRunner {};

TEST_F(Version, NamesEveryLibrarySchemaReaderAndVocabulary) {
  const RunEnd ended = run("version --json");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const auto versions = nlohmann::ordered_json::parse(ended.out);
  const std::string text = run("version").out;
  EXPECT_EQ(text.rfind("meridian ", 0), 0U) << text;
  for (const char* name :
       {"meridian", "libcurl", "pugixml", "sqlite", "xapian", "zstd", "schema", "reader", "vocabulary"}) {
    ASSERT_TRUE(versions.contains(name)) << name << ended.out;
    ASSERT_TRUE(versions[name].is_string()) << name;
    EXPECT_NE(text.find(std::string(name) + " " + versions[name].get<std::string>() + "\n"), std::string::npos) << text;
  }
  EXPECT_EQ(run("--version").out, text);
}

TEST_F(Version, IsToldWhereTheVocabularyIsBroken) {
  std::filesystem::create_directories(home_ / ".config/meridian/vocabulary");
  std::ofstream(home_ / ".config/meridian/vocabulary/mine.toml") << "facet = \n";
  const RunEnd ended = run("version");
  EXPECT_EQ(ended.status, 0);
  EXPECT_NE(ended.out.find("vocabulary cannot be loaded"), std::string::npos) << ended.out;
}

TEST_F(Version, LibcurlIsLoadedOnlyWhereAServerIsAsked) {
  import_sample();
  const auto loads_curl = [&](const std::string& words) {
    const std::string text = own_.run(words, "/dev/null", "MERIDIAN_EUTILS_URL=http://127.0.0.1:1/ LD_DEBUG=files").err;
    EXPECT_NE(text.find("libc.so"), std::string::npos) << "the loader did not tell what it loads";
    return text.find("libcurl") != std::string::npos;
  };
  for (const char* words : {"search pain", "show 90000001", "status", "help"}) {
    EXPECT_FALSE(loads_curl(words)) << words;
  }
  EXPECT_TRUE(loads_curl("version"));
}

}  // namespace
}  // namespace meridian::cli
