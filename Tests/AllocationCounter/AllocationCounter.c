#include "AllocationCounter.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>

// The C library's own, by the names under which it keeps them for those who replace the usual ones.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static _Atomic uint64_t count;
static _Atomic uint64_t live; // [B]
static _Atomic uint64_t peak; // [B]

uint64_t allocation_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }
uint64_t allocation_live_bytes(void) { return atomic_load_explicit(&live, memory_order_relaxed); }

uint64_t allocation_peak_bytes(void) { return atomic_load_explicit(&peak, memory_order_relaxed); }
void allocation_forget_peak(void) { atomic_store_explicit(&peak, allocation_live_bytes(), memory_order_relaxed); }

static void *taken(void *block) {
  if (!block) return block;
  atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
  uint64_t size = malloc_usable_size(block);
  uint64_t now = atomic_fetch_add_explicit(&live, size, memory_order_relaxed) + size;
  uint64_t most = allocation_peak_bytes();
  while (now > most &&
         !atomic_compare_exchange_weak_explicit(&peak, &most, now, memory_order_relaxed, memory_order_relaxed)) {
  }
  return block;
}

static void given_back(void *block) {
  if (block) atomic_fetch_sub_explicit(&live, malloc_usable_size(block), memory_order_relaxed);
}

void *malloc(size_t size) { return taken(__libc_malloc(size)); }
void *calloc(size_t number, size_t size) { return taken(__libc_calloc(number, size)); }

void free(void *block) {
  given_back(block);
  __libc_free(block);
}

void *realloc(void *block, size_t size) {
  size_t before = block ? malloc_usable_size(block) : 0;
  void *after = __libc_realloc(block, size);
  if (after || size == 0) atomic_fetch_sub_explicit(&live, before, memory_order_relaxed);
  return taken(after);
}

void *memalign(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) || (alignment & (alignment - 1)) || alignment == 0) return EINVAL;
  void *found = taken(__libc_memalign(alignment, size));
  if (!found) return ENOMEM;
  *block = found;
  return 0;
}
