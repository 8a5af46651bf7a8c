import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Threads that wait for work and share it with whoever brings it. One pool serves the whole process.
///
/// A job is open from its announcement until its owner has run out of it; only a thread that joins while it is open
/// takes part, so that one which wakes late holds nobody up. Between jobs threads look out for the next one for some
/// tenth of a millisecond, yielding to others, and then sleep: a step is a few jobs in close order, and waking a
/// thread costs as much as a small job.
final class WorkerPool: Sendable {
  static let shared = WorkerPool()

  private typealias Job = @Sendable (_ worker: Int) -> Void

  /// A job's number (upper bits), whether it is open (bit 16) and how many threads are at it (lower bits).
  private let state = Atomic<UInt64>(0)
  private static let open: UInt64 = 1 << 16
  private static let number: UInt64 = 1 << 17
  private static let atWork: UInt64 = open - 1

  private let tickets = Atomic<Int>(0)  // taken in this job; the owner has none
  private let seats = Atomic<Int>(0)  // threads that may take part in this job
  private let isTaken = Atomic<Bool>(false)  // by an owner
  private let started = Atomic<Int>(0)  // threads so far
  private let sleepers = Atomic<Int>(0)
  private nonisolated(unsafe) var job: Job = { _ in }
  private nonisolated(unsafe) let bed = Bed()

  /// Runs `body(worker)` on the calling thread as worker 0 and, at the same time, on up to `helpers` others as 1 and
  /// up; returns when all are done. While another owner is at it, or from inside a job, `body(0)` alone runs.
  func run(helpers: Int, _ body: @Sendable (_ worker: Int) -> Void) {
    if helpers < 1 || isTaken.exchange(true, ordering: .acquiring) {
      body(0)
      return
    }
    while started.load(ordering: .relaxed) < helpers { start() }
    withoutActuallyEscaping(body) { body in
      job = body
      tickets.store(0, ordering: .relaxed)
      seats.store(helpers, ordering: .relaxed)
      let next = (state.load(ordering: .relaxed) / WorkerPool.number + 1) * WorkerPool.number
      state.store(next | WorkerPool.open, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 { bed.wakeAll() }
      body(0)
      state.bitwiseAnd(~WorkerPool.open, ordering: .acquiringAndReleasing)
      var looks = 0
      while state.load(ordering: .acquiring) & WorkerPool.atWork != 0 {
        looks += 1
        if looks % 64 == 0 { sched_yield() }
      }
      job = { _ in }
    }
    isTaken.store(false, ordering: .releasing)
  }

  private func start() {
    started.add(1, ordering: .relaxed)
    let pool = Unmanaged.passUnretained(self).toOpaque()
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 4 << 20)
    // Without one more thread the others do the work.
    _ = pthread_create(
      &thread, &attributes,
      { pool in
        guard let pool else { return nil }
        Unmanaged<WorkerPool>.fromOpaque(pool).takeUnretainedValue().live()
        return nil
      }, pool)
    pthread_attr_destroy(&attributes)
  }

  /// A thread's whole life.
  private func live() {
    var done: UInt64 = 0  // number of the last job seen
    while true {
      let seen = lookOut(after: done)
      done = seen / WorkerPool.number
      join(seen)
    }
  }

  /// The state as soon as it shows an open job other than `done`.
  private func lookOut(after done: UInt64) -> UInt64 {
    func isNew(_ s: UInt64) -> Bool { s & WorkerPool.open != 0 && s / WorkerPool.number != done }
    for _ in 0..<400 {
      for _ in 0..<64 {
        let s = state.load(ordering: .acquiring)
        if isNew(s) { return s }
      }
      sched_yield()
    }
    bed.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !isNew(state.load(ordering: .sequentiallyConsistent)) { bed.sleep() }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    bed.unlock()
    return state.load(ordering: .acquiring)
  }

  /// Takes part in the job of `seen` while it is open and a seat is free.
  private func join(_ seen: UInt64) {
    var s = seen
    while s & WorkerPool.open != 0, s / WorkerPool.number == seen / WorkerPool.number {
      let (isIn, now) = state.compareExchange(expected: s, desired: s + 1, ordering: .acquiringAndReleasing)
      if isIn {
        let ticket = tickets.add(1, ordering: .acquiringAndReleasing).newValue
        if ticket <= seats.load(ordering: .relaxed) { job(ticket) }
        state.subtract(1, ordering: .acquiringAndReleasing)
        return
      }
      s = now
    }
  }
}

/// Where threads sleep until they are woken.
private final class Bed {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }
  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func sleep() { pthread_cond_wait(condition, mutex) }
  func wakeAll() {
    lock()
    pthread_cond_broadcast(condition)
    unlock()
  }
}
