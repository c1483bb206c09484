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

struct PublicationTypeName {
  std::string_view name, ui;
};

/// MEDLINE text names a publication type without its MeSH unique id, by which the rest of the program knows it.
inline constexpr auto kPublicationTypes = std::to_array<PublicationTypeName>({
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
    {"Journal Article", "D016428"},
    {"Letter", "D016422"},
    {"Meta-Analysis", "D017418"},
    {"Multicenter Study", "D016448"},
    {"Network Meta-Analysis", "D000099094"},
    {"News", "D016433"},
    {"Observational Study", "D064888"},
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
    {"Systematic Review", "D000078182"},
    {"Validation Studies", "D023361"},
    {"Validation Study", "D023361"},
});

}  // namespace meridian::fetcher
