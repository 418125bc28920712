// SPDX-License-Identifier: Apache-2.0
#include "world/secret.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_cap = 64U << 10U;
constexpr std::string_view k_hidden = "<secret>";

Result<std::string> read_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value != nullptr) return std::string{value};
  return fail(ErrorKind::failed, "read the secret", "environment variable " + name, "it is not set",
              "export it before gameday is started");
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::string value(k_cap + 1, '\0');
  file.read(value.data(), static_cast<std::streamsize>(value.size()));
  if (!file.is_open() || file.bad()) {
    return fail(ErrorKind::failed, "read the secret", "file " + path,
                "it cannot be opened or read");
  }
  value.resize(static_cast<std::size_t>(file.gcount()));
  if (value.size() > k_cap) {
    return fail(ErrorKind::failed, "read the secret", "file " + path, "it is longer than 64 KiB");
  }
  if (value.ends_with('\n')) value.pop_back();
  if (value.ends_with('\r')) value.pop_back();
  return value;
}

/// As it is, and as a text in JSON repeats it, with or without other letters than ASCII.
std::vector<std::string> forms_of(const std::string& value) {
  std::vector<std::string> forms{value};
  for (const bool ascii : {false, true}) {
    const std::string quoted = Json(value).dump(-1, ' ', ascii, Json::error_handler_t::replace);
    std::string form = quoted.substr(1, quoted.size() - 2);
    if (std::ranges::find(forms, form) == forms.end()) forms.push_back(std::move(form));
  }
  return forms;
}

}  // namespace

Result<std::string> Secrets::read(const SecretRef& reference) {
  auto value = reference.from == SecretRef::From::environment ? read_variable(reference.name)
                                                              : read_file(reference.name);
  if (!value || value->empty()) return value;
  for (std::string& form : forms_of(*value)) m_values.push_back(std::move(form));
  std::ranges::stable_sort(m_values, std::ranges::greater{}, &std::string::size);
  return value;
}

Result<std::string> Secrets::reveal(const Arg& arg) {
  if (const auto* text = std::get_if<std::string>(&arg)) return *text;
  if (const auto* secret = std::get_if<SecretRef>(&arg)) return read(*secret);
  return fail(ErrorKind::internal, "perform an action", "",
              "a captured value or an expiry in it was not resolved");
}

Result<std::string> Secrets::reveal(const Text& text) {
  std::string joined;
  for (const Arg& piece : text) {
    auto revealed = reveal(piece);
    if (!revealed) return revealed;
    joined += *revealed;
  }
  return joined;
}

std::string Secrets::hide(std::string text) const {
  for (const std::string& value : m_values) {
    for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at)) {
      text.replace(at, value.size(), k_hidden);
      at += k_hidden.size();
    }
  }
  return text;
}

}  // namespace gameday
