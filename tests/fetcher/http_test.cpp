// Which addresses are accepted, and how forms are written.
#include "fetcher/http.hpp"

#include <gtest/gtest.h>

namespace meridian::fetcher {
namespace {

TEST(Address, IsHttpsOrOnThisMachine) {
  for (const auto* good : {"https://eutils.ncbi.nlm.nih.gov/entrez/eutils/", "http://127.0.0.1:8080/e/",
                           "http://127.3.2.1/", "http://localhost:1/", "http://[::1]:80/"}) {
    EXPECT_TRUE(check_address(good)) << good;
  }
  for (const auto* bad :
       {"http://eutils.ncbi.nlm.nih.gov/", "http://127.0.0.1.example.org/", "http://127.0.0.1@example.org/",
        "http://localhost.example.org/", "http://10.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd", "", "eutils",
        "https://a:b@example.org/", "https://example.org/?api_key=x", "https://example.org/#x"}) {
    const auto outcome = check_address(bad);
    ASSERT_FALSE(outcome) << bad;
    EXPECT_EQ(outcome.error().fault, Fault::Misconfigured) << bad;
  }
}

TEST(Forms, EscapeAllThatIsReserved) {
  EXPECT_EQ(encode_form({{"term", "a b&c=d[tiab]é"}, {"n", ""}}), "term=a%20b%26c%3Dd%5Btiab%5D%C3%A9&n=");
}

TEST(Http, ARefusedConnectionIsTransient) {
  HttpClient client({});
  const auto answer = client.post("http://127.0.0.1:1/", {{"a", "b"}}, Observer());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, HttpFault::Kind::Transient);
  EXPECT_EQ(answer.error().message, "127.0.0.1 refused the connection");
}

}  // namespace
}  // namespace meridian::fetcher
