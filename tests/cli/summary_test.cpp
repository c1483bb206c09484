// Summaries and corrections as a person or a script meets them.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/program_runner.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;

class Summarized : public ProgramRunner {
 protected:
  Summarized() { import_sample(); }

  /// What the program prints, errors included; `status_` is how it ended.
  std::string run(const std::string& words) {
    const RunEnd ended = own_.run("--quiet " + words);
    status_ = ended.status;
    return ended.out + ended.err;
  }

  int status_ = -1;
};

TEST_F(Summarized, EveryCountInJsonIsAListOfStudies) {
  for (const char* by : {"mechanism", "intervention", "condition", "outcome", "cell"}) {
    const auto summary = nlohmann::json::parse(run(std::string("summary --format json --by ") + by));
    EXPECT_EQ(summary["schema"], "meridian.summary/1");
    EXPECT_EQ(summary["found"], 40);
    EXPECT_EQ(summary["studies"].size(), 40U);
    ASSERT_FALSE(summary["groups"].empty()) << by;
    for (const auto& group : summary["groups"]) {
      for (const auto& part : group["populations"]) {
        std::size_t sum = 0;
        for (const auto& level : part["levels"]) {
          std::size_t here = 0;
          for (const char* finding : {"favours", "no-difference", "mixed", "against", "unclear"}) {
            here += level[finding].size();
          }
          EXPECT_EQ(level["studies"], here);
          sum += here;
        }
        EXPECT_EQ(part["primary"]["studies"].get<std::size_t>() + part["reviews"]["studies"].get<std::size_t>(), sum);
      }
    }
  }
}

TEST_F(Summarized, RetractedStudiesAreListedAndNotCounted) {
  const auto summary = nlohmann::json::parse(run("summary --format json"));
  bool listed = false;
  for (const auto& aside : summary["set_aside"]) {
    listed = listed || (aside["pmid"] == 90000038 && aside["reason"] == "retracted");
  }
  EXPECT_TRUE(listed);
  EXPECT_EQ(summary["groups"].dump().find("90000038"), std::string::npos);
  EXPECT_NE(run("summary").find("RETRACTED: 1"), std::string::npos);
}

TEST_F(Summarized, TextAndMarkdownSayHowTheyWereMadeAndAdviseNothing) {
  for (const char* format : {"text", "markdown", "html"}) {
    const std::string out = run(std::string("summary electroacupuncture --studies --format ") + format);
    EXPECT_EQ(status_, 0) << format;
    for (const char* words : {"no medical advice", "How this was made", "electroacupuncture", "OCEBM"}) {
      EXPECT_NE(out.find(words), std::string::npos) << format << ": " << words;
    }
  }
}

TEST_F(Summarized, HtmlNeedsNoNetworkAndEscapesWhatItQuotes) {
  const std::string out = run("summary '\"no such words\"' --format html");
  EXPECT_NE(out.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(out.find("&quot;no such words&quot;"), std::string::npos);
  const std::string page = run("summary --format html");
  for (const char* loads : {"<script", "src=", "<link", "@import", "url("}) {
    EXPECT_EQ(page.find(loads), std::string::npos) << loads;
  }
  EXPECT_NE(page.find("<svg"), std::string::npos);
}

TEST_F(Summarized, PlotsArePicturesWithWords) {
  for (const char* plot : {"map", "forest", "years"}) {
    const fs::path file = home_ / plot;
    run(std::string("summary --plot ") + plot + " -o '" + file.string() + "'");
    EXPECT_EQ(status_, 0) << plot;
    EXPECT_GT(fs::file_size(file), 300U) << plot;
  }
  const std::string map = run("summary --plot map");
  EXPECT_EQ(map.rfind("<svg", 0), 0U);
  EXPECT_NE(map.find("<desc>"), std::string::npos);
}

TEST_F(Summarized, ACorrectionIsShownSurvivesRereadingAndIsGivenBack) {
  EXPECT_NE(run("correct 90000001 design=cohort sample_size=64 --note 'read in full'").find("(read: rct)"),
            std::string::npos);
  EXPECT_EQ(status_, 0);
  run("reread");
  const std::string shown = run("show 90000001");
  EXPECT_NE(shown.find("by hand"), std::string::npos) << shown;
  const auto json = nlohmann::json::parse(run("show 90000001 --json"));
  EXPECT_EQ(json["study"]["design"]["id"], "cohort");
  EXPECT_EQ(json["corrections"].size(), 2U);
  const auto label = nlohmann::json::parse(run("corrections export"));
  EXPECT_EQ(label["schema"], "meridian.study/1");
  EXPECT_EQ(label["corrections"][0]["read"], "rct");
  EXPECT_NE(run("corrections").find("read in full"), std::string::npos);
  EXPECT_NE(run("search --limit 40").find("corrected by hand"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(run("summary --format json"))["corrected_by_hand"].size(), 1U);
  run("correct 90000001 --remove");
  EXPECT_EQ(status_, 0);
  EXPECT_EQ(run("corrections export"), "");
}

TEST_F(Summarized, WrongCorrectionsAreRefusedWithAHint) {
  struct Case {
    const char* words;
    int status;
    const char* says;
  };
  for (const auto& [words, status, says] : std::initializer_list<Case>{
           {"correct 90000001 design=rtc --note x", 2, "one of meta-analysis"},
           {"correct 90000001 colour=red --note x", 2, "sample-size"},
           {"correct 90000001 conditions=cipm --note x", 2, "did you mean \"cipn\""},
           {"correct 90000001 mechanism.inflamation=mixed --note x", 2, "did you mean \"inflammation\""},
           {"correct 90000001 design=rct", 2, "needs a reason"},
           {"correct 17 design=rct --note x", 9, "not in the library"},
           {"correct 90000001 --remove", 9, "no such correction"},
       }) {
    const std::string out = run(words);
    EXPECT_EQ(status_, status) << words << out;
    EXPECT_NE(out.find(says), std::string::npos) << words << out;
  }
}

}  // namespace
}  // namespace meridian::cli
