import Kernel

/// Words of which one is to be chosen.
enum Choice {
  /// What a person is told who wrote `word`: the nearest of `names` or the one that `kin` says is meant, then all.
  static func unknown(_ what: String, _ word: String, _ names: [String], kin: [String: String] = [:])
    -> String
  {
    let list = names.joined(separator: ", ")
    if let near = kin[word.lowercased()] ?? nearestWord(to: word, in: names) {
      return "\(what); did you mean '\(near)'? It is one of \(list)"
    }
    return "\(what); it is one of \(list)"
  }
}
