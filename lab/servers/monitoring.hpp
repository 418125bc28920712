// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "lab/site.hpp"

namespace gameday::lab {

/// Where whoever is on call listens for pages: the last part of the path is the token.
inline constexpr std::string_view k_page_address = "10.77.0.10:9095";

/// The file that holds the token of that path, in the lab's folder: "<lab>/monitoring/token".
[[nodiscard]] std::filesystem::path page_token_file(const Site& site);

/// What Prometheus scrapes and evaluates, four times a second.
[[nodiscard]] std::string prometheus_configuration(const Site& site);
/// Its one group of rules: RegionDown, by region.
[[nodiscard]] std::string prometheus_rules();
/// What the blackbox exporter asks: whether a region answers at all, whatever it answers.
[[nodiscard]] std::string blackbox_configuration();
/// Alertmanager: everything pages `oncall`, by webhook, without waiting for company.
[[nodiscard]] std::string alertmanager_configuration(std::string_view token);

/// Whether Prometheus' answer to count(probe_success) says that each region has been probed.
[[nodiscard]] bool probes_all(std::string_view answer);

}  // namespace gameday::lab
