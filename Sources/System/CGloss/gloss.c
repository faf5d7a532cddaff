#include "gloss.h"

// #embed is of C23. The build notices when the file changes, as it does for an #include.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char gloss[] = {
#embed "../../../data/gloss/gloss.zst"
};
const unsigned char *casebook_gloss(void) { return gloss; }
const size_t casebook_gloss_size = sizeof gloss;
