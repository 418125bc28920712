// SPDX-License-Identifier: Apache-2.0
// Objects in a Kubernetes cluster by the system's kubectl. Whose one is stands in its labels and
// annotations; it is deleted by name and label at once, so that nobody else's can be hit.
#include "injectors/kubernetes_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/sha256.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_look_deadline{15};
/// kubectl ends by itself before it is ended.
constexpr std::chrono::seconds k_margin{5};
/// RFC 1123: at most 63 in a label. An object's name may be longer; a short one can be read.
constexpr std::size_t k_longest_label = 63;
constexpr std::size_t k_longest_slug = 40;
constexpr std::size_t k_digest_length = 8;

/// Begins what a look prints of an object, and no warning that kubectl may have.
constexpr std::string_view k_whose = "whose=";

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// A key in a JSONPath of kubectl: its dots are escaped.
std::string path_key(std::string_view key) {
  std::string path;
  for (const char c : key) {
    if (c == '.') path += '\\';
    path += c;
  }
  return path;
}

std::string whose_path() {
  return fmt::format(
      "{}{{.metadata.labels.{}}}/{{.metadata.labels.{}}}/{{.metadata.annotations.{}}}", k_whose,
      path_key(k_managed_by), path_key(k_run_label), path_key(k_fault_note));
}

std::string whose(const KubernetesObject& object) {
  return fmt::format("{}{}/{}/{} ", k_whose, k_our_name, object.run_id, object.fault);
}

}  // namespace

Action kubectl(const Cluster& cluster, std::vector<std::string> words,
               std::chrono::milliseconds deadline, Text input) {
  Exec exec{.argv = {"kubectl"}, .stdin_text = std::move(input)};
  if (!cluster.kubeconfig.empty()) exec.argv.emplace_back("--kubeconfig=" + cluster.kubeconfig);
  if (!cluster.context.empty()) exec.argv.emplace_back("--context=" + cluster.context);
  for (std::string& word : words) exec.argv.emplace_back(std::move(word));
  return {{}, deadline, std::move(exec)};
}

std::string object_name(std::string_view run_id, std::string_view fault) {
  std::string slug;
  for (const char c : fault) {
    const bool upper = c >= 'A' && c <= 'Z';
    const char low = upper ? static_cast<char>(c - 'A' + 'a') : c;
    slug += is_plain(low) ? low : '-';
  }
  slug.resize(std::min(slug.size(), k_longest_slug));
  std::string name = fmt::format("gameday-{}-{}", run_id, slug);
  if (slug != fault || !is_plain(name.back())) {
    name += "-" + sha256_hex(fault).substr(0, k_digest_length);
  }
  return name;
}

bool is_namespace_name(std::string_view text) {
  return !text.empty() && text.size() <= k_longest_label && is_plain(text.front()) &&
         is_plain(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_plain(c) || c == '-'; });
}

Text object_text(const KubernetesObject& object, const Json& spec, Duration lasts,
                 bool fence_first) {
  Json notes{{k_fault_note, object.fault}};
  if (fence_first) notes[k_fence_note] = "true";
  const Json json{{"apiVersion", object.kind.api_version},
                  {"kind", object.kind.name},
                  {"metadata",
                   {{"name", object.name},
                    {"namespace", object.namespace_name},
                    {"labels", {{k_managed_by, k_our_name}, {k_run_label, object.run_id}}},
                    {"annotations", notes}}},
                  {"spec", spec}};
  const std::string text = json.dump();
  // The deadline is known only when it is sent, and takes the place of the annotations' brace.
  const std::string before = R"("annotations":{)";
  const std::size_t at = text.find(before) + before.size();
  return {fmt::format(R"({}"{}":")", text.substr(0, at), k_deadline_note), Expiry{lasts},
          R"(Z",)" + text.substr(at)};
}

Verify verify_object(const KubernetesObject& object, const std::string& told) {
  Verify verify;
  verify.look =
      kubectl(object.cluster,
              {"get", std::string{object.kind.resource}, object.name,
               "--namespace=" + object.namespace_name, "--ignore-not-found",
               fmt::format("--request-timeout={}s", (k_look_deadline - k_margin).count()),
               fmt::format("--output=jsonpath={} {}{{\"\\n\"}}", whose_path(), object.kind.tell)},
              k_look_deadline);
  verify.in_force = {.status = 0, .contains = {whose(object) + told}};
  verify.gone = {.status = 0, .without = {std::string{k_whose}}};
  if (!object.kind.lapsed.empty()) {
    const std::string lapsed{object.kind.lapsed};
    verify.in_force.without = {lapsed};
    verify.inert = Match{.status = 0, .contains = {whose(object) + told, lapsed}};
  }
  return verify;
}

Action delete_object(const KubernetesObject& object) {
  return kubectl(
      object.cluster,
      {"delete", std::string{object.kind.resource}, "--namespace=" + object.namespace_name,
       "--field-selector=metadata.name=" + object.name,
       fmt::format("--selector={}={},{}={}", k_managed_by, k_our_name, k_run_label, object.run_id),
       "--ignore-not-found", "--wait=true",
       fmt::format("--timeout={}s", object.kind.going.count())},
      object.kind.going + k_margin);
}

}  // namespace gameday
