// SPDX-License-Identifier: Apache-2.0
#include "base/arg_json.hpp"

#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "base/overloaded.hpp"

namespace gameday {
namespace {

Json write(const SecretRef& secret) {
  const char* from = secret.from == SecretRef::From::file ? "file" : "env";
  return {{"secret", {{from, secret.name}}}};
}

Result<SecretRef> read_secret(const Json& json) {
  JsonReader reader{json, "a secret"};
  SecretRef secret;
  if (reader.has("file")) {
    secret.from = SecretRef::From::file;
    secret.name = reader.text("file");
  } else {
    secret.name = reader.text("env");
  }
  return reader.finish(std::move(secret));
}

}  // namespace

Json to_json(const Arg& arg) {
  return std::visit(
      Overloaded{[](const std::string& text) { return Json(text); },
                 [](const SecretRef& secret) { return write(secret); },
                 [](const Captured& field) { return Json{{"captured", field.pointer}}; },
                 [](const Expiry& expiry) { return Json{{"expires_ns", expiry.after.count()}}; }},
      arg);
}

Result<Arg> arg_from_json(const Json& json) {
  if (json.is_string()) return Arg{json.get<std::string>()};
  JsonReader reader{json, "an argument"};
  Arg arg;
  if (reader.has("secret")) {
    arg = reader.take(read_secret(reader.member("secret")));
  } else if (reader.has("captured")) {
    arg = Captured{reader.text("captured")};
  } else {
    arg = Expiry{Duration{reader.integer("expires_ns")}};
  }
  return reader.finish(std::move(arg));
}

Json to_json(const Text& text) {
  Json json = Json::array();
  for (const Arg& arg : text) json.push_back(to_json(arg));
  return json;
}

Result<Text> text_from_json(const Json& json) {
  if (!json.is_array()) return fail(ErrorKind::bad_input, "read a text", "", "it is not a list");
  Text text;
  for (const Json& item : json) {
    auto arg = arg_from_json(item);
    if (!arg) return tl::unexpected{std::move(arg.error())};
    text.push_back(std::move(*arg));
  }
  return text;
}

}  // namespace gameday
