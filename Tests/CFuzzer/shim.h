#pragma once

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a main function of one's own (LLVM, "Using libFuzzer as a library").
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t count));
