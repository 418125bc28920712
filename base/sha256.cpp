// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace gameday {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  bool ok = context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {}
Sha256::~Sha256() = default;

void Sha256::update(std::string_view piece) {
  if (!m_state->ok) return;
  m_state->ok = EVP_DigestUpdate(m_state->context, piece.data(), piece.size()) == 1;
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (!m_state->ok) return {};
  m_state->ok = false;
  if (EVP_DigestFinal_ex(m_state->context, digest.data(), &length) != 1) return {};
  std::string text;
  for (unsigned index = 0; index < length; ++index) text += fmt::format("{:02x}", digest[index]);
  return text;
}

std::string sha256_hex(std::string_view text) {
  Sha256 digest;
  digest.update(text);
  return digest.hex();
}

}  // namespace gameday
