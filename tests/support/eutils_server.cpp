// The HTTP side of the loopback E-utilities: forms in, answers out, faults in between.
#include "tests/support/eutils_server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <thread>
#include <tuple>

#include "tests/support/eutils_answers.hpp"
#include "tests/support/eutils_faults.hpp"

namespace meridian::test {
namespace {

int today_by_the_clock() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  return (parts.tm_year + 1900) * 10000 + (parts.tm_mon + 1) * 100 + parts.tm_mday;
}

std::string decoded(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

/// Repeated names are joined by a comma, as NCBI takes "id=1&id=2".
void add_form(std::string_view encoded, Form& form) {
  while (!encoded.empty()) {
    const auto end = std::min(encoded.find('&'), encoded.size());
    const auto pair = encoded.substr(0, end);
    encoded.remove_prefix(std::min(end + 1, encoded.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = decoded(pair.substr(0, equals));
    const auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
    const auto [row, fresh] = form.emplace(name, value);
    if (!fresh) {
      row->second += "," + value;
    }
  }
}

/// Resets this server's connection to a client's port. The library keeps its sockets to itself, so the one is sought
/// among the open files of the process.
void reset_connection(int server_port, int client_port) {
  for (int file = 3; file < 1024; ++file) {
    sockaddr_in own{};
    sockaddr_in peer{};
    socklen_t size = sizeof(own);
    socklen_t peer_size = sizeof(peer);
    if (::getsockname(file, reinterpret_cast<sockaddr*>(&own), &size) == 0 && own.sin_family == AF_INET &&
        ntohs(own.sin_port) == server_port &&
        ::getpeername(file, reinterpret_cast<sockaddr*>(&peer), &peer_size) == 0 &&
        ntohs(peer.sin_port) == client_port) {
      sockaddr nowhere{};
      nowhere.sa_family = AF_UNSPEC;  // on Linux this drops a connection with a reset
      std::ignore = ::connect(file, &nowhere, sizeof(nowhere));
      return;
    }
  }
}

Records read_all(const std::vector<std::string>& files) {
  Records records;
  for (const auto& bytes : files) {
    add_records(bytes, records);
  }
  return records;
}

constexpr std::string_view kErrorPage =
    "<!DOCTYPE html>\n<html><head><title>NCBI/eutils202 - WWW Error 500 Diagnostic</title></head>\n"
    "<body><h1>Server Error</h1><p>Your request could not be processed due to a problem on our Web "
    "server.</p></body></html>\n";

}  // namespace

struct EutilsServer::Inside {
  explicit Inside(const Options& options)
      : answers(read_all(options.xml), options.limit, options.today == 0 ? today_by_the_clock() : options.today),
        faults(parse_faults(options.faults)) {}

  EutilsAnswers answers;
  std::vector<ServerFault> faults;
  std::mutex guard;  ///< of all but the answers
  std::shared_mutex
      answering;  ///< a request of a client that was killed may still be answered while the records change
  std::condition_variable stopped;
  bool stopping = false;
  std::vector<Request> log;
  std::map<std::string, int> by_program;
  int port = 0;
  httplib::Server http;
  std::thread thread;

  void handle(const httplib::Request& request, const std::string& body, httplib::Response& response) {
    Form form;
    if (const auto at = request.target.find('?'); at != std::string::npos) {
      add_form(std::string_view(request.target).substr(at + 1), form);
    }
    add_form(body, form);
    const std::string program = request.matches[1];
    int number = 0;
    int number_of_program = 0;
    std::vector<ServerFault> due;
    {
      const std::lock_guard lock(guard);
      due = faults;
      Request row{request.method, program, {}, 200, std::chrono::steady_clock::now()};
      for (const auto& [name, value] : form) {
        row.form += (row.form.empty() ? "" : "&") + name + "=" + value;
      }
      log.push_back(std::move(row));
      number = static_cast<int>(log.size());
      number_of_program = ++by_program[program];
    }
    EutilsAnswers::Bias bias;
    for (const auto& fault : due) {
      if (fault.due(program, number, number_of_program) && hinder(fault, request, bias, response)) {
        note(number, fault.kind == "reset" ? 0 : response.status);
        return;
      }
    }
    auto answer = [&] {
      const std::shared_lock lock(answering);
      return answers.answer(program, form, bias);
    }();
    for (const auto& fault : due) {
      if (fault.kind == "truncate" && fault.due(program, number, number_of_program)) {
        answer.body.resize(std::min<std::size_t>(answer.body.size(), std::stoul("0" + fault.value)));
      }
    }
    response.status = answer.status;
    response.set_content(answer.body, answer.type);
    note(number, answer.status);
  }

  void note(int number, int status) {
    const std::lock_guard lock(guard);
    if (static_cast<std::size_t>(number) <= log.size()) {
      log[static_cast<std::size_t>(number) - 1].status = status;
    }
  }

  /// True: the fault is the whole answer.
  bool hinder(const ServerFault& fault, const httplib::Request& request, EutilsAnswers::Bias& bias,
              httplib::Response& response) {
    if (fault.kind == "429") {
      response.status = 429;
      response.set_header("Retry-After", std::to_string(fault.option("retry-after", 1)));
      response.set_header("X-RateLimit-Remaining", "0");
      response.set_content(R"({"error":"API rate limit exceeded","api-key":"127.0.0.1","count":"4","limit":"3"})",
                           "application/json");
      return true;
    }
    if (fault.kind == "500" || fault.kind == "502" || fault.kind == "503" || fault.kind == "html") {
      response.status = fault.kind == "html" ? 200 : std::stoi(fault.kind);
      if (fault.options.contains("retry-after")) {
        response.set_header("Retry-After", fault.options.at("retry-after"));
      }
      response.set_content(std::string(kErrorPage), "text/html");
      return true;
    }
    if (fault.kind == "reset") {
      reset_connection(port, request.remote_port);
      return true;
    }
    if (fault.kind == "stall") {
      std::unique_lock lock(guard);
      stopped.wait_for(lock, std::chrono::duration<double>(std::stod("0" + fault.value)), [this] { return stopping; });
    } else if (fault.kind == "missing") {
      bias.withheld.insert(static_cast<std::uint32_t>(std::stoul("0" + fault.value)));
    } else if (fault.kind == "drift") {
      bias.count += std::stoll(fault.value.empty() ? "0" : fault.value);
    } else if (fault.kind == "error") {
      bias.error = fault.value.empty() ? "Search Backend failed: Database is not supported: pubmed" : fault.value;
    }
    return false;
  }
};

EutilsServer::EutilsServer(Options options) : inside_(std::make_unique<Inside>(options)) {
  auto& inside = *inside_;
  // The body is read here and not by the library, which refuses forms beyond 8 KiB: too few for a page of ids.
  static const std::string kPath = R"(/(?:\w+/)*(\w+)\.fcgi)";
  inside.http.Get(kPath, [&inside](const httplib::Request& request, httplib::Response& response) {
    inside.handle(request, "", response);
  });
  inside.http.Post(kPath, [&inside](const httplib::Request& request, httplib::Response& response,
                                    const httplib::ContentReader& content) {
    std::string body;
    content([&body](const char* data, std::size_t size) {
      body.append(data, size);
      return body.size() < (std::size_t{16} << 20U);
    });
    inside.handle(request, body, response);
  });
  inside.http.set_tcp_nodelay(true);
  inside.http.new_task_queue = [] { return new httplib::ThreadPool(8); };
  inside.port = options.port == 0 ? inside.http.bind_to_any_port("127.0.0.1") : options.port;
  if (inside.port <= 0 || (options.port != 0 && !inside.http.bind_to_port("127.0.0.1", options.port))) {
    throw std::runtime_error(fmt::format("port {} cannot be had on 127.0.0.1", options.port));
  }
  inside.thread = std::thread([&inside] { inside.http.listen_after_bind(); });
  while (!inside.http.is_running()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

EutilsServer::~EutilsServer() {
  {
    const std::lock_guard lock(inside_->guard);
    inside_->stopping = true;
  }
  inside_->stopped.notify_all();
  inside_->http.stop();
  inside_->thread.join();
}

std::string EutilsServer::base_url() const { return fmt::format("http://127.0.0.1:{}/entrez/eutils/", inside_->port); }

std::vector<EutilsServer::Request> EutilsServer::requests() const {
  const std::lock_guard lock(inside_->guard);
  return inside_->log;
}

void EutilsServer::change(const std::string& xml, const std::vector<std::uint32_t>& erased) {
  const std::lock_guard lock(inside_->answering);
  inside_->answers.change(xml, erased);
}

void EutilsServer::set_faults(const std::string& faults) {
  const std::lock_guard lock(inside_->guard);
  inside_->faults = parse_faults(faults);
  inside_->log.clear();
  inside_->by_program.clear();
}

std::size_t EutilsServer::record_count() const {
  const std::shared_lock lock(inside_->answering);
  return inside_->answers.record_count();
}

}  // namespace meridian::test
