// Inlined: the hash is code of ours at run time, and no library is loaded for it.
// xxhash.h renames its functions with macros that Swift cannot see through, hence the names here.
#define XXH_INLINE_ALL
#include <xxhash.h>

typedef struct { uint64_t low, high; } casebook_hash_128;
typedef void casebook_hash_state;

static inline uint64_t casebook_hash64(const void *bytes, size_t count) { return XXH3_64bits(bytes, count); }
static inline casebook_hash_128 casebook_hash128(const void *bytes, size_t count) {
  XXH128_hash_t hash = XXH3_128bits(bytes, count);
  return (casebook_hash_128){hash.low64, hash.high64};
}
static inline casebook_hash_state *_Nonnull casebook_hash_start(void) {
  XXH3_state_t *state = XXH3_createState();
  if (!state) __builtin_trap();
  XXH3_128bits_reset(state);
  return state;
}
static inline void casebook_hash_update(casebook_hash_state *_Nonnull state, const void *bytes, size_t count) {
  XXH3_128bits_update((XXH3_state_t *)state, bytes, count);
}
static inline casebook_hash_128 casebook_hash_finish(const casebook_hash_state *_Nonnull state) {
  XXH128_hash_t hash = XXH3_128bits_digest((const XXH3_state_t *)state);
  return (casebook_hash_128){hash.low64, hash.high64};
}
static inline void casebook_hash_free(casebook_hash_state *_Nonnull state) { XXH3_freeState((XXH3_state_t *)state); }
