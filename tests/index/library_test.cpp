// What the library promises: outcomes, revisions, integrity, search, and the refusal of what it cannot serve.
#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <random>

#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

Library filled(const Folder& folder, Pmid count) {
  auto library = open_library(folder);
  EXPECT_TRUE(library) << library.error().describe();
  std::vector<Entry> entries;
  for (Pmid pmid = 1; pmid <= count; ++pmid) {
    entries.push_back(entry_of(pmid, pmid == 3 ? "Magnesium for headache" : "Electroacupuncture for neuropathy",
                               2010 + static_cast<int>(pmid)));
  }
  const auto report = library->add(entries, "neuropathy", "v1");
  EXPECT_TRUE(report) << report.error().describe();
  return std::move(*library);
}

std::uint64_t count(const Library& library, const std::string& query) {
  const auto answer = library.search({query});
  EXPECT_TRUE(answer) << query << answer.error().describe();
  return answer ? answer->total : 9999;
}

TEST(Library, tells_new_revised_unchanged_and_older_records_apart) {
  const Folder folder;
  auto library = open_library(folder).value();
  Entry entry = entry_of(7);
  entry.citation.version = 2;
  const auto outcome = [&](const Entry& e) { return library.add({&e, 1}, "", "v1").value().outcomes.at(0).second; };
  EXPECT_EQ(outcome(entry), Outcome::New);
  EXPECT_EQ(outcome(entry), Outcome::Unchanged);
  Entry better = entry;
  better.citation.title = "Another title";
  better.raw = "second";
  EXPECT_EQ(outcome(better), Outcome::Revised);
  Entry older = entry;
  older.citation.version = 1;
  EXPECT_EQ(outcome(older), Outcome::Older);
  EXPECT_EQ(outcome(older), Outcome::Older);
  const auto revisions = library.revisions(7).value();
  ASSERT_EQ(revisions.size(), 3U);
  EXPECT_EQ(revisions[1].changed, std::vector<std::string>{"title"});
  EXPECT_EQ(library.get(7).value()->citation, better.citation);
  EXPECT_EQ(library.raw(7).value()->first, "second");
  EXPECT_EQ(count(library, "another"), 1U);
  EXPECT_EQ(count(library, "electroacupuncture"), 0U);
}

TEST(Library, a_retraction_notice_marks_the_paper_whichever_comes_first) {
  for (const bool notice_first : {true, false}) {
    const Folder folder;
    auto library = open_library(folder).value();
    Entry notice = entry_of(20, "Retraction");
    notice.citation.corrections.push_back({"RetractionOf", 10, "", ""});
    const Entry paper = entry_of(10);
    ASSERT_TRUE(library.add({notice_first ? &notice : &paper, 1}, "", "v1"));
    ASSERT_TRUE(library.add({notice_first ? &paper : &notice, 1}, "", "v1"));
    const Held held = *library.get(10).value();
    EXPECT_EQ(held.study.integrity.status, IntegrityStatus::Retracted);
    EXPECT_EQ(held.study.integrity.by, std::vector<Pmid>{20});
    EXPECT_EQ(library.matching("is:retracted").value(), std::vector<Pmid>{10});
    EXPECT_EQ(library.totals("v1").value().retracted, 1U);
  }
}

TEST(Library, a_withdrawn_record_is_kept_but_not_found_also_where_it_comes_later) {
  const Folder folder;
  Library library = filled(folder, 4);
  const std::vector<Pmid> gone{2, 99};
  EXPECT_EQ(library.mark_deleted(gone).value(), 1U);
  const Entry late = entry_of(99);
  ASSERT_TRUE(library.add({&late, 1}, "", "v1"));
  EXPECT_EQ(count(library, ""), 3U);
  EXPECT_TRUE(library.get(99).value()->deleted);
  EXPECT_TRUE(library.missing(gone).value().empty());
  Observer silent;
  EXPECT_TRUE(library.verify(false, silent).value().disagreements.empty());
}

TEST(Search, reads_words_phrases_fields_ranges_and_operators) {
  const Folder folder;
  const Library library = filled(folder, 6);
  const std::vector<std::pair<std::string, std::uint64_t>> cases{
      {"", 6},
      {"neuropathies", 5},
      {"\"nerve conduction\"", 6},
      {"\"conduction nerve\"", 0},
      {"headache OR neuropathy", 6},
      {"neuropathy -magnesium", 5},
      {"NOT headache", 5},
      {"(headache OR neuropathy) AND design:rct", 3},
      {"headache OR neuropathy AND design:rct", 3},
      {"headache[ti]", 1},
      {"magnes*", 1},
      {"year:2013..2014", 2},
      {"year:2015..", 2},
      {"year:2012", 1},
      {"n:..30", 3},
      {"author:\"smith j\"", 6},
      {"pmid:4", 1},
      {"topic:neuropathy", 6},
      {"mechanism:nerve-function", 6},
      {"tiab:headache", 1},
      {"title:conduction", 0},
  };
  for (const auto& [query, total] : cases) {
    EXPECT_EQ(count(library, query), total) << query;
    EXPECT_EQ(library.matching(query).value().size(), total) << query;
  }
}

TEST(Search, counts_facets_over_all_results_and_marks_no_snippet) {
  const Folder folder;
  const Library library = filled(folder, 6);
  const auto answer = library.search({"conduction", SortBy::Date, 2, 1}).value();
  EXPECT_EQ(answer.total, 6U);
  ASSERT_EQ(answer.hits.size(), 2U);
  EXPECT_EQ(answer.hits[0].pmid, 5U);
  EXPECT_NE(answer.hits[0].snippet.find("(P<0.05)"), std::string::npos) << answer.hits[0].snippet;
  ASSERT_EQ(answer.facets.size(), 7U);
  EXPECT_EQ(answer.facets[0].counts.at(0).count, 6U);
  EXPECT_EQ(answer.facets[1].counts.size(), 2U);
  EXPECT_EQ(answer.facets[4].counts.at(0).value, "2016");
}

TEST(Search, says_what_is_wrong_with_a_query_and_where) {
  const Folder folder;
  const Library library = filled(folder, 2);
  const std::vector<std::pair<std::string, std::string>> cases{{"\"open", "not closed"},
                                                               {"(a b", "not closed"},
                                                               {"a)", "not opened"},
                                                               {"desing:rct", "did you mean design?"},
                                                               {"year:abc", "takes a number"},
                                                               {"a OR", "nothing stands"},
                                                               {"OR a", "between"},
                                                               {"x[zz]", "no tag"},
                                                               {std::string(60, '('), "deep"},
                                                               {"title:", "must follow"},
                                                               {"year:..", "takes"},
                                                               {std::string(9000, 'a'), "longer"}};
  for (const auto& [query, words] : cases) {
    const auto answer = library.search({query});
    ASSERT_FALSE(answer) << query;
    EXPECT_EQ(answer.error().fault, Fault::Usage) << query;
    EXPECT_NE(answer.error().message.find(words), std::string::npos) << answer.error().message;
    EXPECT_FALSE(answer.error().hint.empty());
  }
  EXPECT_NE(library.search({"design:foo"}).value().warnings.at(0).find("rct"), std::string::npos);
  EXPECT_EQ(library.search({"zebrafish"}).value().warnings.size(), 1U);
}

TEST(Search, serves_every_example_of_the_field_table) {
  const Folder folder;
  const Library library = filled(folder, 2);
  for (const FieldHelp& help : search_fields()) {
    EXPECT_TRUE(library.search({std::string(help.example)})) << help.name;
  }
}

TEST(Search, survives_hostile_queries) {
  const Folder folder;
  const Library library = filled(folder, 5);
  std::mt19937 random(20261124);
  const std::vector<std::string> parts{"(",
                                       ")",
                                       "\"",
                                       "-",
                                       "*",
                                       " AND ",
                                       " OR ",
                                       " NOT ",
                                       "year:",
                                       "..",
                                       "[ti]",
                                       "[",
                                       "]",
                                       "nerve",
                                       "\xff",
                                       "\xc3",
                                       "é",
                                       "title:",
                                       "mesh:",
                                       "n:9",
                                       " ",
                                       std::string(1, '\0'),
                                       "99999999999999",
                                       "XDE",
                                       "Z",
                                       "::"};
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string query;
    for (auto i = random() % 30; i > 0; --i) {
      query += parts[random() % parts.size()];
    }
    const auto answer = library.search({query});
    read += answer ? 1 : 0;
    if (!answer) {
      EXPECT_EQ(answer.error().fault, Fault::Usage) << query << answer.error().describe();
    }
  }
  EXPECT_GT(read, 50);
}

TEST(Library, refuses_what_is_missing_locked_newer_or_damaged) {
  const Folder folder;
  EXPECT_EQ(open_library(folder, Access::Read).error().fault, Fault::NotFound);
  {
    const Library library = filled(folder, 2);
    const auto second = open_library(folder);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::Locked);
    EXPECT_NE(second.error().message.find(std::to_string(::getpid())), std::string::npos);
    EXPECT_EQ(count(open_library(folder, Access::Read).value(), ""), 2U);
  }
  SQLite::Database(folder.library() / "meridian.db", SQLite::OPEN_READWRITE).exec("PRAGMA user_version=99");
  EXPECT_NE(open_library(folder).error().message.find("newer"), std::string::npos);
  std::filesystem::remove(folder.library() / "meridian.db-wal");
  std::ofstream(folder.library() / "meridian.db") << std::string(9000, 'x');
  EXPECT_EQ(open_library(folder).error().fault, Fault::Storage);
}

TEST(Library, a_lost_or_foreign_index_is_built_anew_by_the_next_writer) {
  const Folder folder;
  static_cast<void>(filled(folder, 5));
  std::filesystem::remove_all(folder.library() / "search");
  EXPECT_EQ(open_library(folder, Access::Read).value().search({"nerve"}).error().fault, Fault::Storage);
  EXPECT_EQ(count(open_library(folder).value(), "nerve"), 5U);
  std::ofstream(folder.library() / "search/iamglass") << "damaged";
  EXPECT_EQ(count(open_library(folder).value(), "nerve"), 5U);
}

TEST(Library, an_index_of_the_former_layout_is_told_to_readers_and_built_anew_by_the_next_writer) {
  const Folder folder;
  static_cast<void>(filled(folder, 5));
  std::filesystem::remove_all(folder.library() / "search");
  std::filesystem::create_directories(folder.library() / "search/0");  // where there were two databases
  const auto told = open_library(folder, Access::Read).value().search({"nerve"});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().fault, Fault::Storage);
  EXPECT_NE(told.error().describe().find("of another version"), std::string::npos) << told.error().describe();
  EXPECT_EQ(count(open_library(folder).value(), "nerve"), 5U);
  EXPECT_FALSE(std::filesystem::exists(folder.library() / "search/0"));
}

TEST(Library, reading_a_study_again_replaces_it_and_finds_it_under_its_new_values) {
  const Folder folder;
  Library library = filled(folder, 4);
  EXPECT_EQ(library.totals("v2").value().stale, 4U);
  Study study = library.get(1).value()->study;
  study.design->id = "cohort";
  ASSERT_TRUE(library.replace_studies({&study, 1}, "v2"));
  EXPECT_EQ(library.totals("v2").value().stale, 3U);
  EXPECT_EQ(count(library, "design:cohort"), 1U);
  EXPECT_EQ(library.record_run({0, "update", "t", "a", "b", "complete", "{}"}).value(), 1);
  EXPECT_EQ(library.runs(5).value().at(0).status, "complete");
}

}  // namespace
}  // namespace meridian::index
