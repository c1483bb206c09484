// What a bad server or a bad line can do to one request: a fault with the right name, in time, and without the key.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <atomic>
#include <functional>
#include <thread>

#include "fetcher/http.hpp"

namespace meridian::fetcher {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;
using Kind = HttpFault::Kind;

const std::string kKey = "s3cret+key/0123";
constexpr milliseconds kGenerous{10'000};  // no wait of these tests takes a tenth of it

/// A connection as the script of a server sees it, after the request's head has come.
class Line {
 public:
  Line(int descriptor, const std::atomic<bool>& ends) : descriptor_(descriptor), ends_(ends) {}
  [[nodiscard]] bool send(const std::string& bytes) const {
    return ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  /// Until the client goes away or the test ends.
  void keep_silent() const {
    while (!ends_) {
      pollfd one{descriptor_, POLLRDHUP, 0};
      if (::poll(&one, 1, 10) > 0) {
        return;
      }
    }
  }
  void reset() const {
    const linger now{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  [[nodiscard]] bool ended() const { return ends_; }

 private:
  int descriptor_;
  const std::atomic<bool>& ends_;
};

/// Answers every connection on the loopback by the same script, byte for byte.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::function<void(const Line&)> script) : script_(std::move(script)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&place), size), 0);
    EXPECT_EQ(::listen(listener_, 4), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&place), &size), 0);
    port_ = ntohs(place.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer() {
    ends_ = true;
    thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] std::string url(const std::string& scheme = "http") const {
    return fmt::format("{}://127.0.0.1:{}/", scheme, port_);
  }
  [[nodiscard]] bool has_request() const { return asked_; }

 private:
  void serve() {
    while (!ends_) {
      pollfd one{listener_, POLLIN, 0};
      if (::poll(&one, 1, 10) <= 0) {
        continue;
      }
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      std::array<char, 4096> bytes{};
      // One read is enough: the client sends its short request in one piece, or greets with TLS.
      static_cast<void>(::recv(descriptor, bytes.data(), bytes.size(), 0));
      asked_ = true;
      script_(Line(descriptor, ends_));
      ::close(descriptor);
    }
  }

  std::function<void(const Line&)> script_;
  std::atomic<bool> ends_{false}, asked_{false};
  int listener_ = -1;
  unsigned port_ = 0;
  std::thread thread_;
};

tl::expected<HttpAnswer, HttpFault> ask(const std::string& url, HttpLimits limits = {},
                                        const Observer& observer = Observer()) {
  return HttpClient(limits).post(url, {{"term", "x"}, {"api_key", kKey}}, observer);
}

void expect_fault(const tl::expected<HttpAnswer, HttpFault>& answer, Kind kind, const std::string& words,
                  const std::string& name) {
  ASSERT_FALSE(answer) << name;
  EXPECT_EQ(answer.error().kind, kind) << name << ": " << answer.error().message;
  EXPECT_NE(answer.error().message.find(words), std::string::npos) << name << ": " << answer.error().message;
  EXPECT_EQ(answer.error().message.find("s3cret"), std::string::npos) << name;
}

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";

TEST(HttpFaults, EachKindOfBrokenAnswerIsTransientAndSaysWhatBroke) {
  struct Case {
    const char* name;
    std::function<void(const Line&)> script;
    const char* words;
  };
  const std::vector<Case> cases{
      {"closed in the body", [](const Line& line) { static_cast<void>(line.send(kHead + std::string(100, 'x'))); },
       "the answer of 127.0.0.1 broke off"},
      {"reset in the body",
       [](const Line& line) {
         static_cast<void>(line.send(kHead + std::string(100, 'x')));
         std::this_thread::sleep_for(milliseconds(20));
         line.reset();
       },
       "the connection to 127.0.0.1 failed"},
      {"reset before any answer", [](const Line& line) { line.reset(); }, "the connection to 127.0.0.1 failed"},
      {"closed without an answer", [](const Line&) {}, "the connection to 127.0.0.1 failed"},
      {"no gzip, though it says so",
       [](const Line& line) {
         static_cast<void>(line.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nxxxx"));
       },
       "the answer of 127.0.0.1 broke off"},
      {"a chunk that never ends",
       [](const Line& line) {
         static_cast<void>(line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"));
       },
       "127.0.0.1"},
  };
  for (const auto& [name, script, words] : cases) {
    const ScriptedServer server(script);
    expect_fault(ask(server.url()), Kind::Transient, words, name);
  }
}

TEST(HttpFaults, SilenceAndATrickleBothEndAtTheTotalLimit) {
  const HttpLimits limits{milliseconds(5000), milliseconds(150), 1U << 20U};
  for (const bool trickle : {false, true}) {
    const ScriptedServer server([trickle](const Line& line) {
      bool open = line.send(kHead);
      while (trickle && open && !line.ended()) {
        open = line.send("x");
        std::this_thread::sleep_for(milliseconds(5));
      }
      line.keep_silent();
    });
    const auto start = Steady::now();
    expect_fault(ask(server.url(), limits), Kind::Transient, "did not answer within 0.15 s", trickle ? "trickle" : "");
    EXPECT_LT(Steady::now() - start, kGenerous);
  }
}

TEST(HttpFaults, TheSizeLimitHoldsForWhatIsUnpackedToo) {
  std::string zeros(8U << 20U, '\0');
  std::string packed(compressBound(zeros.size()) + 64, '\0');
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
  stream.avail_in = static_cast<uInt>(zeros.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ASSERT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  ASSERT_LT(packed.size(), 100'000U);
  const ScriptedServer bomb([&](const Line& line) {
    static_cast<void>(line.send(
        fmt::format("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.size()) +
        packed));
  });
  HttpLimits limits;
  limits.size = 100'000;
  expect_fault(ask(bomb.url(), limits), Kind::Permanent, "is larger than 100000 bytes", "unpacked");
  limits.size = 8U << 20U;
  const auto whole = ask(bomb.url(), limits);
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->body.size(), 8U << 20U);
}

TEST(HttpFaults, ARedirectIsGivenBackAndNotFollowed) {
  std::atomic<int> elsewhere{0};
  const ScriptedServer other([&](const Line& line) {
    ++elsewhere;
    static_cast<void>(line.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  });
  const ScriptedServer server([&](const Line& line) {
    static_cast<void>(
        line.send("HTTP/1.1 307 Temporary\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n"));
  });
  const auto answer = ask(server.url());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 307);
  EXPECT_EQ(elsewhere, 0);
}

struct Stopper final : Observer {
  std::function<bool()> asked;
  [[nodiscard]] bool cancelled() const override { return asked(); }
};

TEST(HttpFaults, AStopIsHeededWhileTheServerIsSilentBeforeAndWithinTheBody) {
  for (const bool within : {false, true}) {
    const ScriptedServer server([within](const Line& line) {
      if (within) {
        static_cast<void>(line.send(kHead + "half"));
      }
      line.keep_silent();
    });
    Stopper stopper;
    stopper.asked = [&server] { return server.has_request(); };
    const auto start = Steady::now();
    expect_fault(ask(server.url(), {}, stopper), Kind::Cancelled, "stopped", within ? "within" : "before");
    EXPECT_LT(Steady::now() - start, kGenerous) << "far below the limit of the transfer";
  }
}

TEST(Tls, ACertificateThatNobodyVouchesForIsRefusedForGoodBeforeAnythingIsSent) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> paper(X509_new(), &X509_free);
  ASSERT_TRUE(key && paper);
  ASN1_INTEGER_set(X509_get_serialNumber(paper.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(paper.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(paper.get()), 3600);
  X509_set_pubkey(paper.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(paper.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(paper.get(), name);
  ASSERT_NE(X509_sign(paper.get(), key.get(), EVP_sha256()), 0);
  httplib::SSLServer server(paper.get(), key.get());
  ASSERT_TRUE(server.is_valid());
  std::atomic<int> requests{0};
  server.Post("/", [&](const httplib::Request&, httplib::Response&) { ++requests; });
  server.new_task_queue = [] { return new httplib::ThreadPool(1); };
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { server.listen_after_bind(); });
  while (!server.is_running()) {
    std::this_thread::sleep_for(milliseconds(1));
  }
  const auto answer = ask(fmt::format("https://127.0.0.1:{}/", port));
  server.stop();
  thread.join();
  expect_fault(answer, Kind::Permanent, "the certificate of 127.0.0.1 could not be verified", "self-signed");
  EXPECT_EQ(requests, 0);
}

TEST(Tls, APlainServerOnASecureAddressIsAFailedConnection) {
  const ScriptedServer server([](const Line& line) { static_cast<void>(line.send("HTTP/1.1 200 OK\r\n\r\n")); });
  expect_fault(ask(server.url("https")), Kind::Transient, "the connection to 127.0.0.1 failed", "plain");
}

}  // namespace
}  // namespace meridian::fetcher
