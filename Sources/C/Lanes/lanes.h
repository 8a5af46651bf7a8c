// Sixteen floats at a time: the few operations that Swift's SIMD16<Float> takes apart into single ones. Primitives
// only; the arithmetic stands in Swift. Every operation is correctly rounded or exact, and products are never fused
// with sums, so that results are the same bits on every machine.
#pragma once
#include <stdint.h>
#if defined(__AVX512F__) || defined(__AVX__)
#include <immintrin.h>
#endif

#pragma STDC FP_CONTRACT OFF

typedef float lanes16 __attribute__((ext_vector_type(16)));
typedef int32_t lanes16i __attribute__((ext_vector_type(16)));
#define LANES_INLINE static inline __attribute__((always_inline))

LANES_INLINE lanes16 lanes_root(lanes16 a) { return __builtin_elementwise_sqrt(a); }
// Where a comparison with NaN is false, the second operand stands.
LANES_INLINE lanes16 lanes_min(lanes16 a, lanes16 b) { return a < b ? a : b; }
LANES_INLINE lanes16 lanes_max(lanes16 a, lanes16 b) { return a > b ? a : b; }
// yes where a < b, no elsewhere
LANES_INLINE lanes16 lanes_pick_less(lanes16 a, lanes16 b, lanes16 yes, lanes16 no) { return a < b ? yes : no; }

// Bit k is set where lane k of a is less than that of b.
LANES_INLINE uint32_t lanes_less(lanes16 a, lanes16 b) {
#if defined(__AVX512F__)
  return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_LT_OQ);
#elif defined(__AVX__)
  lanes16i m = a < b;
  return (uint32_t)_mm256_movemask_ps((__m256)(m.lo)) | (uint32_t)_mm256_movemask_ps((__m256)(m.hi)) << 8;
#else
  uint32_t bits = 0;
  for (int k = 0; k < 16; k++) bits |= (uint32_t)(a[k] < b[k]) << k;
  return bits;
#endif
}

// Writes the lanes whose bit is set, in order, to `to`, which takes sixteen floats; the rest are zero or old.
LANES_INLINE void lanes_pack(float *to, lanes16 a, uint32_t bits) {
#if defined(__AVX512F__)
  _mm512_storeu_ps(to, _mm512_maskz_compress_ps((__mmask16)bits, (__m512)a));
#else
  while (bits) {
    *to++ = a[__builtin_ctz(bits)];
    bits &= bits - 1;
  }
#endif
}

LANES_INLINE lanes16 lanes_load(const float *from) {
  lanes16 a;
  __builtin_memcpy(&a, from, sizeof a);
  return a;
}
LANES_INLINE void lanes_store(float *to, lanes16 a) { __builtin_memcpy(to, &a, sizeof a); }

// A sum in one fixed order: halves onto each other until one is left.
LANES_INLINE float lanes_sum(lanes16 a) {
  for (int k = 0; k < 8; k++) a[k] += a[k + 8];
  for (int k = 0; k < 4; k++) a[k] += a[k + 4];
  return (a[0] + a[2]) + (a[1] + a[3]);
}
LANES_INLINE float lanes_least(lanes16 a) {
  for (int k = 0; k < 8; k++) a[k] = a[k + 8] < a[k] ? a[k + 8] : a[k];
  for (int k = 0; k < 4; k++) a[k] = a[k + 4] < a[k] ? a[k + 4] : a[k];
  float u = a[2] < a[0] ? a[2] : a[0];
  float v = a[3] < a[1] ? a[3] : a[1];
  return v < u ? v : u;
}

// e to the power of x, clamped to -87...88; relative error below 3e-7 (tested). x = n ln 2 + r, n whole, |r| <= ln 2 / 2;
// e^r by its series to the sixth power, n added to the exponent.
LANES_INLINE lanes16 lanes_exp(lanes16 x) {
  x = lanes_min(lanes_max(x, (lanes16)(-87.0f)), (lanes16)(88.0f));
  lanes16 n = x * 1.44269504f + 12582912.0f;  // rounds to whole numbers: 1.5 * 2^23
  lanes16i whole = (lanes16i)n - 0x4B400000;
  n -= 12582912.0f;
  // ln 2 in two parts, the first exact in few bits
  lanes16 r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  lanes16 s = r * 1.3888889e-3f + 8.3333333e-3f;
  s = s * r + 4.1666667e-2f;
  s = s * r + 1.6666667e-1f;
  s = s * r + 0.5f;
  s = s * r + 1.0f;
  s = s * r + 1.0f;
  return (lanes16)((lanes16i)s + (whole << 23));
}
