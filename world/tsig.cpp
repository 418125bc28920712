// SPDX-License-Identifier: Apache-2.0
#include "world/tsig.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "world/dns_records.hpp"

namespace gameday::dns {
namespace {

constexpr std::string_view k_algorithm = "hmac-sha256";
constexpr std::uint16_t k_fudge = 300;
constexpr std::size_t k_mac_size = 32;
constexpr std::size_t k_count_of_additional = 10;
constexpr std::size_t k_longest_secret = 1024;

tl::unexpected<Error> refused(std::string why, std::string next = {}) {
  return fail(ErrorKind::refused, "speak with the name server under a key", "", std::move(why),
              std::move(next));
}

void put48(std::string& bytes, std::uint64_t number) {
  put16(bytes, static_cast<std::uint16_t>((number >> 32U) & 0xffffU));
  put32(bytes, static_cast<std::uint32_t>(number & 0xffffffffU));
}

/// The fields of a TSIG record (RFC 8945, 4.2).
struct Signature {
  std::string algorithm;
  std::uint64_t seconds = 0;
  std::uint16_t fudge = k_fudge;
  std::string mac;
  std::uint16_t original_id = 0;
  std::uint16_t error = 0;
  std::string other;
};

std::uint16_t number16(std::string_view bytes) {
  return static_cast<std::uint16_t>((static_cast<unsigned char>(bytes[0]) << 8U) |
                                    static_cast<unsigned char>(bytes[1]));
}

/// The text behind a 16-bit length; moves on, and `ok` is false where it ends too early.
std::string_view take_sized(std::string_view& bytes, bool& ok) {
  if (bytes.size() < 2 || bytes.size() - 2 < number16(bytes)) return ok = false, std::string_view{};
  const std::string_view text = bytes.substr(2, number16(bytes));
  bytes.remove_prefix(2 + text.size());
  return text;
}

Result<Signature> read_signature(std::string_view data) {
  const auto bad = fail(ErrorKind::bad_input, "read a signature", "", "it ends too early");
  Signature read;
  const auto algorithm = name_text(data);
  if (!algorithm) return tl::unexpected{algorithm.error()};
  read.algorithm = *algorithm;
  data.remove_prefix(std::min(data.size(), algorithm->size() + 2));
  if (data.size() < 8) return bad;
  for (int i = 0; i < 6; ++i) {
    read.seconds =
        (read.seconds << 8U) | static_cast<unsigned char>(data[static_cast<unsigned>(i)]);
  }
  read.fudge = number16(data.substr(6));
  data.remove_prefix(8);
  bool ok = true;
  read.mac = take_sized(data, ok);
  if (!ok || data.size() < 4) return bad;
  read.original_id = number16(data);
  read.error = number16(data.substr(2));
  data.remove_prefix(4);
  read.other = take_sized(data, ok);
  if (!ok || !data.empty()) return bad;
  return read;
}

/// What is signed besides the message: the record's fields without the code itself (4.3.3).
Result<std::string> variables(const TsigKey& key, const Signature& signature) {
  const auto name = name_bytes(key.name);
  const auto algorithm = name_bytes(signature.algorithm);
  if (!name) return name;
  if (!algorithm) return algorithm;
  std::string bytes = *name;
  put16(bytes, k_class_any);
  put32(bytes, 0);
  bytes += *algorithm;
  put48(bytes, signature.seconds);
  put16(bytes, signature.fudge);
  put16(bytes, signature.error);
  put16(bytes, static_cast<std::uint16_t>(signature.other.size()));
  return bytes + signature.other;
}

std::string hmac(const std::string& secret, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), code.data(), &size);
  return {reinterpret_cast<const char*>(code.data()), size};
}

/// The message as it was before it was signed: one record less, and the id that it had then.
std::string unsigned_message(std::string_view bytes, std::size_t end, std::uint16_t id,
                             std::size_t additional) {
  std::string message{bytes.substr(0, end)};
  std::string number;
  put16(number, id);
  message.replace(0, 2, number);
  number.clear();
  put16(number, static_cast<std::uint16_t>(additional));
  return message.replace(k_count_of_additional, 2, number);
}

std::string words_of(std::uint16_t error) {
  if (error == 16) return "the secret is not the server's (BADSIG)";
  if (error == 17) return "the server does not know the key (BADKEY)";
  if (error == 18) return "the server's clock is not ours (BADTIME)";
  return fmt::format("the server refuses the signature with error {}", error);
}

}  // namespace

Result<std::string> read_tsig_secret(std::string_view base64) {
  while (base64.ends_with('\n') || base64.ends_with(' ')) base64.remove_suffix(1);
  const auto bad = fail(ErrorKind::bad_input, "read the key's secret", "", "it is no base 64");
  if (base64.empty() || base64.size() > k_longest_secret || base64.size() % 4 != 0) return bad;
  std::string bytes(base64.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(base64.data()),
                                   static_cast<int>(base64.size()));
  if (size < 0) return bad;
  const std::size_t padding = base64.ends_with("==") ? 2 : (base64.ends_with('=') ? 1 : 0);
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

Result<SignedMessage> sign_tsig(std::string_view message, const TsigKey& key,
                                std::uint64_t seconds) {
  const auto read = read_message(message);
  if (!read) return tl::unexpected{read.error()};
  Signature signature;
  signature.algorithm = k_algorithm;
  signature.seconds = seconds;
  signature.original_id = read->id;
  const auto more = variables(key, signature);
  if (!more) return tl::unexpected{more.error()};
  signature.mac = hmac(key.secret, std::string{message} + *more);
  std::string data = name_bytes(k_algorithm).value();
  put48(data, seconds);
  put16(data, k_fudge);
  put16(data, static_cast<std::uint16_t>(signature.mac.size()));
  data += signature.mac;
  put16(data, read->id);
  put32(data, 0);  // no error, nothing else
  std::string bytes =
      unsigned_message(message, message.size(), read->id, read->additional.size() + 1);
  bytes += name_bytes(key.name).value();
  put16(bytes, k_type_tsig);
  put16(bytes, k_class_any);
  put32(bytes, 0);
  put16(bytes, static_cast<std::uint16_t>(data.size()));
  return SignedMessage{bytes + data, signature.mac};
}

Result<std::string> check_tsig(std::string_view answer, const TsigKey& key,
                               std::string_view request_mac, std::uint64_t seconds) {
  const auto read = read_message(answer);
  if (!read) return tl::unexpected{read.error()};
  if (read->additional.empty() || read->additional.back().type != k_type_tsig) {
    return refused("its answer is not signed",
                   "see the server's log, and whether it knows the key");
  }
  const ResourceRecord& record = read->additional.back();
  const auto signature = read_signature(record.data);
  if (!signature) return tl::unexpected{signature.error()};
  if (signature->error != 0) return refused(words_of(signature->error));
  const auto more = variables(key, *signature);
  if (!more) return tl::unexpected{more.error()};
  std::string message =
      unsigned_message(answer, record.at, signature->original_id, read->additional.size() - 1);
  std::string text;
  put16(text, static_cast<std::uint16_t>(request_mac.size()));
  text += request_mac;
  const std::string code = hmac(key.secret, text + message + *more);
  const bool same = signature->algorithm == k_algorithm && signature->mac.size() == k_mac_size &&
                    CRYPTO_memcmp(code.data(), signature->mac.data(), k_mac_size) == 0;
  if (!same) return refused("its answer is not signed with this key");
  const auto apart =
      seconds > signature->seconds ? seconds - signature->seconds : signature->seconds - seconds;
  if (apart > k_fudge) return refused("its clock is not ours");
  return message;
}

}  // namespace gameday::dns
