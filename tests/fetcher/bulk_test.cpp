// Files of records cut as a stream: forms, gzip, damage, hostile and mutated bytes, and the shared real files.
#include "fetcher/bulk.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "core/citation_json.hpp"
#include "core/text.hpp"

namespace meridian::fetcher {
namespace {

struct Cut {
  std::vector<RawRecord> records;
  std::vector<Pmid> deleted;
  std::vector<Damage> damage;
};

Cut cut(RecordStream stream) {
  Cut all;
  while (auto item = stream.next()) {
    if (auto* raw = std::get_if<RawRecord>(&*item)) {
      all.records.push_back(std::move(*raw));
    } else if (auto* gone = std::get_if<Deletions>(&*item)) {
      all.deleted.insert(all.deleted.end(), gone->pmids.begin(), gone->pmids.end());
    } else {
      all.damage.push_back(std::get<Damage>(*item));
    }
  }
  return all;
}

Cut cut(const std::string& bytes) { return cut(RecordStream::over(bytes, "memory")); }

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string fixture(const std::string& name) {
  return read_file(std::filesystem::path(MERIDIAN_SOURCE_DIR) / "tests/fixtures/pubmed" / name);
}

std::string article(int pmid, const std::string& title = "t") {
  return "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" + std::to_string(pmid) +
         "</PMID><Article><ArticleTitle>" + title + "</ArticleTitle></Article></MedlineCitation></PubmedArticle>";
}

std::string set_of(const std::string& inside) {
  return "<?xml version=\"1.0\"?>\n<PubmedArticleSet>" + inside + "</PubmedArticleSet>";
}

std::string gzip(const std::string& text) {
  std::string out(compressBound(static_cast<uLong>(text.size())) + 64, '\0');
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string in = text;
  z.next_in = reinterpret_cast<Bytef*>(in.data());
  z.avail_in = static_cast<uInt>(in.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes) {
    std::string name = (std::filesystem::temp_directory_path() / "meridian-bulk-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    EXPECT_GE(descriptor, 0);
    ::close(descriptor);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

TEST(Bulk, ArticlesBooksAndDeletionsComeInTheirOrder) {
  const std::string bytes = fixture("every-field.xml");
  const Cut all = cut(bytes);
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.deleted, (std::vector<Pmid>{90000004, 90000005}));
  EXPECT_TRUE(all.damage.empty());
  for (const auto& record : all.records) {
    EXPECT_EQ(bytes.substr(record.offset, record.bytes.size()), record.bytes);
  }
}

TEST(Bulk, EveryRootIsKnownByItsContent) {
  const std::string citation = "<MedlineCitation><PMID>5</PMID></MedlineCitation>";
  const std::string book = "<PubmedBookArticle><BookDocument><PMID>6</PMID></BookDocument></PubmedBookArticle>";
  const std::string rows[] = {set_of(article(1)),
                              "<MedlineCitationSet>" + citation + "</MedlineCitationSet>",
                              "<PubmedBookArticleSet>" + book + "</PubmedBookArticleSet>",
                              "<BookDocumentSet><BookDocument><PMID>6</PMID></BookDocument></BookDocumentSet>",
                              article(1),
                              citation,
                              book,
                              "\xEF\xBB\xBF  <!-- <html> --> " + set_of(article(1)),
                              "\xEF\xBB\xBFPMID- 7\nTI  - t\n",
                              "PMID- 7\r\nTI  - t"};
  for (const auto& bytes : rows) {
    for (const auto& form : {bytes, gzip(bytes)}) {
      const Cut all = cut(form);
      EXPECT_TRUE(all.damage.empty()) << bytes;
      ASSERT_EQ(all.records.size(), 1U) << bytes;
      auto raw = all.records[0];
      EXPECT_TRUE(std::holds_alternative<Record>(read_record(std::move(raw)))) << bytes;
    }
  }
}

TEST(Bulk, GzipOfSeveralMembersIsOneFileWhateverItsName) {
  const std::string text = set_of(article(1) + article(2));
  const TemporaryFile file(gzip(text.substr(0, 70)) + gzip(text.substr(70)) + std::string(512, '\0'));
  auto stream = RecordStream::open(file.path());
  ASSERT_TRUE(stream);
  EXPECT_EQ(stream->size(), std::filesystem::file_size(file.path()));
  const Cut all = cut(std::move(*stream));
  EXPECT_EQ(all.records.size(), 2U);
  EXPECT_TRUE(all.damage.empty());
}

TEST(Bulk, ACitationAloneInASetOfArticlesIsARecord) {
  const Cut all = cut(set_of(article(1) + "<MedlineCitation><PMID>2</PMID></MedlineCitation>\n" + article(3)));
  EXPECT_TRUE(all.damage.empty());
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_TRUE(all.records[1].bytes.starts_with("<MedlineCitation>"));
}

TEST(Bulk, GzipIsTheSameInMembersOfAnySizeThroughAPipeOfAnyPiece) {
  std::mt19937 random(11);
  std::string inside;
  for (int i = 1; i <= 300; ++i) {
    inside += article(i, std::string(random() % 900, static_cast<char>('a' + i % 26)));
  }
  const std::string text = set_of(inside);
  for (int round = 0; round < 20; ++round) {
    std::string packed;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t some = 1 + random() % (round < 10 ? 400 : 90000);
      packed += gzip(text.substr(at, some));
      at += std::min(some, text.size() - at);
    }
    const Cut all = cut(packed);
    EXPECT_TRUE(all.damage.empty()) << all.damage[0].reason;
    EXPECT_EQ(all.records.size(), 300U);
  }
}

TEST(Bulk, AGzipCutAtAnyByteNeverEndsWell) {
  const std::string packed = gzip(set_of(article(1) + article(2)));
  for (std::size_t size = 3; size < packed.size(); ++size) {
    auto stream = RecordStream::over(packed.substr(0, size), "memory");
    EXPECT_EQ(cut(std::move(stream)).damage.size(), 1U) << size;
  }
}

TEST(Bulk, WithdrawnPmidsAreFoundWithoutCuttingRecords) {
  const std::string gone = "<DeleteCitation><PMID Version=\"1\">7</PMID>\n<PMID>8</PMID></DeleteCitation>";
  const TemporaryFile file(gzip(set_of(article(1) + article(7) + gone)));
  const auto pmids = withdrawn_in(file.path());
  ASSERT_TRUE(pmids);
  EXPECT_EQ(*pmids, (std::vector<Pmid>{7, 8}));
  const auto absent = withdrawn_in(file.path() + ".none");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().fault, Fault::NotFound);
}

TEST(Bulk, ARecordReadInPlaceIsTheSame) {
  for (const auto& raw : cut(fixture("every-field.xml")).records) {
    auto copy = raw;
    auto kept = raw;
    const auto in_place = read_citation(std::move(copy));
    const auto whole = read_record(std::move(kept));
    EXPECT_EQ(std::get<Citation>(in_place), std::get<Record>(whole).citation);
    EXPECT_EQ(std::get<Record>(whole).raw, raw.bytes);
  }
}

TEST(Bulk, WhatIsNotPubMedIsRefusedAtTheDoor) {
  const std::string rows[] = {"",
                              "\n\n",
                              "<html><body>429</body></html>",
                              "TY  - JOUR\nTI  - a\n",
                              "{\"error\":1}",
                              "<?xml version=\"1.0\"?><eFetchResult><ERROR>x</ERROR></eFetchResult>",
                              "<?xml version=\"1.0\"?>",
                              std::string(100, '\0'),
                              "<PubmedArticleSetting>",
                              "\x1F\x8B"};
  for (const auto& bytes : rows) {
    const TemporaryFile file(bytes);
    const auto stream = RecordStream::open(file.path());
    ASSERT_FALSE(stream) << bytes;
    EXPECT_EQ(stream.error().fault, Fault::BadInput) << bytes;
    EXPECT_EQ(cut(bytes).damage.size(), 1U) << bytes;
  }
  const auto none = RecordStream::open("/nowhere/at/all.xml");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().fault, Fault::NotFound);
  const auto directory = RecordStream::open("/");
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().fault, Fault::BadInput);
}

TEST(Damage, NamesTheByteAndLeavesTheNextRecordWhole) {
  const std::string one = article(1), three = article(3);
  const std::string without_end = article(2).substr(0, article(2).size() - 16);
  struct Row {
    std::string bad;
    Pmid pmid;
  };
  const Row rows[] = {{without_end, 2},
                      {"<PubmedArticle><MedlineCitation><PMID>2</PMID></Medline></PubmedArticle>", 2},
                      {"<PubmedArticle/>", 0},
                      {"<PubmedArticle></PubmedArticle>", 0},
                      {"<PubmedArticle><MedlineCitation><PMID>2</PMID><!-- never closed ", 2},
                      {"<PubmedArticle><MedlineCitation><PMID>2</PMID><![CDATA[ never closed ", 2},
                      {"<MedlineCitation><PMID>2</PMID></MedlineCitation>\n <PubmedData/></PubmedArticle>", 2}};
  for (const Row& row : rows) {
    const std::string text = set_of(one + row.bad + three);
    const Cut all = cut(text);
    std::vector<Damage> damage = all.damage;
    std::vector<Pmid> kept;
    for (auto raw : all.records) {
      auto item = read_record(std::move(raw));
      if (auto* lost = std::get_if<Damage>(&item)) {
        damage.push_back(*lost);
      } else {
        kept.push_back(std::get<Record>(item).citation.pmid);
      }
    }
    EXPECT_EQ(kept, (std::vector<Pmid>{1, 3})) << row.bad;
    ASSERT_EQ(damage.size(), 1U) << row.bad;
    EXPECT_EQ(damage[0].offset, text.find(row.bad)) << row.bad;
    EXPECT_EQ(damage[0].pmid, row.pmid) << row.bad;
    EXPECT_EQ(damage[0].file, "memory");
  }
}

TEST(Damage, TagsInCommentsAndCdataAreText) {
  const Cut all = cut(set_of("<!-- <PubmedArticle> -->" + article(1, "<![CDATA[</PubmedArticle><PubmedArticle>]]>") +
                             "<!--</PubmedArticleSet>-->" + article(2)));
  EXPECT_EQ(all.records.size(), 2U);
  EXPECT_TRUE(all.damage.empty());
}

TEST(Damage, ATruncatedFileSaysSoOnceAtEveryLength) {
  const std::string text = set_of(article(1) + article(2));
  const std::size_t after_one = text.find(article(2));
  for (std::size_t size = text.find("<PubmedArticleSet>") + 18; size < text.size(); ++size) {
    const Cut all = cut(text.substr(0, size));
    EXPECT_EQ(all.damage.size(), 1U) << size;
    EXPECT_EQ(all.records.size(), size < after_one ? 0U : size < after_one + article(2).size() ? 1U : 2U) << size;
  }
}

TEST(Damage, TruncatedGzipKeepsWholeRecordsAndSaysSoOnce) {
  std::string inside;
  std::mt19937 random(7);
  for (int i = 1; i <= 400; ++i) {
    std::string title;
    for (int c = 0; c < 200; ++c) {
      title += static_cast<char>('a' + random() % 26);
    }
    inside += article(i, title);
  }
  const std::string packed = gzip(set_of(inside));
  const Cut half = cut(packed.substr(0, packed.size() / 2));
  EXPECT_GT(half.records.size(), 150U);
  ASSERT_EQ(half.damage.size(), 1U);
  EXPECT_NE(half.damage[0].reason.find("gzip data is cut short"), std::string::npos);
  std::string broken = packed;
  broken[packed.size() - 6] = static_cast<char>(broken[packed.size() - 6] ^ 1);  // the check sum
  const Cut flipped = cut(broken);
  EXPECT_EQ(flipped.records.size(), 400U);
  ASSERT_EQ(flipped.damage.size(), 1U);
  EXPECT_NE(flipped.damage[0].reason.find("damaged"), std::string::npos);
}

TEST(Damage, ARecordWithoutBoundIsGivenUpAndTheNextIsRead) {
  const Cut all = cut(set_of(article(1, std::string(std::size_t{65} << 20U, 'x')) + article(2)));
  ASSERT_EQ(all.records.size(), 1U);
  ASSERT_EQ(all.damage.size(), 1U);
  EXPECT_EQ(all.damage[0].pmid, 1U);
  const Cut text = cut("PMID- 1\nTI  - " + std::string(std::size_t{65} << 20U, 'x') + "\n\nPMID- 2\nTI  - b\n");
  ASSERT_EQ(text.records.size(), 1U);
  ASSERT_EQ(text.damage.size(), 1U);
  EXPECT_EQ(text.damage[0].pmid, 1U);
}

/// Flips, inserts, removes or cuts at random places from `from` on; the bytes before are left.
std::string mutate(std::string bytes, std::mt19937& random, std::size_t from) {
  const auto at = [&] { return from + random() % std::max<std::size_t>(1, bytes.size() - from); };
  for (unsigned i = 0, changes = 1 + random() % 4; i < changes && bytes.size() > from + 1; ++i) {
    switch (random() % 5) {
      case 0:
        bytes.resize(at());
        break;
      case 1:
        bytes[at()] = static_cast<char>(random() % 256);
        break;
      case 2:
        bytes.insert(at(), std::string(1 + random() % 8, static_cast<char>(random() % 256)));
        break;
      case 3:
        bytes.erase(at(), 1 + random() % 64);
        break;
      default: {
        constexpr std::string_view kPieces[] = {
            "<PubmedArticle>", "</PubmedArticle>",    "<!--", "]]>",      "<![CDATA[",
            "\n\nPMID- 1\n",   "</PubmedArticleSet>", "&#0;", "&#xDFFF;", "<PMID>"};
        bytes.insert(at(), kPieces[random() % std::size(kPieces)]);
      }
    }
  }
  return bytes;
}

TEST(Mutation, NoBytesCrashTheReaderAndWhatStandsBeforeTheDamageSurvives) {
  std::mt19937 random(20250101);
  const std::string xml = "<PubmedArticleSet>" + article(1) + fixture("every-field.xml").substr(200);
  const std::string text = "PMID- 1\nTI  - t\n\n" + fixture("every-field.nbib");
  for (int round = 0; round < 6000; ++round) {
    const bool as_xml = round % 2 == 0;
    const std::size_t safe = as_xml ? 18 + article(1).size() : 17;
    std::string bytes = mutate(as_xml ? xml : text, random, safe);
    if (round % 10 == 0) {
      bytes = mutate(gzip(bytes), random, 0);  // no promise but to live through it
    }
    const Cut all = cut(bytes);
    if (round % 10 != 0) {
      ASSERT_FALSE(all.records.empty()) << round;
    }
    for (std::size_t i = 0; i < all.records.size(); ++i) {
      auto raw = all.records[i];
      const auto item = read_record(std::move(raw));
      if (const auto* record = std::get_if<Record>(&item)) {
        const std::string json = to_json(record->citation);
        ASSERT_TRUE(is_valid_utf8(json)) << round;
        const auto again = citation_from_json(json);
        ASSERT_TRUE(again) << json;
        ASSERT_EQ(to_json(*again), json) << round;
        ASSERT_EQ(*again, record->citation) << round << json;
        if (i == 0 && round % 10 != 0) {
          ASSERT_EQ(record->citation.pmid, 1U) << round;
        }
      } else {
        ASSERT_FALSE(i == 0 && round % 10 != 0) << round;
      }
    }
  }
}

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

TEST(SharedRecords, AreAllReadAsTheirTagsSay) {
  const std::filesystem::path folder = std::filesystem::path(MERIDIAN_SHARED_DIR) / "data/pubmed";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "the shared records are absent: " << folder;
  }
  std::vector<std::filesystem::path> files = {folder / "records.xml.gz"};
  for (const auto& entry : std::filesystem::directory_iterator(folder / "odd")) {
    files.push_back(entry.path());
  }
  for (const auto& path : files) {
    // Counted by zlib's own reader and a plain search, which share nothing with the cutter.
    std::string text(std::size_t{256} << 20U, '\0');
    const gzFile file = gzopen(path.c_str(), "rb");
    ASSERT_NE(file, nullptr);
    text.resize(static_cast<std::size_t>(std::max(0, gzread(file, text.data(), static_cast<unsigned>(text.size())))));
    gzclose(file);
    const auto count = [&](std::string_view what) { return count_of(text, what); };
    auto stream = RecordStream::open(path.string());
    ASSERT_TRUE(stream) << path;
    const Cut all = cut(std::move(*stream));
    EXPECT_EQ(all.records.size(), count("</MedlineCitation>") + count("</BookDocument>")) << path;
    EXPECT_TRUE(all.damage.empty()) << path;
    std::size_t abstracts = 0, references = 0;
    for (auto raw : all.records) {
      const auto item = read_record(std::move(raw));
      const auto* record = std::get_if<Record>(&item);
      ASSERT_NE(record, nullptr) << path;
      if (record->citation.kind == CitationKind::Article) {  // a chapter leaves out the authors of the whole book
        EXPECT_EQ(record->citation.authors.size() + record->citation.editors.size(), count_of(record->raw, "</Author>"))
            << record->citation.pmid;
      }
      abstracts += record->citation.abstract.size();
      for (const auto& other : record->citation.other_abstracts) {
        abstracts += other.parts.size();
      }
      references += record->citation.references.size();
      EXPECT_EQ(citation_from_json(to_json(record->citation)), record->citation) << record->citation.pmid;
    }
    EXPECT_EQ(references, count("</Reference>")) << path;
    EXPECT_LE(abstracts, count("<AbstractText")) << path;
  }
}

TEST(SharedRecords, MedlineFilesAreReadWithoutDamage) {
  const std::filesystem::path folder = std::filesystem::path(MERIDIAN_SHARED_DIR) / "data/pubmed/medline";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "the shared MEDLINE files are absent: " << folder;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    auto stream = RecordStream::open(entry.path().string());
    ASSERT_TRUE(stream) << entry.path();
    const Cut all = cut(std::move(*stream));
    EXPECT_FALSE(all.records.empty());
    EXPECT_TRUE(all.damage.empty()) << entry.path();
    for (auto raw : all.records) {
      const auto item = read_record(std::move(raw));
      ASSERT_TRUE(std::holds_alternative<Record>(item)) << entry.path();
      EXPECT_FALSE(std::get<Record>(item).citation.title.empty());
    }
  }
}

}  // namespace
}  // namespace meridian::fetcher
