// SPDX-License-Identifier: Apache-2.0
// Measures whether an HTTP service answers rightly: the status, and members of its JSON body. It is
// healed when the name, the way there, the service and what that needs are back, or stand
// elsewhere.
#include <array>

#include "drills/measure/address_book.hpp"
#include "drills/measure/flight.hpp"
#include "drills/measure/http_client.hpp"
#include "drills/measure/http_expectation.hpp"
#include "drills/measure/http_pool.hpp"
#include "drills/measure/probes.hpp"

namespace gameday {

namespace {

class HttpProbe final : public Probe {
 public:
  HttpProbe(ProbeSpec spec, ProbeRequest request, HttpExpectation expected, SamplerLoop& loop)
      : m_spec(std::move(spec)),
        m_request(std::move(request)),
        m_expected(std::move(expected)),
        m_loop(loop),
        m_addresses(loop, m_request.at, m_spec.client == "cached"),
        m_pool(loop) {}

  void send(Instant intended, std::function<void(Sample)> done) override {
    auto flight = Flight::begin(m_loop, m_spec, intended, std::move(done));
    if (auto lane = m_pool.take_idle()) return ask_over(lane, flight);
    m_addresses.find([this, flight](Result<std::string> address, Duration took) {
      if (flight->ended()) return;
      flight->sample().lookup = took;
      if (!address) return flight->end(address.error().text());
      if (m_spec.client == "pooled") return ask_over_new(std::move(*address), flight);
      m_request.address = *address;
      ask(flight);
    });
  }

 private:
  void ask(const std::shared_ptr<Flight>& flight) {
    HttpClient& http = m_loop.http();
    const auto call =
        http.start(m_request, [this, flight](const HttpAnswer& answer) { judge(*flight, answer); });
    flight->on_end([&http, call] { http.cancel(call); });
  }

  void ask_over_new(std::string address, const std::shared_ptr<Flight>& flight) {
    const auto lane = m_pool.open(std::move(address));
    if (!lane) return flight->end(lane.error().text());
    ask_over(*lane, flight);
  }

  /// What hangs takes its connection with it; what was answered gives it back.
  void ask_over(const HttpPool::Lane& lane, const std::shared_ptr<Flight>& flight) {
    ProbeRequest request = m_request;
    request.address = lane->address;
    request.on_kept = lane->kept;
    const std::weak_ptr<HttpLane> weak = lane;  // the call must not own the client that makes it
    const auto call = lane->client->start(request, [this, flight, weak](const HttpAnswer& answer) {
      if (auto used = weak.lock()) m_pool.give_back(std::move(used), answer);
      judge(*flight, answer);
    });
    flight->on_end([lane, call] { lane->client->cancel(call); });
  }

  void judge(Flight& flight, const HttpAnswer& answer) {
    flight.sample().code = answer.status;
    flight.sample().region = find_region(m_expected, answer);
    flight.end(find_fault(m_expected, answer));
  }

  ProbeSpec m_spec;
  ProbeRequest m_request;
  HttpExpectation m_expected;
  SamplerLoop& m_loop;
  AddressBook m_addresses;
  HttpPool m_pool;
};

Result<std::unique_ptr<Probe>> make(const ProbeSpec& spec, const Inventory&, SamplerLoop& loop) {
  if (auto checked = check_probe(spec, k_all_classes); !checked)
    return tl::unexpected(checked.error());
  auto expected = read_expectation(spec.params);
  if (!expected) return tl::unexpected(expected.error());
  ProbeRequest request;
  request.url = spec.params.get<std::string>("url");
  request.method = spec.params.get<std::string>("method", "GET");
  request.want_header = expected->region_header();
  auto at = url_endpoint(request.url);
  if (!at) return tl::unexpected(at.error());
  request.at = std::move(*at);
  if (auto known = check_resolvable(loop, request.at); !known) {
    return tl::unexpected(known.error());
  }
  return std::make_unique<HttpProbe>(spec, std::move(request), std::move(*expected), loop);
}

const std::array k_params{
    ParamSpec{.name = "url", .required = true, .help = "what to ask for, http or https"},
    ParamSpec{.name = "expect",
              .type = ParamType::table,
              .help = "the right answer: its status, and members of its JSON body",
              .fallback = "{ status = 200 }",
              .one_of = {"status", "json"}},
    ParamSpec{.name = "method",
              .help = "the request's method",
              .fallback = "GET",
              .one_of = {"GET", "HEAD", "OPTIONS"}},
    ParamSpec{.name = "region_from",
              .help = "response header, or member of the JSON body, that names the region",
              .fallback = "X-Region, else region"},
};

}  // namespace

const ProbeKind k_probe_http{"http", "an HTTP service answers rightly", k_params, make,
                             k_all_classes};

}  // namespace gameday
