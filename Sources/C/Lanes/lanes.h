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

// As lanes_pack for no more than eight lanes: half as much to write.
LANES_INLINE void lanes_pack_few(float *to, lanes16 a, uint32_t bits) {
#if defined(__AVX512F__)
  _mm256_storeu_ps(to, _mm512_castps512_ps256(_mm512_maskz_compress_ps((__mmask16)bits, (__m512)a)));
#else
  lanes_pack(to, a, bits);
#endif
}

LANES_INLINE lanes16 lanes_load(const float *from) {
  lanes16 a;
  __builtin_memcpy(&a, from, sizeof a);
  return a;
}
LANES_INLINE void lanes_store(float *to, lanes16 a) { __builtin_memcpy(to, &a, sizeof a); }

// The first `count` of sixteen, by way of memory: lanes taken one by one would make the compiler work on every lane by
// itself all the way back.
LANES_INLINE void lanes_store_first(float *to, lanes16 a, int64_t count) {
  float all[16];
  __builtin_memcpy(all, &a, sizeof a);
  __builtin_memcpy(to, all, (uint64_t)count * sizeof(float));
}

// Sixteen pairs x, y, x, y, ... into lanes of x and of y, and back.
LANES_INLINE lanes16 lanes_load_first(const float *pairs) {
  return __builtin_shufflevector(lanes_load(pairs), lanes_load(pairs + 16), 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22,
                                 24, 26, 28, 30);
}
LANES_INLINE lanes16 lanes_load_second(const float *pairs) {
  return __builtin_shufflevector(lanes_load(pairs), lanes_load(pairs + 16), 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23,
                                 25, 27, 29, 31);
}
LANES_INLINE void lanes_store_pairs(float *pairs, lanes16 x, lanes16 y) {
  lanes_store(pairs, __builtin_shufflevector(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  lanes_store(pairs + 16, __builtin_shufflevector(x, y, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
}

// The first, third, ... of thirty-two floats, and the second, fourth, ...
LANES_INLINE lanes16 lanes_evens(lanes16 a, lanes16 b) {
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}
LANES_INLINE lanes16 lanes_odds(lanes16 a, lanes16 b) {
  return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

// Sixteen floats that begin k later than a does in a and, after it, b.
#define LANES_LATER(a, b, k)                                                                                           \
  __builtin_shufflevector(a, b, k, k + 1, k + 2, k + 3, k + 4, k + 5, k + 6, k + 7, k + 8, k + 9, k + 10, k + 11,      \
                          k + 12, k + 13, k + 14, k + 15)

// A symmetric kernel of nine weights. The sums stand here, and not in Swift, because there the shuffles above make the
// compiler take every vector apart.
LANES_INLINE lanes16 lanes_nine_sum(const float *w, lanes16 own, lanes16 one, lanes16 two, lanes16 three, lanes16 four) {
  return own * w[0] + one * w[1] + two * w[2] + three * w[3] + four * w[4];
}
// At sixteen neighbours, with the sixteen before them and the sixteen after.
LANES_INLINE lanes16 lanes_nine_along(const float *w, lanes16 before, lanes16 own, lanes16 after) {
  return lanes_nine_sum(w, own, LANES_LATER(before, own, 15) + LANES_LATER(own, after, 1),
                        LANES_LATER(before, own, 14) + LANES_LATER(own, after, 2),
                        LANES_LATER(before, own, 13) + LANES_LATER(own, after, 3),
                        LANES_LATER(before, own, 12) + LANES_LATER(own, after, 4));
}
// At sixteen places and those 1 to 4 steps away to both sides.
LANES_INLINE lanes16 lanes_nine_about(const float *w, const float *own, int64_t step) {
  return lanes_nine_sum(w, lanes_load(own), lanes_load(own - step) + lanes_load(own + step),
                        lanes_load(own - 2 * step) + lanes_load(own + 2 * step),
                        lanes_load(own - 3 * step) + lanes_load(own + 3 * step),
                        lanes_load(own - 4 * step) + lanes_load(own + 4 * step));
}

// The whole part of a number that the caller knows to be between -2^31 and 2^31: Swift's own conversion asks each time.
LANES_INLINE int32_t lanes_whole(float x) { return (int32_t)x; }

LANES_INLINE lanes16 lanes_floor(lanes16 a) { return __builtin_elementwise_floor(a); }
// The whole parts of numbers that the caller knows to be between -2^31 and 2^31.
LANES_INLINE void lanes_store_whole(int32_t *to, lanes16 a) {
  lanes16i whole = __builtin_convertvector(a, lanes16i);
  __builtin_memcpy(to, &whole, sizeof whole);
}

// The first `count` of sixteen floats; the rest are zero and not looked at.
LANES_INLINE lanes16 lanes_load_some(const float *from, int64_t count) {
#if defined(__AVX512F__)
  return (lanes16)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
#else
  float all[16] = {0};
  __builtin_memcpy(all, from, (uint64_t)count * sizeof(float));
  return lanes_load(all);
#endif
}
LANES_INLINE void lanes_store_some(float *to, lanes16 a, int64_t count) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), (__m512)a);
#else
  lanes_store_first(to, a, count);
#endif
}

// x to the power of y for 0 < x, both ordinary numbers and the result between 2^-120 and 2^120: the same bits as
// Math.quickPow of every lane, whose comments say how.
LANES_INLINE lanes16 lanes_power(lanes16 x, lanes16 y) {
  lanes16i bits = (lanes16i)x - 0x3F3504F3;
  lanes16 exponent = __builtin_convertvector(bits >> 23, lanes16);
  lanes16 m = (lanes16)((bits & 0x007FFFFF) + 0x3F3504F3);
  lanes16 s = (m - 1.0f) / (m + 1.0f);
  lanes16 q = s * s;
  lanes16 log = exponent + s * (2.8853901f + q * (0.9617967f + q * (0.577078f + q * 0.4121986f)));
  lanes16 z = log * y;
  z = z < -120.0f ? (lanes16)(-120.0f) : z;
  z = z > 120.0f ? (lanes16)(120.0f) : z;
  lanes16 k = (z + 0x1.8p23f) - 0x1.8p23f;
  lanes16 f = z - k;
  lanes16 power =
      1.0f +
      f * (0.6931472f +
           f * (0.2402265f + f * (0.05550411f + f * (0.009618129f + f * (0.001333356f + f * 0.000154035f)))));
  lanes16i whole = (__builtin_convertvector(k, lanes16i) + 127) << 23;
  return power * (lanes16)whole;
}

// Adds to one float, and to that alone: neighbours that are added to in turn may not be taken two at a time, because a
// load across two recent stores waits for both to reach the cache.
LANES_INLINE void lanes_add_alone(float *to, float a) {
  volatile float *one = to;
  *one = *one + a;
}

// What stands at sixteen places of a table; places are whole numbers that the caller knows to be in it.
LANES_INLINE lanes16 lanes_gather(const float *table, lanes16 places) {
  lanes16i at = __builtin_convertvector(places, lanes16i);
#if defined(__AVX512F__)
  return (lanes16)_mm512_i32gather_ps((__m512i)at, table, 4);
#else
  lanes16 found;
  for (int k = 0; k < 16; k++) found[k] = table[at[k]];
  return found;
#endif
}

// Asks the memory for what will be read soon.
LANES_INLINE void lanes_fetch(const void *soon) { __builtin_prefetch(soon, 0, 3); }

typedef float lanes8 __attribute__((ext_vector_type(8)));
typedef float lanes4 __attribute__((ext_vector_type(4)));

// A sum in one fixed order: halves onto each other until one is left.
LANES_INLINE float lanes_sum(lanes16 a) {
  lanes8 b = a.lo + a.hi;
  lanes4 c = b.lo + b.hi;
  return (c[0] + c[2]) + (c[1] + c[3]);
}
LANES_INLINE float lanes_least(lanes16 a) {
  lanes8 b = a.hi < a.lo ? a.hi : a.lo;
  lanes4 c = b.hi < b.lo ? b.hi : b.lo;
  float u = c[2] < c[0] ? c[2] : c[0];
  float v = c[3] < c[1] ? c[3] : c[1];
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
  // By pairs: what does not hang on the rest is worked out beside it.
  lanes16 rr = r * r;
  lanes16 low = (r + 1.0f) + rr * (r * 1.6666667e-1f + 0.5f);
  lanes16 high = (r * 8.3333333e-3f + 4.1666667e-2f) + rr * 1.3888889e-3f;
  lanes16 s = low + (rr * rr) * high;
  return (lanes16)((lanes16i)s + (whole << 23));
}
