// The processor's own counters, by the kernel's perf_event_open(2), whose argument is a structure that Swift cannot
// spell and whose call has no name in the C library.
#pragma once
#include <errno.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Opens a counter of the calling thread's work outside the kernel; negative errno where that cannot be.
static inline int counters_open(uint64_t kind) {
  struct perf_event_attr wanted;
  memset(&wanted, 0, sizeof wanted);
  wanted.size = sizeof wanted;
  wanted.type = PERF_TYPE_HARDWARE;
  wanted.config = kind;
  wanted.disabled = 1;
  wanted.exclude_kernel = 1;
  wanted.exclude_hv = 1;
  int file = (int)syscall(SYS_perf_event_open, &wanted, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
  return file >= 0 ? file : -errno;
}
static inline void counters_start(int file) {
  ioctl(file, PERF_EVENT_IOC_RESET, 0);
  ioctl(file, PERF_EVENT_IOC_ENABLE, 0);
}
// What was counted since the start.
static inline uint64_t counters_stop(int file) {
  uint64_t value = 0;
  ioctl(file, PERF_EVENT_IOC_DISABLE, 0);
  return read(file, &value, sizeof value) == sizeof value ? value : 0;
}
static const uint64_t counters_cycles = PERF_COUNT_HW_CPU_CYCLES;
static const uint64_t counters_instructions = PERF_COUNT_HW_INSTRUCTIONS;
static const uint64_t counters_cache_references = PERF_COUNT_HW_CACHE_REFERENCES;
static const uint64_t counters_cache_misses = PERF_COUNT_HW_CACHE_MISSES;
