import City
import Foundation
import Kernel

// Prints hashes of everybody's state, `model,scene,tick,workers,hash`, for every model of walking. Those of one model,
// scene and tick must be alike for any number of workers and in every build. Arguments: the numbers of workers.

func stop(_ text: String, code: Int32) -> Never {
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(code)
}

let counts = CommandLine.arguments.dropFirst().map { Int($0) ?? 0 }
if counts.isEmpty || counts.contains(where: { $0 < 1 }) {
  stop("usage: StateHashes WORKERS ..., such as 1 2 3", code: 64)
}
do {
  print("model,scene,tick,workers,hash")
  for run in Run.all {
    for count in counts { for row in try run.rows(workers: Workers(count)) { print(row) } }
  }
} catch {
  stop("error: \(error)", code: 1)
}
