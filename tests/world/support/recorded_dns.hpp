// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "world/tsig.hpp"

// What nsupdate of BIND 9.18 and its server said to each other, byte for byte.
namespace gameday {

inline std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    bytes += static_cast<char>(std::stoi(std::string{hex.substr(at, 2)}, nullptr, 16));
  }
  return bytes;
}

/// When they spoke.
inline constexpr std::uint64_t k_recorded_at = 0x6b05d26a;

inline dns::TsigKey recorded_key() { return {"gameday", "gameday lab, open to all in it!!"}; }

/// "prereq yxrrset shop.dr.lab A 10.77.1.20; update delete shop.dr.lab A; update add shop.dr.lab 5
/// A 10.77.2.20", signed.
inline std::string recorded_update() {
  return from_hex(
      "42f028000001000100020001026472036c616200000600010473686f70c00c000100010000000000040a4d0114"
      "c018000100ff000000000000c018000100010000000500040a4d02140767616d656461790000fa00ff00000000"
      "003d0b686d61632d7368613235360000006b05d26a012c0020a8a36e77b8d812d00abcaea39733829a458e5b16"
      "4da889d78e2e39126d2054e542f000000000");
}
/// It is done.
inline std::string recorded_done() {
  return from_hex(
      "42f0a8000001000000000001026472036c616200000600010767616d656461790000fa00ff00000000003d0b68"
      "6d61632d7368613235360000006b05d26a012c0020422fc5128e42d29a24557ffff2c6dfa8085f149b8d801b2b"
      "d918a0300f32630f42f000000000");
}
/// The same update once more, and the answer that the set is not as it should be (NXRRSET).
inline std::string recorded_again() {
  return from_hex(
      "f80328000001000100020001026472036c616200000600010473686f70c00c000100010000000000040a4d0114"
      "c018000100ff000000000000c018000100010000000500040a4d02140767616d656461790000fa00ff00000000"
      "003d0b686d61632d7368613235360000006b05d26a012c0020f294fa3634b18a92779b252fd974a6b602710d58"
      "94edb845d3ed69e94b3bbf6ef80300000000");
}
inline std::string recorded_not_so() {
  return from_hex(
      "f803a8080001000000000001026472036c616200000600010767616d656461790000fa00ff00000000003d0b68"
      "6d61632d7368613235360000006b05d26a012c00209330d72d25fc144060c7592e969a2aae5c3c3d421c35f2a5"
      "5c04753d81a43021f80300000000");
}
/// What is said to a key that the server does not know (BADKEY).
inline std::string recorded_bad_key() {
  return from_hex(
      "21c0a8090001000000000001026472036c61620000060001056f746865720000fa00ff00000000001d0b686d61"
      "632d7368613235360000006b05d26a012c000021c000110000");
}

}  // namespace gameday
