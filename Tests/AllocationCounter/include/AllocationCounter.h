// Counts what a program takes from the heap. Linking this target puts it in the place of the C library's malloc and
// its kin, for every library that the program loads.
#pragma once
#include <stdint.h>

// Blocks asked for since the program began; a block that changes its size counts once more.
uint64_t allocation_count(void);
// [B] that are taken now, as the allocator rounds them up.
uint64_t allocation_live_bytes(void);
// [B] The most that was taken at once since the peak was forgotten.
uint64_t allocation_peak_bytes(void);
void allocation_forget_peak(void);
