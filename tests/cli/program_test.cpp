// The program as a person or a script meets it: exit statuses, help, hostile text, JSON.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "core/error.hpp"
#include "tests/cli/program_runner.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;

class Program : public ProgramRunner {};

std::string article(int pmid, const std::string& title) {
  return "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" + std::to_string(pmid) +
         "</PMID><Article><Journal><Title>Synthetic Journal</Title></Journal><ArticleTitle>" + title +
         "</ArticleTitle></Article></MedlineCitation></PubmedArticle>";
}

TEST_F(Program, EveryCommandHasHelpWithAnExample) {
  for (const auto& command : commands()) {
    const RunEnd ended = run(std::string(command.name) + " --help");
    EXPECT_EQ(ended.status, 0) << command.name;
    EXPECT_NE(ended.out.find("Examples:\n  "), std::string::npos) << command.name;
  }
}

TEST_F(Program, ManualPageAndCompletionNameEveryCommand) {
  const std::string man = run("man").out;
  const std::string completion = run("completion").out;
  for (const auto& command : commands()) {
    EXPECT_NE(man.find(".SS " + std::string(command.name)), std::string::npos) << command.name;
    EXPECT_NE(completion.find(" " + std::string(command.name) + ") words="), std::string::npos) << command.name;
  }
}

TEST_F(Program, HelpPrintsEveryExitStatus) {
  const std::string text = run("help exit-status").out;
  for (const auto& row : kExitStatuses) {
    EXPECT_NE(text.find(row.meaning), std::string::npos) << row.name;
  }
}

TEST_F(Program, MistakesEndWithTheirOwnStatusAndAHint) {
  const std::string broken_topic = "name = 1\n";
  fs::create_directories(home_ / ".config/meridian/topics");
  struct Case {
    const char* words;
    int status;
    const char* says;
  };
  for (const auto& [words, status, says] : std::initializer_list<Case>{
           {"serch pain", 2, "did you mean `meridian search`"},
           {"search --limt 3 pain", 2, "did you mean --limit"},
           {"convert no-such-file", 9, "no-such-file"},
           {"search pain", 9, "there is no library"},
           {"help serch", 2, "meridian help search"},
           {"update acupunture-neuropathy", 9, "acupuncture-neuropathy"},
       }) {
    const RunEnd ended = run(words);
    EXPECT_EQ(ended.status, status) << words << ended.err;
    EXPECT_NE(ended.err.find(says), std::string::npos) << words << ended.err;
  }
}

TEST_F(Program, ABrokenTopicIsNamedWithItsLine) {
  fs::create_directories(home_ / ".config/meridian/topics");
  std::ofstream(home_ / ".config/meridian/topics/mine.toml") << "name = \"x\"\nqery = \"pain\"\n";
  const RunEnd ended = run("topics");
  EXPECT_EQ(ended.status, 8);
  EXPECT_NE(ended.err.find("mine.toml:2: unknown key \"qery\""), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("did you mean \"query\"?"), std::string::npos) << ended.err;
}

TEST_F(Program, AWrongAddressEndsAsNetworkAndTheKeyIsNeverTold) {
  const RunEnd ended = run("version");
  ASSERT_EQ(ended.status, 0);
  const std::string folder = (home_ / ".config/meridian").string();
  fs::create_directories(folder);
  std::ofstream(folder + "/settings.toml")
      << "api_key = \"verysecretkey\"\neutils_url = \"https://user@example.invalid/\"\n";
  const RunEnd update = run("update");
  EXPECT_EQ(update.status, 8) << update.err;
  EXPECT_EQ((update.out + update.err).find("verysecretkey"), std::string::npos);
}

TEST_F(Program, TheSampleIsImportedFoundShownAndVerified) {
  const RunEnd imported = run("import --json " + kSample);
  ASSERT_EQ(imported.status, 0) << imported.err;
  const auto receipt = nlohmann::json::parse(imported.out);
  EXPECT_TRUE(receipt["agrees"].get<bool>());
  EXPECT_EQ(receipt["new"], 40);

  const auto found = nlohmann::json::parse(run("search --json --limit 3 electroacupuncture").out);
  EXPECT_GE(found["total"].get<int>(), 5);
  EXPECT_EQ(found["hits"].size(), 3U);
  EXPECT_NE(run("search moxibustion acupressure").out.find("RETRACTED"), std::string::npos);
  EXPECT_NE(run("show 90000038").out.find("RETRACTED (notice: PMID 90000039)"), std::string::npos);
  EXPECT_EQ(run("show 17").status, 9);
  EXPECT_EQ(run("verify").status, 0);
  EXPECT_EQ(nlohmann::json::parse(run("status --json").out)["citations"], 40);
  EXPECT_EQ(nlohmann::json::parse(run("reread --json").out)["changed"], 0);
  const RunEnd again = run("import --json " + kSample);
  EXPECT_EQ(nlohmann::json::parse(again.out)["unchanged"], 40);
}

TEST_F(Program, ADamagedRecordIsNamedAndTheRestGoesIn) {
  const std::string file =
      write("some.xml", "<PubmedArticleSet>" + article(1, "one") + "<PubmedArticle><PMID>2</X></PubmedArticle>" +
                            article(3, "three") + "</PubmedArticleSet>");
  const RunEnd ended = run("convert " + file);
  EXPECT_EQ(ended.status, 10) << ended.err;
  EXPECT_NE(ended.err.find("byte "), std::string::npos) << ended.err;
  EXPECT_NE(ended.out.find("\"pmid\":1,"), std::string::npos);
  EXPECT_NE(ended.out.find("\"pmid\":3,"), std::string::npos);
}

TEST_F(Program, AWithdrawnRecordDoesNotComeOut) {
  const std::string file =
      write("some.xml", "<PubmedArticleSet>" + article(1, "one") + article(2, "two") +
                            "<DeleteCitation><PMID Version=\"1\">1</PMID></DeleteCitation></PubmedArticleSet>");
  const RunEnd ended = run("convert " + file);
  EXPECT_EQ(ended.out.find("\"pmid\":1,"), std::string::npos);
  EXPECT_NE(ended.out.find("\"pmid\":2,"), std::string::npos);
}

TEST_F(Program, AWithdrawnRecordComesOutNowhereOnceTheFileIsRead) {
  std::string text = "<PubmedArticleSet>";
  for (int pmid = 1; pmid <= 900; ++pmid) {
    text += article(pmid, "T" + std::string(static_cast<std::size_t>(pmid % 50) * 40, 'x'));
  }
  text += "<DeleteCitation><PMID>1</PMID><PMID>450</PMID><PMID>900</PMID><PMID>77777</PMID></DeleteCitation>";
  const std::string path = write("update.xml", text + "</PubmedArticleSet>");
  const RunEnd piped = run("convert " + path);
  EXPECT_EQ(piped.status, 0) << piped.err;
  EXPECT_EQ(std::count(piped.out.begin(), piped.out.end(), '\n'), 897);
  for (const std::string gone : {"\"pmid\":1,", "\"pmid\":450,", "\"pmid\":900,"}) {
    EXPECT_EQ(piped.out.find(gone), std::string::npos) << gone;
  }
  EXPECT_TRUE(run("convert -", path).out == piped.out) << "standard input";
  const std::string into = home_ / "out.jsonl";
  const auto content = [&] {
    std::ifstream in(into, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(run("convert " + path + " -o '" + into + "'").status, 0);
  EXPECT_TRUE(content() == piped.out) << "-o";
  EXPECT_EQ(run("convert " + path + " >'" + into + "'").status, 0);
  EXPECT_TRUE(content() == piped.out) << "standard output into a file";
  const RunEnd read = run("convert --to jsonl " + path);
  EXPECT_EQ(std::count(read.out.begin(), read.out.end(), '\n'), 897);
  EXPECT_EQ(run("convert --to jsonl " + path + " -o '" + into + "'").status, 0);
  EXPECT_TRUE(content() == read.out) << "studies";
}

TEST_F(Program, AnInterruptedOutputIsNotLeftBehindAsIfItWereWhole) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);  // the program may be gone while it is still written to
  std::string records;
  for (int pmid = 1; records.size() < 1'200'000; ++pmid) {
    records += article(pmid, "T" + std::string(900, 'x'));
  }
  const auto fifo = home_ / "in";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const auto out = home_ / "out.jsonl";
  for (const bool named : {true, false}) {
    const auto number = home_ / (named ? "named" : "redirected");
    auto converting = std::async(std::launch::async, [&] {
      return own_.run("convert - " + std::string(named ? "-o '" : ">'") + out.string() + "'", "'" + fifo.string() + "'",
                      "sh -c 'echo $$ >\"" + number.string() + "\"; exec \"$0\" \"$@\"'");
    });
    std::ofstream in(fifo, std::ios::binary);
    in << "<PubmedArticleSet>" << records << std::flush;
    std::error_code absent;
    while ((std::filesystem::file_size(out, absent) == 0 || absent) &&
           converting.wait_for(std::chrono::milliseconds(5)) == std::future_status::timeout) {
    }
    pid_t process = 0;
    std::ifstream(number) >> process;
    ASSERT_GT(process, 0);
    EXPECT_EQ(::kill(process, SIGINT), 0);
    in << records;
    in.close();
    const RunEnd ended = converting.get();
    EXPECT_EQ(ended.status, exit_status(Fault::Interrupted).status) << ended.err;
    EXPECT_NE(ended.err.find("nothing of the output was kept"), std::string::npos) << ended.err;
    EXPECT_EQ(std::filesystem::exists(out), !named);
    EXPECT_TRUE(named || std::filesystem::file_size(out) == 0);
  }
  std::signal(SIGPIPE, before);
}

TEST_F(Program, FilesThatCannotBeReadAreNamedAndTheRestIsConvertedOrKept) {
  const std::string good = write("good.xml", "<PubmedArticleSet>" + article(5, "T") + "</PubmedArticleSet>");
  const std::string bad = write("bad.xml", "<html>no</html>");
  const RunEnd converted = run("convert '" + (home_ / "absent.xml").string() + "' " + bad + " " + good);
  EXPECT_EQ(converted.status, exit_status(Fault::BadInput).status);
  EXPECT_NE(converted.out.find("\"pmid\":5,"), std::string::npos);
  EXPECT_NE(converted.err.find("absent.xml"), std::string::npos);
  EXPECT_NE(converted.err.find("bad.xml"), std::string::npos);

  const std::string kept = write("kept.jsonl", "made earlier\n");
  const RunEnd nothing = run("convert '" + (home_ / "absent.xml").string() + "' " + bad + " -o " + kept);
  EXPECT_EQ(nothing.status, exit_status(Fault::BadInput).status);
  EXPECT_NE(nothing.err.find("absent.xml"), std::string::npos);
  EXPECT_NE(nothing.err.find("bad.xml"), std::string::npos);
  EXPECT_EQ(fs::file_size(home_ / "kept.jsonl"), std::string_view("made earlier\n").size());

  const std::string library = "'" + (home_ / "library").string() + "'";
  const RunEnd refused = run("import --library " + library + " " + bad);
  EXPECT_EQ(refused.status, exit_status(Fault::BadInput).status);
  EXPECT_FALSE(fs::exists(home_ / "library"));
  const std::string open_entry = write("open.ris", "TY  - JOUR\nTI  - A\n");
  EXPECT_EQ(run("import --library " + library + " " + open_entry).status, exit_status(Fault::BadInput).status);
  EXPECT_FALSE(fs::exists(home_ / "library")) << "references";
  const RunEnd imported = run("import --library " + library + " " + bad + " " + good);
  EXPECT_EQ(imported.status, exit_status(Fault::BadInput).status);
  EXPECT_NE(imported.err.find("bad.xml"), std::string::npos);
  EXPECT_EQ(run("show --library " + library + " 5").status, 0);
}

TEST_F(Program, HostileTitlesReachNeitherTerminalNorSpreadsheet) {
  const std::string file =
      write("hostile.xml",
            "<PubmedArticleSet>" + article(7, "=cmd()|' \xC2\x9B\x1b[31mpain &lt;script>") + "</PubmedArticleSet>");
  ASSERT_EQ(run("import " + file).status, 0);
  for (const char* words : {"search pain", "show 7", "status"}) {
    const RunEnd ended = run(words);
    EXPECT_EQ((ended.out + ended.err).find('\x1b'), std::string::npos) << words;
    EXPECT_EQ((ended.out + ended.err).find("\xC2\x9B"), std::string::npos) << words;
  }
  EXPECT_NE(run("export --format csv").out.find("\"'=cmd()"), std::string::npos);
}

TEST_F(Program, AnImportOntoAFullDiskSaysSoAndTheLibraryIsWholeAfterwards) {
  import_sample();
  std::string text = "<PubmedArticleSet>";
  for (int pmid = 1; pmid <= 3000; ++pmid) {
    text += article(pmid, "Numbness number " + std::to_string(pmid * 7919));
  }
  const std::string file = write("many.xml", text + "</PubmedArticleSet>");
  // No file may grow above 600 KiB, which the library sees as a disk without room.
  const RunEnd full =
      own_.run("import " + file, "/dev/null", "bash -c 'trap \"\" XFSZ; ulimit -f 600; exec \"$@\"' sh");
  EXPECT_EQ(full.status, exit_status(Fault::Storage).status) << full.out << full.err;
  EXPECT_NE(full.err.find("hint: "), std::string::npos) << full.err;
  EXPECT_EQ(run("verify").status, 0);
  EXPECT_EQ(run("show 90000001").status, 0);
  EXPECT_EQ(run("import " + file).status, 0) << "with room again";
  EXPECT_EQ(nlohmann::json::parse(run("status --json").out)["citations"], 3040);
}

TEST_F(Program, VerifyRepairMendsALostAndADamagedIndex) {
  import_sample();
  const fs::path search = home_ / ".local/share/meridian/search";
  ASSERT_TRUE(fs::exists(search / "postlist.glass"));
  const std::vector<std::function<void()>> harms{[&] { fs::remove_all(search); },
                                                 [&] { fs::resize_file(search / "postlist.glass", 4096); }};
  for (const auto& harm : harms) {
    harm();
    const RunEnd found = run("verify");
    EXPECT_EQ(found.status, exit_status(Fault::Disagreement).status) << found.out << found.err;
    const RunEnd mended = run("verify --repair");
    EXPECT_EQ(mended.status, 0) << mended.out << mended.err;
    EXPECT_NE(mended.out.find("mended: "), std::string::npos) << mended.out << mended.err;
    EXPECT_EQ(run("verify").status, 0);
    EXPECT_NE(run("search moxibustion acupressure").out.find("RETRACTED"), std::string::npos);
  }
}

TEST_F(Program, WhoeverClosesThePipeHasReadEnough) {
  import_sample();
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[0]);
  const std::string into_closed_pipe = "bash -c '\"$@\" >&" + std::to_string(ends[1]) + "; exit $?' sh";
  for (const std::string& words : std::vector<std::string>{
           "show 90000001", "show 90000001 90000002 90000003 90000004 90000005 90000006", "search pain", "export",
           "export --format csv", "summary", "summary --format html", "vocabulary", "man", "fields --json", "verify",
           "convert " + kSample,
           std::string("check '") + MERIDIAN_SOURCE_DIR "/tests/fixtures/drafts/magnesium-neuropathy.md'"}) {
    const RunEnd ended = own_.run(words, "/dev/null", into_closed_pipe);
    EXPECT_EQ(ended.status, 128 + SIGPIPE) << words;
    EXPECT_EQ(ended.err.find("error"), std::string::npos) << words << ended.err;
    EXPECT_EQ(ended.err.find("terminate"), std::string::npos) << words << ended.err;
  }
  close(ends[1]);
}

TEST_F(Program, AFullDiskIsAStorageFailure) {
  import_sample();
  for (const char* words : {"show 90000001", "show 90000001 90000002 90000003 90000004 90000005 90000006", "man",
                            "export", "summary", "search pain"}) {
    const RunEnd ended = run(words + std::string(" >/dev/full"));
    EXPECT_EQ(ended.status, 6) << words << ended.err;
    EXPECT_NE(ended.err.find("No space left on device"), std::string::npos) << words << ended.err;
  }
  EXPECT_EQ(run("convert " + kSample + " >/dev/full").status, 6);
  EXPECT_EQ(run("convert " + kSample + " -o /dev/full").status, 6);
}

TEST_F(Program, StandardInputThatHoldsNoRecordsLeavesNoLibraryAndNoOutput) {
  const std::string garbage = write("garbage", "neither XML nor MEDLINE\n");
  const RunEnd imported = run("import -", garbage);
  EXPECT_EQ(imported.status, exit_status(Fault::BadInput).status) << imported.err;
  EXPECT_NE(imported.err.find("standard input is neither PubMed XML nor MEDLINE text"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(home_ / ".local/share/meridian"));
  const std::string kept = write("kept.jsonl", "made earlier\n");
  EXPECT_EQ(run("convert - -o " + kept, garbage).status, exit_status(Fault::BadInput).status);
  EXPECT_EQ(std::filesystem::file_size(home_ / "kept.jsonl"), 13U);
  EXPECT_EQ(run("import -", kSample).status, 0) << "what was looked at is not lost";
  EXPECT_EQ(nlohmann::json::parse(run("status --json").out)["citations"], 40);
}

TEST_F(Program, WhereNobodyCanBeToldTheWorkGoesOn) {
  const auto told_to_nobody = [&](const std::string& words) {
    return own_.run(words, "/dev/null", "sh -c '\"$0\" \"$@\" 2>/dev/full'");
  };
  EXPECT_EQ(told_to_nobody("import " + kSample).status, 0);
  EXPECT_EQ(told_to_nobody("show 17").status, 9);
  EXPECT_EQ(told_to_nobody("nonsense").status, 2);
  EXPECT_EQ(told_to_nobody("").status, 2);
  const std::string damaged = write("some.xml", "<PubmedArticleSet>" + article(1, "one") +
                                                    "<PubmedArticle><PMID>2</X></PubmedArticle></PubmedArticleSet>");
  const RunEnd converted = told_to_nobody("convert " + damaged);
  EXPECT_EQ(converted.status, 10);
  EXPECT_NE(converted.out.find("\"pmid\":1,"), std::string::npos);
}

TEST_F(Program, AnUnknownFlagIsNamedBeforeWhatIsMissing) {
  const RunEnd ended = run("import --bogus");
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("there is no flag --bogus"), std::string::npos) << ended.err;
  EXPECT_NE(run("import --librari=x").err.find("did you mean --library?"), std::string::npos);
  EXPECT_NE(run("import").err.find("files is required"), std::string::npos) << "nothing else is wrong";
}

}  // namespace
}  // namespace meridian::cli
