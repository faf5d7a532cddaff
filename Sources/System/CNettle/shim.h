// nettle renames its functions with macros that Swift cannot see through.
#include <nettle/sha2.h>

static inline void casebook_sha256(const void *bytes, size_t count, uint8_t *digest) {
  struct sha256_ctx state;
  sha256_init(&state);
  sha256_update(&state, count, bytes);
  sha256_digest(&state, SHA256_DIGEST_SIZE, digest);
}
