#include "bridge.h"

// #embed is of C23. The build notices when the file changes, as it does for an #include.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bridge[] = {
#embed "../../../data/bridge/bridge.zst"
};
const unsigned char *casebook_bridge(void) { return bridge; }
const size_t casebook_bridge_size = sizeof bridge;
