// What MEDLINE's tags and names stand for, one row each.
#pragma once

#include <array>
#include <string_view>

namespace meridian::fetcher {

struct CorrectionTag {
  std::string_view tag, type;
};

/// Source: NLM, MEDLINE/PubMed Data Element (Field) Descriptions, "Comments/Corrections"; RefType of the PubMed DTD.
inline constexpr auto kCorrectionTags = std::to_array<CorrectionTag>({
    {"CIN", "CommentIn"},
    {"CON", "CommentOn"},
    {"CRI", "CorrectedandRepublishedIn"},
    {"CRF", "CorrectedandRepublishedFrom"},
    {"DDIN", "DatasetIn"},
    {"DRIN", "DatasetIn"},
    {"ECI", "ExpressionOfConcernIn"},
    {"ECF", "ExpressionOfConcernFor"},
    {"EIN", "ErratumIn"},
    {"EFR", "ErratumFor"},
    {"ORI", "OriginalReportIn"},
    {"RIN", "RetractionIn"},
    {"ROF", "RetractionOf"},
    {"RPI", "RepublishedIn"},
    {"RPF", "RepublishedFrom"},
    {"RRI", "RetractedandRepublishedIn"},
    {"RRF", "RetractedandRepublishedFrom"},
    {"SPIN", "SummaryForPatientsIn"},
    {"UIN", "UpdateIn"},
    {"UOF", "UpdateOf"},
});

/// OtherAbstract/@Type, which MEDLINE text writes before the text: "Publisher: Abstract available from the publisher."
/// Source: PubMed DTD of 1 January 2025, OtherAbstract.
inline constexpr auto kOtherAbstractTypes =
    std::to_array<std::string_view>({"AAMC", "AIDS", "KIE", "NASA", "PIP", "Publisher", "plain-language-summary"});

/// What stands between a grant's id and its agency: an institute's acronym, such as "AG", or a funder's, such as
/// "MRC_".
constexpr bool is_grant_acronym(std::string_view text) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == 2 ? letter(text[0]) && letter(text[1]) : text.size() > 2 && text.back() == '_';
}

struct PublicationTypeName {
  std::string_view name, ui;
};

/// MEDLINE text names a publication type without its MeSH unique id, by which the rest of the program knows it.
inline constexpr auto kPublicationTypes = std::to_array<PublicationTypeName>({
    {"Bibliography", "D016417"},
    {"Biography", "D019215"},
    {"Case Reports", "D002363"},
    {"Clinical Conference", "D016429"},
    {"Clinical Study", "D000068397"},
    {"Clinical Trial", "D016430"},
    {"Clinical Trial Protocol", "D000078325"},
    {"Clinical Trial, Phase I", "D017426"},
    {"Clinical Trial, Phase II", "D017427"},
    {"Clinical Trial, Phase III", "D017428"},
    {"Clinical Trial, Phase IV", "D017429"},
    {"Comment", "D016420"},
    {"Comparative Study", "D003160"},
    {"Congress", "D016423"},
    {"Congresses", "D016423"},
    {"Consensus Development Conference", "D016446"},
    {"Consensus Development Conference, NIH", "D016447"},
    {"Controlled Clinical Trial", "D018848"},
    {"Corrected and Republished Article", "D016439"},
    {"Dataset", "D064886"},
    {"Editorial", "D016421"},
    {"English Abstract", "D004740"},
    {"Equivalence Trial", "D000073843"},
    {"Evaluation Studies", "D023362"},
    {"Evaluation Study", "D023362"},
    {"Guideline", "D016431"},
    {"Historical Article", "D016456"},
    {"Interview", "D017203"},
    {"Introductory Journal Article", "D054711"},
    {"Journal Article", "D016428"},
    {"Legal Case", "D016418"},
    {"Letter", "D016422"},
    {"Meta-Analysis", "D017418"},
    {"Multicenter Study", "D016448"},
    {"Network Meta-Analysis", "D000099094"},
    {"News", "D016433"},
    {"Newspaper Article", "D018431"},
    {"Observational Study", "D064888"},
    {"Overall", "D016424"},
    {"Patient Education Handout", "D029282"},
    {"Personal Narrative", "D062210"},
    {"Portraits", "D019477"},
    {"Practice Guideline", "D017065"},
    {"Preprint", "D000076942"},
    {"Published Erratum", "D016425"},
    {"Randomized Controlled Trial", "D016449"},
    {"Randomized Controlled Trial, Veterinary", "D000081262"},
    {"Research Support, N.I.H., Extramural", "D052061"},
    {"Research Support, N.I.H., Intramural", "D052060"},
    {"Research Support, Non-U.S. Gov't", "D013485"},
    {"Research Support, U.S. Gov't, Non-P.H.S.", "D013486"},
    {"Research Support, U.S. Gov't, P.H.S.", "D013487"},
    {"Retracted Publication", "D016441"},
    {"Retraction of Publication", "D016440"},
    {"Review", "D016454"},
    {"Study Guide", "D000072643"},
    {"Systematic Review", "D000078182"},
    {"Technical Report", "D016427"},
    {"Validation Studies", "D023361"},
    {"Validation Study", "D023361"},
    {"Video-Audio Media", "D059040"},
});

}  // namespace meridian::fetcher
