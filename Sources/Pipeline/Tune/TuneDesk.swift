import Haptics
import Kernel
import Learning
import Scenes
import Tuning

/// What lies on the tuning bench: two versions of a mapping, what has been changed, which one is felt. Pure: whoever shows
/// it and whoever plays it read it, and only what is called here changes it.
public struct TuneDesk: Sendable {
  public enum Side: Int, Sendable, CaseIterable {
    case a, b
    public var other: Side { self == .a ? .b : .a }
    public var name: String { self == .a ? "A" : "B" }
  }
  /// One change, to be undone as a whole.
  public struct Change: Equatable, Sendable {
    public var side: Side
    public var what: String
    public var before: Mapping
    public var after: Mapping
  }
  /// A comparison without knowing which is which.
  public struct Blind: Equatable, Sendable {
    /// Which side the first of the two is.
    public var first: Side
    public var showsFirst = true
    public var side: Side { showsFirst ? first : first.other }
  }
  public struct Votes: Equatable, Sendable {
    public var a = 0
    public var b = 0
    public var same = 0
    public var asked: Int { a + b + same }
  }

  public private(set) var a: Mapping
  public private(set) var b: Mapping
  public private(set) var side = Side.a
  public private(set) var blind: Blind?
  public private(set) var votes = Votes()
  public private(set) var undoable: [Change] = []
  public private(set) var redoable: [Change] = []
  /// As the file has it, and the mapping that it holds.
  public private(set) var text: MappingText
  public private(set) var saved: Mapping
  /// Actuators that alone are felt; none: all are.
  public private(set) var solo: Set<Int> = []
  public private(set) var muted: Set<Int> = []
  private var turning: (knob: String, before: Mapping)?
  private let seed: UInt64
  private var blinds = 0

  static let mostChanges = 1000

  /// `text` is the file that `mapping` was read from. `seed` is for the order of blind comparisons.
  public init(_ mapping: Mapping, text: MappingText, seed: UInt64) {
    a = mapping
    b = mapping
    saved = mapping
    self.text = text
    self.seed = seed
  }

  public func mapping(_ side: Side) -> Mapping { side == .a ? a : b }
  private mutating func put(_ mapping: Mapping, _ side: Side) {
    if side == .a { a = mapping } else { b = mapping }
  }
  /// The side that is felt now.
  public var felt: Side { blind?.side ?? side }
  public var mapping: Mapping { mapping(felt) }
  /// What can be changed now: in a blind comparison nothing.
  public var isEditable: Bool { blind == nil }
  public var isSaved: Bool { mapping(side) == saved }

  // MARK: changing

  /// A turn of a knob begins; until `endTurn` all of it is one change.
  public mutating func beginTurn(_ knob: Knob) {
    endTurn()
    guard isEditable else { return }
    turning = (knob.name, mapping(side))
  }

  public mutating func turn(_ knob: Knob, to value: Float) {
    guard isEditable else { return }
    if turning?.knob != knob.name { beginTurn(knob) }
    var mapping = mapping(side)
    knob.turn(&mapping, to: value)
    put(mapping.settled(keeping: knob.name), side)
  }

  /// A turn of one knob among several that make up one change called `what`.
  public mutating func pull(_ what: String, _ knob: Knob, to value: Float) {
    guard isEditable else { return }
    if turning?.knob != what {
      endTurn()
      turning = (what, mapping(side))
    }
    var mapping = mapping(side)
    knob.turn(&mapping, to: value)
    put(mapping.settled(keeping: knob.name), side)
  }

  public mutating func endTurn() {
    guard let turning else { return }
    self.turning = nil
    book(turning.knob, before: turning.before)
  }

  /// The whole mapping at once: another texture, a preset, a setting that was found.
  public mutating func replace(_ what: String, by other: Mapping) {
    guard isEditable else { return }
    endTurn()
    let before = mapping(side)
    put(other, side)
    book(what, before: before)
  }

  private mutating func book(_ what: String, before: Mapping) {
    let after = mapping(side)
    guard after != before else { return }
    undoable.append(Change(side: side, what: what, before: before, after: after))
    if undoable.count > TuneDesk.mostChanges { undoable.removeFirst() }
    redoable.removeAll()
  }

  /// What was undone; nil where there is nothing.
  @discardableResult public mutating func undo() -> Change? {
    guard isEditable else { return nil }
    endTurn()
    guard let last = undoable.popLast() else { return nil }
    redoable.append(last)
    put(last.before, last.side)
    side = last.side
    return last
  }
  @discardableResult public mutating func redo() -> Change? {
    guard isEditable else { return nil }
    endTurn()
    guard let next = redoable.popLast() else { return nil }
    undoable.append(next)
    put(next.after, next.side)
    side = next.side
    return next
  }

  // MARK: A and B

  public mutating func switchSide() {
    endTurn()
    if blind != nil { blind!.showsFirst.toggle() } else { side = side.other }
  }

  /// The side that is felt becomes the other one's, too.
  public mutating func copyToOther() {
    guard isEditable else { return }
    endTurn()
    let other = side.other
    let before = mapping(other)
    put(mapping(side), other)
    if mapping(other) != before {
      undoable.append(
        Change(side: other, what: "copy of \(side.name)", before: before, after: mapping(other)))
      redoable.removeAll()
    }
  }

  /// The two in an order that nobody knows.
  public mutating func beginBlind() {
    endTurn()
    blinds += 1
    let u = CounterRandom(seed: seed).uniform(.questions, entity: 0xB11D, tick: blinds)
    blind = Blind(first: u < 0.5 ? .a : .b)
  }

  /// Two settings to be compared blind; what was on the desk goes.
  public mutating func compare(_ a: Mapping, _ b: Mapping) {
    endTurn()
    (self.a, self.b) = (a, b)
    beginBlind()
  }
  /// A setting that came of comparing.
  public mutating func compareNoMore(_ found: Mapping) {
    blind = nil
    side = .a
    b = found
    a = saved
    replace("liked best", by: found)
  }

  /// Nil: they feel the same. What is revealed comes back.
  @discardableResult public mutating func decide(first: Bool?) -> Side? {
    guard let blind else { return nil }
    self.blind = nil
    guard let first else {
      votes.same += 1
      return nil
    }
    let chosen = first ? blind.first : blind.first.other
    if chosen == .a { votes.a += 1 } else { votes.b += 1 }
    side = chosen
    return chosen
  }
  public mutating func endBlind() { blind = nil }

  // MARK: solo and mute

  public mutating func toggleSolo(_ actuators: [Int]) {
    let all = actuators.allSatisfy(solo.contains)
    for k in actuators { if all { solo.remove(k) } else { solo.insert(k) } }
  }
  public mutating func toggleMute(_ actuators: [Int]) {
    let all = actuators.allSatisfy(muted.contains)
    for k in actuators { if all { muted.remove(k) } else { muted.insert(k) } }
  }
  public mutating func hearAll() {
    solo = []
    muted = []
  }
  /// Which actuators are felt; nil where all are.
  public func mask(_ count: Int) -> [Bool]? {
    if solo.isEmpty && muted.isEmpty { return nil }
    return (0..<count).map { (solo.isEmpty || solo.contains($0)) && !muted.contains($0) }
  }

  // MARK: files

  /// The file's text with the mapping of a side in it, under a name.
  public func text(_ side: Side, named name: String) throws(MappingText.Unwritable) -> MappingText {
    var mapping = mapping(side)
    mapping.name = name
    var text = text
    try text.write(mapping, instead: saved)
    return text
  }

  /// What was written has become the file.
  public mutating func didSave(_ text: MappingText, named name: String) {
    endTurn()
    a.name = name
    b.name = name
    self.text = text
    saved = mapping(side)
  }

  /// What a run that ended suddenly had not saved.
  public mutating func restore(_ mapping: Mapping, _ side: Side) {
    let now = self.side
    self.side = side
    replace("restored", by: mapping)
    self.side = now
  }
}
