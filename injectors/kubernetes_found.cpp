// SPDX-License-Identifier: Apache-2.0
#include "injectors/kubernetes_found.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "injectors/cut.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_find_deadline{30};

/// The text of a member; wrong where it is missing or could not be in a command.
std::string word(JsonReader& reader, std::string_view name) {
  std::string text = reader.text(name);
  if (text.starts_with('-')) reader.wrong(fmt::format("`{}` is no name", name));
  return text;
}

Result<KubernetesFound> read_one(const Cluster& cluster, const KubernetesKind& kind,
                                 const Json& json) {
  JsonReader item{json, fmt::format("a {} in {}", kind.name, cluster.name)};
  JsonReader about{item.member("metadata"), "its metadata"};
  const std::string name = word(about, "name");
  const std::string name_space = word(about, "namespace");
  JsonReader labels{about.member("labels"), fmt::format("the labels of {}/{}", name_space, name)};
  const std::string run = labels.text(k_run_label);
  if (!is_run_id(run)) labels.wrong("its run is none");
  for (const auto& read : {item.finish(true), about.finish(true), labels.finish(true)}) {
    if (!read) return tl::unexpected(read.error());
  }
  const Json no_notes = Json::object();
  JsonReader notes{about.has("annotations") ? about.member("annotations") : no_notes, "its notes"};
  const KubernetesObject object{.kind = kind,
                                .cluster = cluster,
                                .namespace_name = name_space,
                                .name = name,
                                .run_id = run,
                                .fault = notes.optional_text(k_fault_note).value_or("")};
  KubernetesFound found{.run_id = run, .change = {}};
  found.fence_first = notes.optional_text(k_fence_note) == "true";
  found.change.id = fmt::format("{}.{}.{}.{}", kind.name, name_space, name, run);
  found.change.summary =
      fmt::format("{} {} in the namespace {} of {}, until {}{}", kind.name, name, name_space,
                  cluster.name, notes.optional_text(k_deadline_note).value_or("nobody knows when"),
                  found.fence_first ? "; fenced first" : "");
  found.change.verify = verify_object(object, "");
  found.change.revert = delete_object(object);
  return found;
}

}  // namespace

Action look_for_objects(const Cluster& cluster, const KubernetesKind& kind) {
  return kubectl(
      cluster,
      {"get", std::string{kind.resource}, "--all-namespaces",
       fmt::format("--selector={}={}", k_managed_by, k_our_name),
       fmt::format("--request-timeout={}s", k_find_deadline.count() / 2), "--output=json"},
      k_find_deadline);
}

bool has_no_such_kind(const Outcome& listed) {
  return !listed.ok && listed.err.find("doesn't have a resource type") != std::string::npos;
}

Result<KubernetesFinds> read_kubernetes_found(const Cluster& cluster, const KubernetesKind& kind,
                                              std::string_view output) {
  const Json json = Json::parse(output, nullptr, false);
  JsonReader reader{json, fmt::format("what was found in {}", cluster.name)};
  KubernetesFinds finds;
  for (const Json* each : reader.list("items")) {
    auto found = read_one(cluster, kind, *each);
    if (found) {
      finds.found.push_back(std::move(*found));
    } else {
      finds.unseen.push_back(found.error().text());
    }
  }
  return reader.finish(std::move(finds));
}

}  // namespace gameday
