import Haptics
import Kernel
import Presentation

/// What the bench's panels show and what is asked of them, beside the desk itself. Pure, but for what the panels put in.
struct TuneView {
  var layer = 0  // whose curve is shown
  var handle: CurveHandle?  // held by the mouse
  var curveCorner = Vector2.zero  // [px] of the curve's picture; computed by say
  var paused = false
  var stopped = false
  var looping = true
  var loopSeconds: Float = 12
  var showsHelp = false
  var quit = false
  var notices: [String] = []
  // asked by a key or a button, carried out and taken back by the run
  var asksSave = false
  var asksReload = false
  var asksLoopHere = false
  var asksPicture = false
  var asksPreset: String?
  // what the panels show
  var seconds = 0.0
  var loopShare: Float = 0
  var latency: Double?  // [ms]
  var strip: HapticSample?
  var meters = SuitMeters()
  var frameMilliseconds = 0.0
  var devices: [String] = []
  var presets: [String] = []
  var file = ""
  var question: Question?

  /// Of an inquiry into what the wearer likes.
  struct Question {
    var number: Int
    var of: Int
  }
}

/// What of a transfer curve can be pulled.
package enum CurveHandle: Equatable {
  case start, end, bend  // threshold and floor; knee and ceiling; exponent
}

/// A key of the bench: SDL's scancode, and what it does.
enum TuneKeys {
  struct Row {
    let code: Int
    let ctrl: Bool
    let label: String
    let text: String
  }
  static let rows: [Row] = [
    Row(code: 27, ctrl: false, label: "X", text: "STOP all vibration and sound; R goes on"),
    Row(code: 5, ctrl: false, label: "B", text: "A or B; in a blind comparison the other of the two"),
    Row(code: 17, ctrl: false, label: "N", text: "compare A and B blind; N again ends it"),
    Row(code: 30, ctrl: false, label: "1", text: "blind: the first is better"),
    Row(code: 31, ctrl: false, label: "2", text: "blind: the second is better"),
    Row(code: 39, ctrl: false, label: "0", text: "blind: no difference"),
    Row(code: 29, ctrl: true, label: "Ctrl+Z", text: "undo"),
    Row(code: 28, ctrl: true, label: "Ctrl+Y", text: "redo"),
    Row(code: 22, ctrl: true, label: "Ctrl+S", text: "save"),
    Row(code: 21, ctrl: true, label: "Ctrl+R", text: "read the file again"),
    Row(code: 6, ctrl: true, label: "Ctrl+C", text: "copy this side to the other"),
    Row(code: 19, ctrl: false, label: "P", text: "pause, go on"),
    Row(code: 15, ctrl: false, label: "L", text: "loop begins here"),
    Row(code: 11, ctrl: false, label: "H", text: "these keys"),
    Row(code: 69, ctrl: false, label: "F12", text: "save a picture"),
    Row(code: 20, ctrl: true, label: "Ctrl+Q", text: "quit; what is not saved is kept for the next time"),
  ]
  static let resume = 21  // R

  /// Tab and the arrows move between controls, Enter or Space takes one, arrows then turn it.
  static let navigation = "Arrows move between controls, Space takes one, ← → turn it, Enter types a number"
}
