// Pools effects of several studies by random effects, so that many small results become one with its uncertainty.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace meridian::evidence {

/// One study's effect on a scale on which it may be added: a difference as it stands, a ratio as its natural logarithm.
struct PoolingEffect {
  double value = 0;
  double variance = 0;  ///< the square of the standard error, above 0
};

/// How the variance between studies is estimated.
enum class BetweenStudies { DerSimonianLaird, PauleMandel };

/// Whether small studies tell larger effects than big ones, by Egger's regression of value / error on 1 / error.
/// @source Egger et al., BMJ 1997;315:629-634
struct SmallStudyCheck {
  double intercept = 0, t = 0, p = 1;
};

inline constexpr std::size_t kLeastToPool = 3;
/// Below ten studies the check cannot tell chance from asymmetry.
/// @source Cochrane Handbook for Systematic Reviews of Interventions, 13.3.5.4
inline constexpr std::size_t kLeastToCheck = 10;

struct Pool {
  std::size_t studies = 0;
  double estimate = 0, error = 0;                  ///< on the scale of the effects
  double low = 0, high = 0;                        ///< 95 % interval
  double p = 1;                                    ///< of no effect, two-sided
  double prediction_low = 0, prediction_high = 0;  ///< where 95 % of new studies' true effects are expected
  double tau2 = 0;                                 ///< variance between studies
  double q = 0, q_p = 1;                           ///< Cochran's Q and its p
  double i2 = 0;                                   ///< 0 to 100: percent of the variation that is not chance
  std::optional<SmallStudyCheck> small_studies;    ///< none below kLeastToCheck
};

/// Random effects. The variance between studies is by default Paule and Mandel's, which exists and is unique for every
/// set of effects; the interval is Hartung and Knapp's with t of k - 1 degrees of freedom, never narrower than without
/// their factor; the prediction interval is that of Higgins with t of k - 2 degrees of freedom; I2 comes from Q.
///
/// @return nullopt below kLeastToPool effects, or where one is not finite or has no variance above 0
/// @source Paule and Mandel, J Res Natl Bur Stand 1982;87:377-385; DerSimonian and Laird, Control Clin Trials
///         1986;7:177-188; Knapp and Hartung, Stat Med 2003;22:2693-2710; Higgins, Thompson and Spiegelhalter, J R Stat
///         Soc A 2009;172:137-159; Veroniki et al., Res Synth Methods 2016;7:55-79 (which estimator to choose)
[[nodiscard]] std::optional<Pool> pool(std::span<const PoolingEffect> effects,
                                       BetweenStudies between = BetweenStudies::PauleMandel);

/// Egger's regression alone; nullopt below three effects.
[[nodiscard]] std::optional<SmallStudyCheck> small_study_check(std::span<const PoolingEffect> effects);

}  // namespace meridian::evidence
