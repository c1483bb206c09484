// Pooled numbers against those of metafor, an independent and established implementation.
#include "evidence/pooling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "evidence/pooling_distribution.hpp"

namespace meridian::evidence {
namespace {

// Log relative risks of tuberculosis with and without BCG, 13 trials: data set dat.bcg of metafor, from Colditz et al.,
// JAMA 1994;271:698-702. Expected values: R 4.2.2, metafor 3.8-1, rma(yi, vi, method = "DL" or "PM", test = "knha" or
// "adhoc", control = list(tol = 1e-13));
// the DL figures also stand in Viechtbauer, J Stat Softw 2010;36(3):1-48.
const std::vector<PoolingEffect> kBcg{
    {-0.8893113339, 0.3255847650}, {-1.5853886572, 0.1945811214}, {-1.3480731483, 0.4153679654},
    {-1.4415511900, 0.0200100319}, {-0.2175473222, 0.0512101722}, {-0.7861155858, 0.0069056185},
    {-1.6208982236, 0.2230172476}, {0.0119523335, 0.0039615793},  {-0.4694176487, 0.0564342105},
    {-1.3713448035, 0.0730247936}, {-0.3393588283, 0.0124122140}, {0.4459134006, 0.5325058452},
    {-0.0173139482, 0.0714046597}};

// Standardized differences in length of stay after stroke, 9 studies: data set dat.normand1999 of metafor, from
// Normand, Stat Med 1999;18:321-359.
const std::vector<PoolingEffect> kStay{
    {-0.3551696409, 0.0130646755}, {-0.3479400227, 0.0644688761}, {-2.3175691602, 0.0458121103},
    {-1.8879822529, 0.1606177359}, {-0.3839641412, 0.2054332784}, {0.1721486691, 0.0369105700},
    {0.2720520739, 0.0602671258},  {-0.4245962719, 0.0148630384}, {0.2895562301, 0.0362717342}};

const std::vector<PoolingEffect> kAlike{{-0.5, 0.04}, {-0.52, 0.05}, {-0.48, 0.03}};

TEST(Pooling, AgreesWithAnEstablishedImplementation) {
  struct Case {
    const char* name;
    const std::vector<PoolingEffect>& effects;
    BetweenStudies between;
    double tau2, estimate, error, low, high, p, q, prediction_low, prediction_high;
  };
  const std::vector<Case> cases{
      {"BCG, DerSimonian-Laird", kBcg, BetweenStudies::DerSimonianLaird, 0.3087602629, -0.7141172221, 0.1806966283,
       -1.107821354, -0.32041309, 0.001920766767, 152.2330081, -2.000162352, 0.5719279077},
      {"BCG, Paule-Mandel", kBcg, BetweenStudies::PauleMandel, 0.3180684522, -0.7149681535, 0.1808921915, -1.109098381,
       -0.3208379258, 0.001919271831, 152.2330081, -2.018558054, 0.5886217472},
      {"length of stay, Paule-Mandel", kStay, BetweenStudies::PauleMandel, 0.794330181, -0.5371719637, 0.3092913683,
       -1.250399138, 0.1760552106, 0.1206326781, 123.7292744, -2.767943157, 1.69359923},
      {"studies that agree, never narrower than without the factor", kAlike, BetweenStudies::PauleMandel, 0,
       -0.4965957447, 0.1129865366, -0.9827375747, -0.01045391467, 0.04806476272, 0.02042553191, -1.932225811,
       0.9390343214}};
  for (const auto& c : cases) {
    const auto got = pool(c.effects, c.between);
    ASSERT_TRUE(got) << c.name;
    EXPECT_EQ(got->studies, c.effects.size()) << c.name;
    EXPECT_NEAR(got->tau2, c.tau2, 1e-6) << c.name;
    EXPECT_NEAR(got->estimate, c.estimate, 1e-6) << c.name;
    EXPECT_NEAR(got->error, c.error, 1e-6) << c.name;
    EXPECT_NEAR(got->low, c.low, 1e-5) << c.name;
    EXPECT_NEAR(got->high, c.high, 1e-5) << c.name;
    EXPECT_NEAR(got->p, c.p, 1e-6) << c.name;
    EXPECT_NEAR(got->q, c.q, 1e-5) << c.name;
    EXPECT_NEAR(got->prediction_low, c.prediction_low, 1e-5) << c.name;
    EXPECT_NEAR(got->prediction_high, c.prediction_high, 1e-5) << c.name;
  }
  EXPECT_NEAR(pool(kBcg)->i2, 100 * (152.2330081 - 12) / 152.2330081, 1e-5);
  EXPECT_EQ(pool(kAlike)->i2, 0);
}

TEST(Pooling, ChecksSmallStudiesOnlyWhereThereAreTen) {
  // metafor 3.8-1: regtest(rma(yi, vi), model = "lm") on dat.bcg: t = -1.4013, df = 11, p = 0.1887.
  const auto bcg = pool(kBcg);
  ASSERT_TRUE(bcg && bcg->small_studies);
  EXPECT_NEAR(bcg->small_studies->intercept, -2.1120421209, 1e-6);
  EXPECT_NEAR(bcg->small_studies->t, -1.4012820023, 1e-6);
  EXPECT_NEAR(bcg->small_studies->p, 0.1887069951, 1e-6);
  EXPECT_FALSE(pool(kStay)->small_studies);
  const std::vector<PoolingEffect> one_size(12, PoolingEffect{-0.3, 0.04});
  EXPECT_FALSE(pool(one_size)->small_studies);
}

TEST(Pooling, RefusesWhatCannotBePooled) {
  EXPECT_FALSE(pool({}));
  EXPECT_FALSE(pool(std::vector<PoolingEffect>{{1, 1}, {2, 1}}));
  EXPECT_FALSE(pool(std::vector<PoolingEffect>{{1, 1}, {2, 1}, {3, 0}}));
  EXPECT_FALSE(pool(std::vector<PoolingEffect>{{1, 1}, {2, 1}, {NAN, 1}}));
  EXPECT_FALSE(pool(std::vector<PoolingEffect>{{1, 1}, {2, 1}, {3, INFINITY}}));
  EXPECT_FALSE(small_study_check(std::vector<PoolingEffect>{{1, 1}, {2, 1}}));
}

TEST(Pooling, DistributionsAgreeWithR) {
  // R 4.2.2: qt(0.975, ...), pt(-2.5, 7), pchisq(..., lower.tail = FALSE)
  EXPECT_NEAR(t_quantile(0.975, 1), 12.70620474, 1e-6);
  EXPECT_NEAR(t_quantile(0.975, 2), 4.302652730, 1e-8);
  EXPECT_NEAR(t_quantile(0.975, 11), 2.200985160, 1e-8);
  EXPECT_NEAR(t_quantile(0.025, 11), -2.200985160, 1e-8);
  EXPECT_NEAR(t_below(-2.5, 7), 0.02049610929, 1e-10);
  EXPECT_NEAR(t_below(0, 3), 0.5, 1e-12);
  EXPECT_NEAR(chi_squared_above(152.233, 12), 1.996772137e-26, 1e-31);
  EXPECT_NEAR(chi_squared_above(3.2, 5), 0.6691829020, 1e-9);
  EXPECT_EQ(chi_squared_above(0, 5), 1);
}

}  // namespace
}  // namespace meridian::evidence
