/// The names of one list of things, in order, with those that were left out filled in.
struct NameTable {
  let noun: String
  private(set) var all: [String] = []
  private(set) var given: [Located<String>] = []
  private(set) var index: [String: Int] = [:]  // of the first that has the name
  private var repeated: [(name: Located<String>, firstLine: Int)] = []

  /// `standard` gives the name of the n-th thing, counted from 1.
  init(_ names: [Located<String>?], noun: String, standard: (Int) -> String) {
    self.noun = noun
    var firstLine: [String: Int] = [:]
    for (i, name) in names.enumerated() {
      let word = name?.value ?? standard(i + 1)
      all.append(word)
      if let name {
        if let line = firstLine[word] {
          repeated.append((name, line))
        } else {
          firstLine[word] = name.place.line
        }
        given.append(name)
      }
      if index[word] == nil { index[word] = i }
    }
  }
  init(plain names: [String], noun: String) {
    self.init(names.map { Located(value: $0, place: .start) }, noun: noun) { "\($0)" }
    repeated = []
  }

  func report(_ reader: inout SchemaReader) {
    for (name, line) in repeated {
      reader.report(
        .duplicateName, "two \(noun)s are called '\(name.value)', the first on line \(line)", at: name.place,
        hint: "give each its own name")
    }
  }

  func look(up name: Located<String>, _ reader: inout SchemaReader) -> Int? {
    if let i = index[name.value] { return i }
    reader.report(
      .unknownName, "there is no \(noun) '\(name.value)'", at: name.place,
      hint: suggestion(
        for: name.value, among: all.indices.filter { index[all[$0]] == $0 }.map { all[$0] },
        called: "\(noun)s"))
    return nil
  }
}
