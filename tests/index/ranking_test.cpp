// The order of results: sentences by any word, evidence first, retracted ones below, what is like a study, and
// spelling.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

std::vector<Pmid> found(const Library& library, const SearchRequest& request) {
  const auto answer = library.search(request);
  EXPECT_TRUE(answer) << request.query << answer.error().describe();
  std::vector<Pmid> out;
  if (answer) {
    std::transform(answer->hits.begin(), answer->hits.end(), std::back_inserter(out),
                   [](const SearchHit& hit) { return hit.pmid; });
  }
  return out;
}

Library filled(const Folder& folder, const std::vector<Entry>& entries) {
  auto library = open_library(folder);
  EXPECT_TRUE(library) << library.error().describe();
  EXPECT_TRUE(library->add(entries, "", "v1"));
  return std::move(*library);
}

TEST(Ranking, a_sentence_is_ranked_by_any_of_its_words_and_few_words_must_all_be_there) {
  const Folder folder;
  const Library library =
      filled(folder, {entry_of(1, "Warm water baths calm the feet"), entry_of(2, "Electroacupuncture and numb feet"),
                      entry_of(3, "Electroacupuncture eases numbness of the feet after taxanes")});
  const std::string sentence = "Does electroacupuncture ease numbness of feet after taxanes or platinum drugs?";
  SearchRequest request;
  request.query = sentence;
  request.explain = true;
  const auto answer = library.search(request).value();
  EXPECT_TRUE(answer.any_word);
  EXPECT_EQ(answer.hits.at(0).pmid, 3U);
  EXPECT_EQ(answer.total, 3U);
  EXPECT_EQ(answer.parts.at(0).label, "ANY");
  EXPECT_EQ(answer.reading.rfind("any of: electroacupuncture, ", 0), 0U) << answer.reading;
  EXPECT_NE(std::find(answer.ignored.begin(), answer.ignored.end(), "does"), answer.ignored.end());
  struct Case {
    std::string query;
    Wording wording;
    std::size_t hits;
  };
  for (const Case& one : {
           Case{"electroacupuncture taxanes platinum", Wording::Auto, 0},
           Case{"electroacupuncture taxanes platinum", Wording::Any, 2},
           Case{"electroacupuncture taxanes feet", Wording::Auto, 1},
           Case{"electroacupuncture taxanes platinum?", Wording::Auto, 2},
           Case{"electroacupuncture (EA) or taxanes (drugs)-", Wording::Any, 2},
           Case{"Electroacupuncture eases numb feet by \"artificial platinum.\"", Wording::Auto, 3},
           Case{"electroacupuncture \"artificial platinum\"", Wording::Auto, 0},
           Case{"electroacupuncture \"artificial platinum\"", Wording::Any, 2},
           Case{sentence, Wording::All, 0},
           Case{"electroacupuncture[ti] taxanes platinum?", Wording::Any, 0},
           Case{"water AND numb", Wording::Any, 0},
           Case{"the of and", Wording::Any, 3},
       }) {
    SearchRequest asked;
    asked.query = one.query;
    asked.wording = one.wording;
    EXPECT_EQ(found(library, asked).size(), one.hits) << one.query;
  }
  EXPECT_TRUE(library.matching(sentence).value().empty()) << "what takes all results asks for every word";
}

TEST(Ranking, a_page_is_that_of_the_whole_order_and_facets_count_each_study_once) {
  const Folder folder;
  std::vector<Entry> entries;
  for (Pmid pmid = 1; pmid <= 30; ++pmid) {
    Entry entry = entry_of(pmid, "Numb feet" + std::string(pmid % 7, ' ') + (pmid % 3 == 0 ? " numb" : " and hands"));
    if (pmid % 4 == 0) {
      entry.study.integrity.status = IntegrityStatus::Retracted;
      entry.citation.corrections.push_back({});
      entry.citation.corrections.back().type = "RetractionIn";
    }
    entries.push_back(std::move(entry));
  }
  const Library library = filled(folder, entries);
  SearchRequest request;
  request.query = "numb feet";
  request.limit = 30;
  const auto whole = found(library, request);
  ASSERT_EQ(whole.size(), 30U);
  for (const std::size_t limit : {1U, 3U, 10U}) {
    request.limit = limit;
    std::vector<Pmid> pages;
    for (request.offset = 0; request.offset < 30; request.offset += limit) {
      for (const Pmid pmid : found(library, request)) {
        pages.push_back(pmid);
      }
    }
    EXPECT_EQ(pages, whole) << "pages of " << limit;
  }
  request.offset = 0;
  request.limit = 10;  // some of them retracted, so that more is fetched than is shown
  const SearchAnswer answer = library.search(request).value();
  for (const auto& facet : answer.facets) {
    std::uint64_t sum = 0;
    for (const auto& count : facet.counts) {
      sum += count.count;
    }
    EXPECT_LE(sum, 30U) << facet.field;
  }
}

TEST(Ranking, hits_without_records_carry_the_same_numbers_and_scores) {
  const Folder folder;
  const Library library = filled(folder, {entry_of(1), entry_of(2), entry_of(3)});
  SearchRequest request;
  request.query = "nerve conduction";
  const auto whole = library.search(request).value();
  request.records = false;
  const auto bare = library.search(request).value();
  ASSERT_EQ(bare.hits.size(), whole.hits.size());
  for (std::size_t i = 0; i < bare.hits.size(); ++i) {
    EXPECT_EQ(bare.hits[i].pmid, whole.hits[i].pmid);
    EXPECT_EQ(bare.hits[i].score, whole.hits[i].score);
    EXPECT_EQ(bare.hits[i].held.citation.pmid, 0U);
  }
}

TEST(Ranking, evidence_goes_by_design_then_size_then_year_and_the_retracted_comes_last) {
  const Folder folder;
  std::vector<Entry> entries;
  const auto add = [&](Pmid pmid, const char* design, const char* population, std::uint32_t size, int year) {
    Entry entry = entry_of(pmid, "Nerve study", year);
    entry.study.design->id = design;
    entry.study.population = Reading{population, "", "", ""};
    entry.study.sample_size = SampleSize{size, "", ""};
    entries.push_back(entry);
  };
  add(11, "case-report", "human", 1, 2024);
  add(12, "rct", "human", 40, 2024);
  add(13, "rct", "human", 400, 2001);
  add(14, "meta-analysis", "human", 10, 1999);
  add(15, "rct", "animal", 4000, 2024);
  add(16, "rct", "human", 40, 2025);
  add(17, "meta-analysis", "human", 9000, 2025);
  entries.back().study.integrity.status = IntegrityStatus::Retracted;
  entries.back().citation.corrections.push_back({});
  entries.back().citation.corrections.back().type = "RetractionIn";
  const Library library = filled(folder, entries);
  SearchRequest request;
  request.query = "nerve";
  request.sort = SortBy::Evidence;
  EXPECT_EQ(found(library, request), (std::vector<Pmid>{14, 13, 16, 12, 11, 15, 17}));
  request.sort = SortBy::Relevance;
  const auto ranked = found(library, request);
  ASSERT_EQ(ranked.size(), 7U) << "sunk, not hidden";
  EXPECT_EQ(ranked.back(), 17U);
  std::vector<Pmid> paged;
  for (request.limit = 2; request.offset < 7; request.offset += 2) {
    const auto page = found(library, request);
    paged.insert(paged.end(), page.begin(), page.end());
  }
  EXPECT_EQ(paged, ranked);
}

TEST(Ranking, a_word_said_twice_counts_more_than_once_and_less_than_double) {
  const Folder folder;
  const Library library = filled(folder, {entry_of(1, "Numbness of feet"), entry_of(2), entry_of(3)});
  const auto score = [&](const char* query) {
    SearchRequest request;
    request.query = query;
    request.wording = Wording::Any;
    return library.search(request).value().hits.at(0).score;
  };
  EXPECT_NEAR(score("numb numbness") / score("numb"), 4.0 / 3, 0.001) << "one stem";
}

TEST(Ranking, behind_the_first_ten_of_a_question_comes_what_is_like_them) {
  const Folder folder;
  std::vector<Entry> entries;
  for (Pmid pmid = 1; pmid <= 10; ++pmid) {
    entries.push_back(entry_of(pmid, "Electroacupuncture eases numb feet after paclitaxel"));
  }
  for (Pmid pmid = 11; pmid <= 20; ++pmid) {
    entries.push_back(entry_of(pmid, "Numb feet of the cold and wet"));
  }
  entries.push_back(entry_of(21, "Numb feet soon after paclitaxel"));
  entries.push_back(entry_of(22, "Paclitaxel in other organs"));
  Library library = filled(folder, entries);
  SearchRequest request;
  request.query = "Does electroacupuncture ease numb feet?";
  request.limit = 10;
  const auto first = library.search(request).value();
  request.limit = 100;
  const auto all = library.search(request).value();
  const auto ranked = found(library, request);
  EXPECT_EQ(all.total, 21U) << "what has none of the asked words is not found";
  EXPECT_EQ(first.total, all.total);
  ASSERT_EQ(ranked.size(), 21U);
  for (std::size_t i = 0; i < first.hits.size(); ++i) {
    EXPECT_EQ(first.hits[i].pmid, ranked[i]) << "the first page is that of the asked words";
  }
  EXPECT_EQ(ranked.at(10), 21U) << "equal by the asked words, and like the first by another";
  for (std::size_t i = 1; i < all.hits.size(); ++i) {
    EXPECT_GE(all.hits[i - 1].score, all.hits[i].score);
  }
  for (const bool one_is_retracted : {false, true}) {
    if (one_is_retracted) {
      entries[2].citation.revised = "2025-01-01";
      entries[2].study.integrity.status = IntegrityStatus::Retracted;
      entries[2].citation.corrections.push_back({});
      entries[2].citation.corrections.back().type = "RetractionIn";
      ASSERT_TRUE(library.add({&entries[2], 1}, "", "v1"));
    }
    request.offset = 0;
    request.limit = 100;
    const auto whole = found(library, request);
    std::vector<Pmid> paged;
    for (request.limit = 4; request.offset < 21; request.offset += 4) {
      const auto page = found(library, request);
      paged.insert(paged.end(), page.begin(), page.end());
    }
    EXPECT_EQ(paged, whole);
    EXPECT_EQ(std::find(whole.begin(), whole.end(), 3U) - whole.begin() >= 10, one_is_retracted);
  }
}

TEST(Ranking, what_is_like_a_study_shares_its_rare_words) {
  const Folder folder;
  const Library library = filled(
      folder, {entry_of(1, "Magnesium sulphate infusion for migraine"), entry_of(2, "Oral magnesium in migraine"),
               entry_of(3, "Sham needling of the knee"), entry_of(4, "Knee pain and needling"), entry_of(5, "Yoga")});
  SearchRequest request;
  request.like = 1;
  const auto like = found(library, request);
  ASSERT_FALSE(like.empty());
  EXPECT_EQ(like.front(), 2U);
  EXPECT_EQ(std::count(like.begin(), like.end(), 1U), 0);
  request.query = "knee";
  for (const Pmid pmid : found(library, request)) {
    EXPECT_TRUE(pmid == 3 || pmid == 4) << pmid;
  }
  request.like = 99;
  EXPECT_EQ(library.search(request).error().fault, Fault::NotFound);
}

TEST(Ranking, a_misspelt_word_is_answered_with_the_nearest) {
  const Folder folder;
  const Library library = filled(folder, {entry_of(1, "Electroacupuncture for neuropathy"), entry_of(2)});
  for (const auto& [typed, meant] : std::initializer_list<std::pair<const char*, const char*>>{
           {"electroacupunture", "electroacupuncture"},
           {"Neuropahty conduction", "neuropathy conduction"},
           {"title:neuropathi", ""},  // the stem is there
           {"nruopathy", "neuropathy"},
           {"condution[ab]", "conduction[ab]"},
           {"zzzzzz", ""},
           {"xq", ""},
       }) {
    SearchRequest request;
    request.query = typed;
    EXPECT_EQ(library.search(request).value().suggestion, meant) << typed;
  }
}

TEST(Ranking, a_record_added_to_a_library_is_found_within_a_tenth_of_a_second) {
  const Folder folder;
  std::vector<Entry> entries;
  for (Pmid pmid = 1; pmid <= 2000; ++pmid) {
    entries.push_back(entry_of(pmid));
  }
  Library library = filled(folder, entries);
  ASSERT_TRUE(library.flush());
  const auto reader = open_library(folder, Access::Read).value();
  std::vector<double> waits;
  for (Pmid pmid = 3001; pmid <= 3007; ++pmid) {
    const Entry entry = entry_of(pmid, fmt::format("Novelword{} of nerves", pmid));
    ASSERT_TRUE(library.add({&entry, 1}, "", "v1"));
    const auto start = std::chrono::steady_clock::now();
    SearchRequest request;
    request.query = fmt::format("novelword{}", pmid);
    ASSERT_EQ(library.search(request).value().total, 1U);
    ASSERT_TRUE(library.flush());
    ASSERT_EQ(reader.search(request).value().total, 1U) << "another process finds it once it is committed";
    waits.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(waits.begin(), waits.end());
  EXPECT_LT(waits[waits.size() / 2], 0.1);
}

TEST(Ranking, searches_are_answered_while_the_index_is_built_anew) {
  const Folder folder;
  std::vector<Entry> entries;
  for (Pmid pmid = 1; pmid <= 500; ++pmid) {
    entries.push_back(entry_of(pmid));
  }
  Library library = filled(folder, entries);
  ASSERT_TRUE(library.flush());
  std::atomic<bool> done = false;
  std::thread asking([&] {
    while (!done) {
      const auto reader = open_library(folder, Access::Read);
      ASSERT_TRUE(reader) << reader.error().describe();
      for (int i = 0; i < 5; ++i) {
        const auto answer = reader->search({"nerve"});
        ASSERT_TRUE(answer) << answer.error().describe();
        EXPECT_EQ(answer->total, 500U);
      }
    }
  });
  Observer silent;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(library.reindex(silent).value(), 500U);
  }
  done = true;
  asking.join();
  const Entry one = entry_of(501);
  ASSERT_TRUE(library.add({&one, 1}, "", "v1")) << "a library goes on after its index was built anew";
  EXPECT_EQ(library.search({"nerve"}).value().total, 501U);
  EXPECT_EQ(open_library(folder, Access::Read).value().reindex(silent).error().fault, Fault::Internal);
}

}  // namespace
}  // namespace meridian::index
