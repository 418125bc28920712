// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// Messages of the DNS signed with a shared secret (RFC 8945), by hmac-sha256.
namespace gameday::dns {

/// A key that both sides have.
struct TsigKey {
  std::string name;    ///< as the server knows it
  std::string secret;  ///< its bytes
};

/// The bytes of a secret written in base 64. Errors: bad_input; it never tells the text.
[[nodiscard]] Result<std::string> read_tsig_secret(std::string_view base64);

/// A message and the code that its answer is signed over as well.
struct SignedMessage {
  std::string bytes;
  std::string mac;
};

/// Signs a message as of that moment (seconds since 1970); it holds for five minutes either way.
/// Errors: bad_input, where the key's name is none.
[[nodiscard]] Result<SignedMessage> sign_tsig(std::string_view message, const TsigKey& key,
                                              std::uint64_t seconds);

/// The answer without its signature, once that is seen to be the key's own, over this answer to the
/// request with that code, and of our time. Errors: refused, where the server did not take ours
/// (unknown key, wrong secret, clocks apart) or the answer is not signed or not by this key;
/// bad_input.
[[nodiscard]] Result<std::string> check_tsig(std::string_view answer, const TsigKey& key,
                                             std::string_view request_mac, std::uint64_t seconds);

}  // namespace gameday::dns
