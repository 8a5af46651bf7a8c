import Haptics
import Kernel
import Learning
import Tuning

/// An inquiry into what the wearer likes, question by question: both sides of the desk hold what is compared.
public struct TuneInquiry {
  public let knobs: PreferenceKnobs
  public let questions: Int
  private var inquiry: PreferenceInquiry
  private let journal: PreferenceJournal
  private var asked: (a: [Double], b: [Double]) = ([], [])
  private var votes = TuneDesk.Votes()
  public private(set) var number = 0  // of the question that is open; from 1 on

  /// Goes on from what the journal holds.
  public init(_ knobs: PreferenceKnobs, questions: Int, seed: UInt64, journal: PreferenceJournal) {
    self.knobs = knobs
    self.questions = questions
    self.journal = journal
    inquiry = PreferenceInquiry(dimensions: knobs.knobs.count, seed: seed)
    for answer in journal.answers { inquiry.answer(answer) }
    number = journal.answers.count
  }

  /// Whether a question is laid out that has no answer yet.
  public private(set) var isOpen = false
  public var isOver: Bool { !isOpen && number >= questions }
  public var favourite: Mapping { knobs.mapping(inquiry.favourite()) }

  /// Lays out the next question.
  public mutating func ask(_ desk: inout TuneDesk) {
    number += 1
    isOpen = true
    asked = inquiry.question()
    votes = desk.votes
    desk.compare(knobs.mapping(asked.a), knobs.mapping(asked.b))
  }

  /// Takes the answer once it is given; false as long as it is not.
  public mutating func takeAnswer(_ desk: TuneDesk) throws(Diagnostics) -> Bool {
    let now = desk.votes
    guard isOpen, now.asked > votes.asked else { return false }
    isOpen = false
    let answer: PreferenceModel.Answer
    if now.a > votes.a {
      answer = PreferenceModel.Answer(asked.a, over: asked.b)
    } else if now.b > votes.b {
      answer = PreferenceModel.Answer(asked.b, over: asked.a)
    } else {
      // Nothing between them: it tells nothing of which, and the question is not asked again.
      answer = PreferenceModel.Answer(asked.a, over: asked.b, confidence: 0)
    }
    inquiry.answer(answer)
    try journal.add(answer)
    return true
  }
}
