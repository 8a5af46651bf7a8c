import Devices
import Presentation
import Scenes

/// Every message's page, by code.
enum Explanations {
  static let all: [(code: String, meaning: String)] =
    SceneCode.allCases.map { ($0.rawValue, $0.explanation) } + RecordCodes.all + DeviceCode.all + ofRuns

  static func family(of code: String) -> String {
    switch code.first {
    case "S": "scenes, garments and mappings"
    case "R": "recordings and results"
    case "D": "window, pictures and sound"
    case "N": "garments on the wire"
    case "E": "the state of a run"
    default: "running"
    }
  }

  static var keys: String {
    KeyTable.help.map { line in
      line.keys.padding(to: 14) + line.text
    }.joined(separator: "\n")
  }

  private static let ofRuns: [(code: String, meaning: String)] = [
    ("P0101", "The folder for the results cannot be made: a file is in the way, or you may not write there."),
    ("P0102", "After an error, which of the run's files could still be finished, and where they are."),
    (
      "A0101",
      "No sound device opened: the run goes on in silence. Headless runs write cues.wav all the same."
    ),
    ("A0102", "Sound is rendered at a sample rate outside 8000...192000 Hz."),
    (
      "A0103",
      "The sound library cannot render to memory; OpenAL Soft 1.19 or newer can. Run with --mute meanwhile."
    ),
    (
      "A0104",
      "The sound device refuses stereo output. Choose another in the system's settings, or run with --mute."
    ),
    (
      "A0105",
      "The sound device has no memory left for the sounds. Close other programs that play, or run with --mute."
    ),
    ("A0201", "A WAV file holds 1 to 256 channels at up to 384000 Hz."),
    ("A0202", "The sound file cannot be created: the folder is missing, or you may not write there."),
    (
      "A0203",
      "The sound file cannot grow or get its name: most often the disk is full. What was written stays in NAME.partial."
    ),
    ("A0204", "A WAV file's own counters end at 4 GB. Record for a shorter time."),
    ("A0205", "A sound file cannot be read: it is missing or damaged, or longer than memory allows."),
    ("D0101", "The font library does not start; pictures are drawn without text."),
    ("D0102", "No font was found; pictures are drawn without text. The Debian package is fonts-dejavu-core."),
    ("D0201", "A picture cannot be written: the folder is missing, not writable, or the disk is full."),
    (
      "D0301",
      "There is no display to open a window on. Run with --headless, or set DISPLAY or WAYLAND_DISPLAY."
    ),
    ("D0302", "There is a display, but no window opens on it. Run with --headless."),
    ("E0101", "A snapshot lacks a column of the state: it was made by another version of the program."),
    (
      "E0102",
      "A column of a snapshot has elements of another size: it was made by another version of the program."
    ),
    ("E0103", "A snapshot has another number of barriers than the plan: it was made from another scene."),
    ("E0104", "A snapshot counts crowds on another grid than the plan: it was made from another scene."),
    (
      "E0105",
      "A snapshot has other exits, queues, choices or events than the plan: it was made from another scene."
    ),
    (
      "P0104",
      "Another run is still writing into the same folder. Wait for it, or name another folder with --out."
    ),
    (
      "P0106",
      "No verification scenes were found. They lie in scenes/verification of the repository; name a folder with --scenes."
    ),
    ("P0107", "No verification scene of the suite has that test number; the message lists those there are."),
    ("P0105", "The file is of the other kind: `throng run` takes scenes, `throng replay` takes recordings."),
    ("P0103", "The id given with --wearer belongs to nobody in the recording."),
    (
      "P0110",
      "An area of `throng measure` is not valid well-known text of a POLYGON or MULTIPOLYGON in metres."
    ),
    ("P0111", "A line of `throng measure` is not well-known text of a LINESTRING with two different points."),
    ("P0112", "The frames given with --frames lie before or after all of the recording's."),
    ("P0113", "The recording spans more frames than are measured at once, or nobody is in it."),
    ("P0130", "A profile to be compared cannot be read: the file is missing, or you may not read it."),
    (
      "P0131",
      "The file is not what `throng profile --json` or `--out` writes, or another version of the program wrote it."
    ),
    ("P0132", "Two profiles can be compared only where both measured the same crowds, grids and settings."),
    (
      "P0133",
      "The other libraries' side of a comparison lies in assets/peers. Run from the project's folder, or install."
    ),
    ("P0114", "`throng measure` needs at least one --area or --line."),
    (
      "P0140",
      "Scores cut a recording into slices of 8 s or more, and compare them: a shorter one shows nothing."
    ),
    ("P0141", "There was nobody in the crowd in the time looked at, so that nobody could wear the garment."),
    (
      "P0142",
      "`--density` puts as many people per square metre into every source with a `density` of its own."
    ),
    (
      "P0143",
      "A search goes on from search.csv in its folder, if that is of the same mapping, garment and crowds. Another search needs another folder."
    ),
    ("P0144", "What has been tried or answered is written at once; the disk or the folder does not take it."),
    (
      "P0145",
      "A search changes how a crowd becomes touch. It leaves warnings and the wearer's own limits alone."
    ),
    (
      "P0146",
      "A value has no place in the mapping's file, or the file is laid out in a way that it cannot be put in."
    ),
    (
      "P0147",
      "An inquiry goes on from answers.csv in its folder, if that is about the same mapping and numbers."
    ),
    ("P0148", "The bench is a window: it needs DISPLAY or WAYLAND_DISPLAY. Searching and asking do not."),
    (
      "D0303",
      "The bench's picture is put together by SDL's software renderer, which this SDL was built without."
    ),
    ("P0120", "`throng export` writes the kinds of files that the message lists, by the ending of the name."),
    ("P0121", "A picture or an animation shows one field. A NetCDF file holds any number."),
    ("P0122", "The recording, scene or file has no moment in the time asked for."),
    ("P0123", "Pictures can be made of a file of fields, but no other file of fields."),
    (
      "P0115",
      "The field of `throng measure --field` would have too many cells: larger cells, or less ground."
    ),
  ]
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}
