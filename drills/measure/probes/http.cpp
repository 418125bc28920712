// SPDX-License-Identifier: Apache-2.0
// Measures whether an HTTP service answers rightly: the status, and members of its JSON body. It is
// healed when the name, the way there, the service and what that needs are back, or stand
// elsewhere.
#include <array>

#include "drills/measure/flight.hpp"
#include "drills/measure/http_client.hpp"
#include "drills/measure/http_expectation.hpp"
#include "drills/measure/names.hpp"
#include "drills/measure/probes.hpp"

namespace gameday {

namespace {

class HttpProbe final : public Probe {
 public:
  HttpProbe(ProbeSpec spec, ProbeRequest request, HttpExpectation expected, SamplerLoop& loop)
      : m_spec(std::move(spec)),
        m_request(std::move(request)),
        m_expected(std::move(expected)),
        m_loop(loop) {}

  void send(Instant intended, std::function<void(Sample)> done) override {
    auto flight = Flight::begin(m_loop, m_spec, intended, std::move(done));
    find_address(m_loop, m_request.at, [this, flight](Result<std::string> address, Duration took) {
      if (flight->ended()) return;
      flight->sample().lookup = took;
      if (!address) return flight->end(address.error().text());
      m_request.address = *address;
      ask(flight);
    });
  }

 private:
  void ask(const std::shared_ptr<Flight>& flight) {
    HttpClient& http = m_loop.http();
    const auto call = http.start(m_request, [this, flight](const HttpAnswer& answer) {
      Sample& sample = flight->sample();
      sample.code = answer.status;
      sample.region = find_region(m_expected, answer);
      flight->end(find_fault(m_expected, answer));
    });
    flight->on_end([&http, call] { http.cancel(call); });
  }

  ProbeSpec m_spec;
  ProbeRequest m_request;
  HttpExpectation m_expected;
  SamplerLoop& m_loop;
};

Result<std::unique_ptr<Probe>> make(const ProbeSpec& spec, const Inventory&, SamplerLoop& loop) {
  if (auto checked = check_probe(spec); !checked) return tl::unexpected(checked.error());
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

const ProbeKind k_probe_http{"http", "an HTTP service answers rightly", k_params, make};

}  // namespace gameday
