// Searching, marking and exporting as a person does it.
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/program_runner.hpp"

namespace meridian::cli {
namespace {

using Searching = ProgramRunner;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(Searching, counts_lists_and_explains) {
  import_sample();
  const RunEnd count = run("search --count 'acupuncture*[tiab]'");
  ASSERT_EQ(count.status, 0) << count.err;
  const int total = std::stoi(count.out);
  EXPECT_GT(total, 0);
  const RunEnd ids = run("search --ids 'acupuncture*[tiab]'");
  EXPECT_EQ(std::count(ids.out.begin(), ids.out.end(), '\n'), total);
  const RunEnd explained = run("search --explain 'neuropathic pain OR sham[ti] NOT review[pt]'");
  ASSERT_EQ(explained.status, 0) << explained.err;
  EXPECT_TRUE(holds(explained.out, "\"Neuralgia\"[mh] and ")) << explained.out;
  EXPECT_TRUE(holds(explained.out, "NOT\n")) << explained.out;
  EXPECT_TRUE(holds(explained.out, "engine:  Query(")) << explained.out;
  const auto json = nlohmann::json::parse(run("search --json --explain 'pain of the foot'").out);
  EXPECT_EQ(json["explain"]["ignored"], (nlohmann::json{"of", "the"}));
}

TEST_F(Searching, a_wrong_tag_is_a_mistake_and_a_lost_phrase_a_loud_warning) {
  import_sample();
  const RunEnd tag = run("search 'pain[tibab]'");
  EXPECT_EQ(tag.status, 2);
  EXPECT_TRUE(holds(tag.err, "there is no tag [tibab]; did you mean [tiab]?")) << tag.err;
  const RunEnd unkept = run("search 'x[rn]'");
  EXPECT_EQ(unkept.status, 2);
  EXPECT_TRUE(holds(unkept.err, "[nm] finds a substance")) << unkept.err;
  const RunEnd phrase = run("search --count '\"zebra crossing\"[tiab]'");
  EXPECT_EQ(phrase.out, "0\n");
  EXPECT_TRUE(holds(phrase.err, "is nowhere in the library")) << phrase.err;
}

TEST_F(Searching, the_table_fits_the_line_and_takes_columns_by_name) {
  import_sample();
  const RunEnd table = run("search --table --limit 5 --fields pmid,year,title pain");
  ASSERT_EQ(table.status, 0) << table.err;
  EXPECT_EQ(table.out.rfind("pmid", 0), 0U) << table.out;
  const RunEnd wrong = run("search --fields titles pain");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_TRUE(holds(wrong.err, "did you mean title?")) << wrong.err;
  EXPECT_TRUE(holds(run("search --facets pain").out, "▇"));
}

TEST_F(Searching, marks_survive_a_second_import_and_are_found_and_exported) {
  import_sample();
  ASSERT_EQ(run("note 90000001 'dose unclear; =1+1'").status, 0);
  const RunEnd tagged = run("tag +to-read +review -- 'pmid:90000001 OR pmid:90000002'");
  ASSERT_EQ(tagged.status, 0) << tagged.err;
  EXPECT_EQ(tagged.out, "2 of 2 studies changed\n");
  EXPECT_EQ(run("tag -review -- pmid:90000002").out, "1 of 1 studies changed\n");
  ASSERT_EQ(run("screen 90000001 include").status, 0);
  ASSERT_EQ(run("screen 90000002 exclude --reason 'no control group'").status, 0);
  import_sample();
  ASSERT_EQ(run("reread").status, 0);
  std::filesystem::remove_all(home_ / ".local/share/meridian/search");
  ASSERT_EQ(run("verify --repair").status, 0);
  EXPECT_EQ(run("search --ids tag:to-read").out, "90000001\n90000002\n");
  EXPECT_EQ(run("search --ids tag:review").out, "90000001\n");
  EXPECT_EQ(run("search --ids note:dose").out, "90000001\n");
  EXPECT_EQ(run("search --ids screen:exclude").out, "90000002\n");
  EXPECT_EQ(run("search --ids 'reason:control screen:exclude'").out, "90000002\n");
  EXPECT_EQ(run("search --count screen:none").out, "38\n");
  const RunEnd ris = run("export --format ris tag:to-read");
  EXPECT_TRUE(holds(ris.out, "KW  - to-read\r\n")) << ris.out;
  EXPECT_TRUE(holds(ris.out, "N1  - ASReview_irrelevant\r\n")) << ris.out;
  EXPECT_TRUE(holds(ris.out, "N1  - dose unclear; =1+1\r\n")) << ris.out;
  const RunEnd prisma = run("export --format csv --prisma tag:to-read");
  EXPECT_TRUE(holds(prisma.err, "Identified: 2\n")) << prisma.err;
  EXPECT_TRUE(holds(prisma.err, "Excluded: 1\n  no control group: 1\nIncluded: 1\n")) << prisma.err;
  for (const char* words :
       {"export pmid:90000001", "export --format citations pmid:90000001", "show --json 90000001"}) {
    const auto row = nlohmann::json::parse(run(words).out);
    EXPECT_EQ(row["tags"], (nlohmann::json{"review", "to-read"})) << words;
    EXPECT_EQ(row["notes"][0]["text"], "dose unclear; =1+1") << words;
    EXPECT_EQ(row["decision"]["include"], true) << words;
    EXPECT_TRUE(row["decision"]["reason"].is_null()) << words;
  }
  const std::string shown = run("show 90000001").out;
  EXPECT_TRUE(holds(shown, "tags review, to-read\n")) << shown;
  EXPECT_TRUE(holds(shown, "dose unclear; =1+1\n")) << shown;
  EXPECT_TRUE(holds(run("show 90000002").out, ": no control group\n")) << shown;
  EXPECT_FALSE(holds(run("show 90000003").out, "Your marks")) << shown;
  EXPECT_EQ(run("note --forget 90000001").out, "1 notes taken away\n");
  EXPECT_EQ(run("search --count note:dose").out, "0\n");
}

TEST_F(Searching, a_sentence_is_ranked_and_a_set_needs_every_word) {
  import_sample();
  const std::string sentence = "'does electroacupuncture relieve pain and numbness in people treated with zzunknown?'";
  const RunEnd ranked = run("search " + sentence);
  ASSERT_EQ(ranked.status, 0) << ranked.err;
  EXPECT_TRUE(holds(ranked.out, "studies with any of the words (--all-words for every one)")) << ranked.out;
  EXPECT_TRUE(holds(ranked.err, "zzunknown is nowhere in the library")) << ranked.err;
  EXPECT_EQ(run("search --count " + sentence).out, "0\n");
  EXPECT_EQ(run("search --ids " + sentence).out, "");
  EXPECT_TRUE(holds(run("search --all-words " + sentence).out, "No study in the library matches")) << ranked.out;
  EXPECT_EQ(run("search --any-word --all-words pain").status, 2);
  EXPECT_TRUE(holds(run("search --explain " + sentence).out, "ANY\n"));
}

TEST_F(Searching, tells_what_it_could_not_follow) {
  import_sample();
  for (const auto& [query, told] : {std::pair{"'pain[titel]'", "did you mean [title]?"},
                                    {"'[ti]'", "a word is missing before the tag"},
                                    {"'pain OR ()'", "nothing stands between these brackets"},
                                    {"'#1 AND #2'", "no history of searches is kept"},
                                    {"'2015/02/31[dp]'", "is not a date"},
                                    {"year:2018..2017", "the range ends before it begins"},
                                    {"\"$(printf 'pa\\377in')\"", "not UTF-8"}}) {
    const RunEnd ended = run(std::string("search --count ") + query);
    EXPECT_EQ(ended.status, 2) << query;
    EXPECT_TRUE(holds(ended.err, told)) << ended.err;
  }
  EXPECT_TRUE(holds(run("search --count 'pain or numbness'").err, "operators are written in capitals: OR"));
  EXPECT_TRUE(holds(run("search --count 'pain[ti] and numbness[ti]'").err, "operators are written in capitals"));
  EXPECT_TRUE(holds(run("search --count '12345678 OR 4957'").err, "a PMID is looked up with 4957[uid]"));
  EXPECT_TRUE(holds(run("search --count 'Eukaryota[mh]'").err, "no MeSH tree is known"));
  EXPECT_EQ(run("search --count 'english[la]'").err, "");
  EXPECT_EQ(run("search --ids --count pain").status, 2);
  EXPECT_EQ(run("search --as-of 2026-11-24 --facets pain").status, 2);
  EXPECT_EQ(run("tag +z -z -- pain").status, 2);
  EXPECT_EQ(run("search --ids --limit 2 --json pain").out.front(), '[');
}

TEST_F(Searching, takes_a_list_of_pmids_and_a_level_of_evidence) {
  import_sample();
  const std::string first = run("search --ids --limit 1 design:rct").out;
  const std::string pmid = first.substr(0, first.find('\n'));
  EXPECT_EQ(run("search --count '" + pmid + " 1'").out, "1\n");
  EXPECT_EQ(run("search --count '" + pmid + ", 12345678'").out, "1\n");
  EXPECT_EQ(run("search --count 'whether or not it helps in people with pain'").err.find("capitals"),
            std::string::npos);
  const auto count = [&](const std::string& query) { return std::stoi(run("search --count " + query).out); };
  EXPECT_EQ(count("level:5"), count("'population:animal OR population:in-vitro'"));
  EXPECT_GT(count("level:1..2"), 0);
  EXPECT_EQ(count("'level:1 OR level:2'"), count("level:1..2"));
}

TEST_F(Searching, a_batch_writes_a_run_that_trec_eval_reads) {
  import_sample();
  const std::string queries = write("queries.tsv", "q1\tacupuncture for pain\nq2\tdesign:rct\n\nq3\tan (odd claim\n");
  const RunEnd ended = run("search --batch " + queries + " --format trec --limit 3");
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.err, "queries.tsv:4: the query cannot be read: this bracket is not closed; read as plain"))
      << ended.err;
  EXPECT_EQ(run("search --batch " + write("tag.tsv", "q1\tpain[zz]\n")).status, 10);
  EXPECT_EQ(run("search --batch " + write("empty.tsv", "q1\t\n")).status, 10);
  EXPECT_EQ(run("search --batch " + write("twice.tsv", "q1\tpain\nq1\tnumbness\n")).status, 2);
  std::istringstream lines(ended.out);
  std::string id, zero, name;
  long pmid = 0;
  int rank = 0;
  int expected = 0;
  double score = 0;
  double before = 0;
  std::string last;
  while (lines >> id >> zero >> pmid >> rank >> score >> name) {
    expected = id == last ? expected + 1 : 1;
    EXPECT_EQ(rank, expected);
    EXPECT_TRUE(rank == 1 || score <= before);
    EXPECT_LE(rank, 3);
    before = score;
    last = id;
  }
  EXPECT_TRUE(lines.eof());
  EXPECT_EQ(ended.out, run("search --batch " + queries + " --limit 3").out) << "the same again";
  EXPECT_EQ(run("search --batch " + write("wrong.tsv", "no tab here\n")).status, 2);
  EXPECT_EQ(run("search --batch missing.tsv").status, 9);
  EXPECT_EQ(run("search --format trec pain").status, 2);
}

TEST_F(Searching, evidence_likeness_spelling_and_narrowing_are_at_hand) {
  import_sample();
  const RunEnd sorted = run("search --sort evidence --table --fields design,n pain");
  EXPECT_EQ(sorted.status, 0) << sorted.err;
  const RunEnd like = run("search --ids --limit 3 --like 90000001");
  ASSERT_EQ(like.status, 0) << like.err;
  EXPECT_EQ(std::count(like.out.begin(), like.out.end(), '\n'), 3);
  EXPECT_FALSE(holds(like.out, "90000001\n"));
  EXPECT_EQ(run("search --like 17").status, 9);
  const RunEnd misspelt = run("search acupunture");
  EXPECT_TRUE(holds(misspelt.out, "Did you mean: meridian search 'acupuncture'\n")) << misspelt.out;
  const RunEnd facets = run("search --facets pain");
  EXPECT_TRUE(holds(facets.out, "To narrow it: meridian search --facets '(pain) AND design:")) << facets.out;
}

TEST_F(Searching, the_index_is_built_anew_by_one_command) {
  import_sample();
  const std::string before = run("search --ids pain").out;
  const RunEnd again = run("reindex");
  ASSERT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(again.out, "40 records can be searched\n");
  EXPECT_EQ(run("search --ids pain").out, before);
}

TEST_F(Searching, what_cannot_be_marked_is_told) {
  import_sample();
  for (const auto& [words, status] : std::initializer_list<std::pair<const char*, int>>{
           {"note 17 text", 9},
           {"screen 17 include", 9},
           {"screen 90000001 exclude", 2},
           {"screen 90000001 perhaps", 2},
           {"screen x include", 2},
           {"tag pmid:90000001", 2},
           {"tag +x", 2},
           {"tag '+a:b' -- pmid:90000001", 2},
       }) {
    EXPECT_EQ(run(words).status, status) << words;
  }
}

TEST_F(Searching, mesh_is_looked_up_and_loaded_whole) {
  EXPECT_TRUE(holds(run("mesh 'nerve pain'").out, "Neuralgia\n"));
  EXPECT_EQ(run("mesh 'no such heading at all'").status, 9);
  const std::string file =
      write("desc.xml",
            "<?xml version=\"1.0\"?><DescriptorRecordSet LanguageCode=\"eng\"><DescriptorRecord "
            "DescriptorClass=\"1\"><DescriptorUI>D1</DescriptorUI><DescriptorName><String>Invented "
            "Ailment</String></DescriptorName><TreeNumberList><TreeNumber>C99.1</TreeNumber>"
            "</TreeNumberList><ConceptList><Concept><TermList><Term><String>made-up illness"
            "</String></Term></TermList></Concept></ConceptList></DescriptorRecord>"
            "</DescriptorRecordSet>");
  const RunEnd loaded = run("mesh import " + file);
  ASSERT_EQ(loaded.status, 0) << loaded.err;
  EXPECT_EQ(loaded.out, "1 headings and 1 entry terms loaded\n");
  EXPECT_TRUE(holds(run("mesh 'made up illness'").out, "Invented Ailment"));
  const std::string imported = (home_ / ".config/meridian/mesh/imported.tsv").string();
  std::ofstream(imported) << "D\tOlder Ailment\tC99.1\tillness of an older release\n";
  EXPECT_TRUE(holds(run("mesh 'illness of an older release'").out, "Older Ailment")) << "a file of an older release";
  EXPECT_EQ(run("mesh import " + file).status, 0);
  EXPECT_EQ(run("mesh 'illness of an older release'").status, 9);
  EXPECT_EQ(run("mesh import " + write("cut.xml", "<DescriptorRecord x><DescriptorName>")).status, 3);
  EXPECT_EQ(run("mesh import " + write("none.xml", "<html/>")).status, 3);
}

TEST_F(Searching, references_without_an_id_or_an_end_are_told) {
  import_sample();
  const RunEnd nameless = run("import " + write("a.ris", "TY  - JOUR\r\nTI  - A study\r\nER  - \r\n"));
  EXPECT_EQ(nameless.status, 10) << nameless.err;
  EXPECT_TRUE(holds(nameless.err, "neither PMID nor DOI: A study")) << nameless.err;
  EXPECT_EQ(run("import " + write("b.ris", "TY  - JOUR\r\nTI  - A study\r\n")).status, 3);
  EXPECT_EQ(run("import " + write("c.bib", "@article{x, title = {A {study}")).status, 3);
  const RunEnd held = run("import " + write("d.bib", "@article{x,\n title = {A},\n pmid = {90000001}\n}\n"));
  EXPECT_EQ(held.status, 0) << held.err;
  EXPECT_EQ(held.out, "1 references, 1 held already, 0 without PMID and DOI\n");
}

}  // namespace
}  // namespace meridian::cli
