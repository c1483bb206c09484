// Files of PubMed records: tells their form and hands their records on.
#include "fetcher/bulk.hpp"

#include <fmt/format.h>

#include <array>

#include "core/text.hpp"
#include "fetcher/bulk_cutter.hpp"
#include "fetcher/medline.hpp"
#include "fetcher/pubmed_xml.hpp"

namespace meridian::fetcher {
namespace {

constexpr std::size_t kLookBytes = std::size_t{64} << 10U;  ///< how far the form of a file is looked for

enum class Form { Unknown, Xml, Medline };

/// The name of the first element in `text`: what stands before it (prolog, comments, DOCTYPE) begins otherwise.
std::string_view first_element(std::string_view text) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    if (rest.starts_with("!--")) {
      at = text.find("-->", at);
      if (at == std::string_view::npos) {
        return {};
      }
    } else if (!rest.empty() && rest[0] != '!' && rest[0] != '?') {
      return rest.substr(0, rest.find_first_of(" \t\r\n/>"));
    }
  }
  return {};
}

Form form_of(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  text = trim(text);
  if (text.starts_with("PMID- ") || (!text.starts_with('<') && text.find("\nPMID- ") != std::string_view::npos)) {
    return Form::Medline;
  }
  if (!text.starts_with('<')) {
    return Form::Unknown;
  }
  constexpr auto kFirst = std::to_array<std::string_view>(
      {"PubmedArticleSet", "MedlineCitationSet", "PubmedBookArticleSet", "BookDocumentSet", "PubmedArticle",
       "PubmedBookArticle", "MedlineCitation", "BookDocument", "DeleteCitation", "DeleteDocument"});
  const auto name = first_element(text);
  for (const auto known : kFirst) {
    if (name == known) {
      return Form::Xml;
    }
  }
  return Form::Unknown;
}

constexpr std::string_view kUnknown = "neither PubMed XML nor MEDLINE text";

/// The cutter for what `source` holds, or none.
std::unique_ptr<Cutter> cutter_for(std::unique_ptr<ByteSource> source, const std::string& name, std::string& fault) {
  Window window(std::move(source));
  (void)window.has(0, kLookBytes, 0);
  switch (form_of(window.from(0))) {
    case Form::Xml:
      return xml_cutter(std::move(window), name);
    case Form::Medline: {
      if (window.from(0).starts_with("\xEF\xBB\xBF")) {
        window.drop(3);
      }
      return medline_cutter(std::move(window), name);
    }
    case Form::Unknown:
      break;
  }
  fault = window.source().fault();
  return nullptr;
}

}  // namespace

struct RecordStream::Impl {
  std::unique_ptr<Cutter> cutter;
  std::optional<Damage> damage;  ///< where nothing can be cut
};

RecordStream::RecordStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RecordStream::RecordStream(RecordStream&&) noexcept = default;
RecordStream& RecordStream::operator=(RecordStream&&) noexcept = default;
RecordStream::~RecordStream() = default;

Result<RecordStream> RecordStream::open(const std::string& path) {
  const std::string name = path == "-" ? "standard input" : path;
  auto source = ByteSource::open(path);
  if (!source) {
    return tl::unexpected(std::move(source.error()));
  }
  std::string fault;
  auto impl = std::make_unique<Impl>();
  impl->cutter = cutter_for(std::move(*source), name, fault);
  if (!impl->cutter) {
    return fail(Fault::BadInput, fmt::format("{} is {}{}{}", name, kUnknown, fault.empty() ? "" : ": ", fault),
                "give a file of PubMed's XML or of its tagged text, gzip or not");
  }
  return RecordStream(std::move(impl));
}

RecordStream RecordStream::over(std::string bytes, std::string name) {
  std::string fault;
  auto impl = std::make_unique<Impl>();
  impl->cutter = cutter_for(ByteSource::over(std::move(bytes)), name, fault);
  if (!impl->cutter) {
    impl->damage = Damage{std::move(name), 0, std::string(kUnknown) + (fault.empty() ? "" : ": ") + fault, 0};
  }
  return RecordStream(std::move(impl));
}

std::optional<std::variant<RawRecord, Deletions, Damage>> RecordStream::next() {
  if (impl_->cutter) {
    return impl_->cutter->next();
  }
  return std::exchange(impl_->damage, std::nullopt);
}

std::uint64_t RecordStream::consumed() const { return impl_->cutter ? impl_->cutter->source().consumed() : 0; }
std::uint64_t RecordStream::size() const { return impl_->cutter ? impl_->cutter->source().size() : 0; }

Item read_record(RawRecord&& raw) {
  auto read = raw.format == RawFormat::Medline ? read_medline(raw.bytes) : read_pubmed_xml(raw.bytes);
  if (!read) {
    return Damage{std::move(raw.file), raw.offset, std::move(read.error().message), pmid_in(raw.bytes)};
  }
  return Record{std::move(*read), std::move(raw.bytes), raw.format};
}

std::variant<Citation, Damage> read_citation(RawRecord&& raw) {
  const Pmid pmid = pmid_in(raw.bytes);  // reading in place takes them apart
  auto read = raw.format == RawFormat::Medline ? read_medline(raw.bytes) : read_pubmed_xml_in_place(raw.bytes);
  if (!read) {
    return Damage{std::move(raw.file), raw.offset, std::move(read.error().message), pmid};
  }
  return std::move(*read);
}

Result<std::vector<Pmid>> withdrawn_in(const std::string& path) {
  auto stream = RecordStream::open(path);
  if (!stream) {
    return tl::unexpected(std::move(stream.error()));
  }
  stream->impl_->cutter->pass_over_records();
  std::vector<Pmid> pmids;
  while (auto item = stream->next()) {
    if (const auto* deletions = std::get_if<Deletions>(&*item)) {
      pmids.insert(pmids.end(), deletions->pmids.begin(), deletions->pmids.end());
    }
  }
  return pmids;
}

}  // namespace meridian::fetcher
