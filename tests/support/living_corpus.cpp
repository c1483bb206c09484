// The days of the living corpus, and its records as PubMed XML.
#include "tests/support/living_corpus.hpp"

#include <fmt/format.h>

#include <chrono>

namespace meridian::test {
namespace {

std::chrono::year_month_day date_of(int day) {
  using namespace std::chrono;
  return year_month_day(sys_days(year(2026) / January / 1) + days(day));
}

std::string date_xml(int day) {
  const auto date = date_of(day);
  return fmt::format("<Year>{}</Year><Month>{}</Month><Day>{}</Day>", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string link(const char* type, std::uint32_t pmid) {
  return pmid == 0 ? ""
                   : fmt::format(
                         "<CommentsCorrections RefType=\"{}\"><RefSource>Synthetic Journal</RefSource><PMID "
                         "Version=\"1\">{}</PMID></CommentsCorrections>",
                         type, pmid);
}

}  // namespace

std::string LivingCorpus::iso_day(int day) {
  const auto date = date_of(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string LivingCorpus::xml_of(const LivingRecord& r) {
  const std::string links = link("RetractionIn", r.retracted_by) + link("ErratumIn", r.corrected_by) +
                            link("ExpressionOfConcernIn", r.concern_by) + link("RetractionOf", r.retracts);
  const std::string subject = r.retracts != 0 ? "Retraction notice" : r.on_topic ? "Trial on pain" : "Trial on sleep";
  const std::uint32_t paper = r.twin_of == 0 ? r.pmid : r.twin_of;
  return fmt::format(
      "<PubmedArticle><MedlineCitation Status=\"{}\"><PMID Version=\"1\">{}</PMID><DateRevised>{}</DateRevised>"
      "<Article><Journal><Title>Synthetic Journal</Title></Journal><ArticleTitle>{} number {}</ArticleTitle>{}"
      "<PublicationTypeList><PublicationType UI=\"D016428\">Journal Article</PublicationType>{}</PublicationTypeList>"
      "</Article>{}{}</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus=\"entrez\">{}</PubMedPubDate>"
      "</History><ArticleIdList><ArticleId IdType=\"doi\">10.5555/{}{}</ArticleId></ArticleIdList></PubmedData>"
      "</PubmedArticle>\n",
      r.indexed ? "MEDLINE" : "Publisher", r.pmid, date_xml(r.revised), subject, r.pmid,
      r.retracts != 0 ? ""
                      : fmt::format("<Abstract><AbstractText>Edition {} of {} words about acupuncture.</AbstractText>"
                                    "</Abstract>",
                                    r.edition, 40 + r.edition),
      r.retracted_by != 0 ? "<PublicationType UI=\"D016441\">Retracted Publication</PublicationType>" : "",
      links.empty() ? "" : "<CommentsCorrectionsList>" + links + "</CommentsCorrectionsList>",
      r.indexed ? "<MeshHeadingList><MeshHeading><DescriptorName UI=\"D026881\" "
                  "MajorTopicYN=\"Y\">Acupuncture</DescriptorName></MeshHeading></MeshHeadingList>"
                : "",
      date_xml(r.created), r.twin_of == 0 ? "Paper" : "paper", paper);
}

LivingRecord& LivingCorpus::any() {
  const auto at = std::uniform_int_distribution<std::size_t>(0, records_.size() - 1)(random_);
  return std::next(records_.begin(), static_cast<std::ptrdiff_t>(at))->second;
}

LivingRecord& LivingCorpus::create() {
  next_ += std::uniform_int_distribution<std::uint32_t>(1, 9)(random_);
  LivingRecord& record = records_[next_];
  record.pmid = next_;
  record.created = record.revised = today_;
  changed_.insert(next_);
  return record;
}

LivingCorpus::Change LivingCorpus::next_day() {
  ++today_;
  changed_.clear();
  Change change;
  const int births = today_ == 0 ? 60 : static_cast<int>(random_() % 3);
  for (int i = 0; i < births; ++i) {
    LivingRecord& record = create();
    if (today_ > 0 && chance(0.05)) {
      record.on_topic = false;  // found only once its text is mended
    }
  }
  const auto touch = [&](LivingRecord& record) {
    record.revised = today_;
    changed_.insert(record.pmid);
  };
  for (int i = static_cast<int>(random_() % 4); i-- > 0 && today_ > 0;) {
    LivingRecord& record = any();
    if (record.retracts != 0) {
      continue;
    }
    if (chance(0.6)) {
      ++record.edition;
    }
    record.indexed = record.indexed || chance(0.5);
    if (chance(0.06)) {
      record.on_topic = !record.on_topic;
    }
    touch(record);
  }
  if (today_ > 0 && chance(0.05)) {
    const std::uint32_t about = any().pmid;
    if (records_[about].retracts == 0 && records_[about].retracted_by == 0) {
      LivingRecord& notice = create();
      notice.retracts = about;
      records_[about].retracted_by = notice.pmid;
      touch(records_[about]);
      ever_retracted_.insert(about);
    }
  }
  if (today_ > 0 && chance(0.04)) {
    LivingRecord& record = any();
    const bool concern = chance(0.5);
    LivingRecord& notice = create();
    notice.on_topic = false;
    (concern ? record.concern_by : record.corrected_by) = notice.pmid;
    touch(record);
  }
  if (today_ > 0 && chance(0.02)) {
    const LivingRecord& first = any();
    if (first.retracts == 0 && first.twin_of == 0) {
      const std::uint32_t of = first.pmid;
      create().twin_of = of;
    }
  }
  if (today_ > 0 && chance(0.04)) {
    const LivingRecord& record = any();
    const std::uint32_t pmid = record.pmid;
    bool named = record.retracts != 0;
    for (const auto& [other, row] : records_) {
      named = named || row.retracted_by == pmid || row.corrected_by == pmid || row.concern_by == pmid ||
              row.retracts == pmid || row.twin_of == pmid;
    }
    if (!named) {
      records_.erase(pmid);
      changed_.erase(pmid);
      change.erased.push_back(pmid);
    }
  }
  for (const auto pmid : changed_) {
    change.xml += xml_of(records_.at(pmid));
  }
  return change;
}

}  // namespace meridian::test
