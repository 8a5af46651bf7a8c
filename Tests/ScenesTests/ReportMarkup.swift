/// Reads a page strictly, and says the first thing that is wrong with it: every tag closed in order, every
/// attribute named once and quoted, nothing but known entities, ids once, pictures with words for those who
/// do not see them.
struct ReportMarkup {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""
  private(set) var fault: String?

  private static let void: Set = ["meta", "img", "br", "hr", "link", "input"]
  private static let raw: Set = ["style", "script"]

  init(_ page: String) {
    let characters = Array(page.unicodeScalars)
    var open: [String] = []
    var ids: Set<String> = []
    var i = 0
    func starts(_ word: String) -> Bool {
      let scalars = Array(word.unicodeScalars)
      return i + scalars.count <= characters.count && Array(characters[i..<i + scalars.count]) == scalars
    }
    func name() -> String {
      var out = ""
      while i < characters.count,
        characters[i].properties.isAlphabetic || "0123456789-:".unicodeScalars.contains(characters[i])
      {
        out.unicodeScalars.append(characters[i])
        i += 1
      }
      return out
    }
    func entityFault(_ value: String) -> String? {
      for part in value.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
      where !["amp;", "lt;", "gt;", "quot;"].contains(where: part.hasPrefix) {
        return "a bare & in \(value.prefix(40))"
      }
      return nil
    }
    guard starts("<!DOCTYPE html>\n<html lang=\"en\">") else {
      fault = "no document type and language"
      return
    }
    i += "<!DOCTYPE html>\n".count
    while i < characters.count {
      if let last = open.last, ReportMarkup.raw.contains(last) {
        while i < characters.count, !starts("</\(last)>") { i += 1 }
      }
      guard i < characters.count else { break }
      if characters[i] != "<" {
        var run = ""
        while i < characters.count, characters[i] != "<" {
          run.unicodeScalars.append(characters[i])
          i += 1
        }
        fault = run.contains(">") ? "a bare > in \(run.prefix(40))" : entityFault(run)
        if fault != nil { return }
        text += run
        continue
      }
      i += 1
      if starts("/") {
        i += 1
        let tag = name()
        guard open.popLast() == tag, starts(">") else {
          fault = "</\(tag)> closes something else"
          return
        }
        i += 1
        continue
      }
      let tag = name()
      if tag.isEmpty {
        fault = "a bare <"
        return
      }
      var attributes: [String: String] = [:]
      var closed = false
      while i < characters.count, characters[i] != ">" {
        if starts("/>") {
          closed = true
          i += 1
          break
        }
        guard characters[i] == " " else {
          fault = "no blank between attributes of <\(tag)>"
          return
        }
        i += 1
        let key = name()
        guard starts("=\""), !key.isEmpty, attributes[key] == nil else {
          fault = "attribute \(key) of <\(tag)> is twice or without quotes"
          return
        }
        i += 2
        var value = ""
        while i < characters.count, characters[i] != "\"" {
          value.unicodeScalars.append(characters[i])
          i += 1
        }
        i += 1
        fault = value.contains("<") ? "a bare < in \(key)" : entityFault(value)
        if fault != nil { return }
        attributes[key] = value
      }
      i += 1
      if let id = attributes["id"], !ids.insert(id).inserted {
        fault = "id \(id) is twice"
        return
      }
      if tag == "img", (attributes["alt"] ?? "").isEmpty {
        fault = "a picture without alt"
        return
      }
      elements.append((tag, attributes))
      if !closed, !ReportMarkup.void.contains(tag) { open.append(tag) }
    }
    if let last = open.last { fault = "<\(last)> is not closed" }
  }
}
