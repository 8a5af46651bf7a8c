/// What every code of recordings and records means, for the page that explains it.
public enum RecordCodes {
  /// By code, rising.
  public static let all: [(code: String, meaning: String)] = [
    ("R0101", "The recording cannot be opened or read: it is missing, or you may not read it."),
    ("R0102", "The path is a folder. A recording is one file."),
    ("R0103", "The recording is larger than one text file may be (1 GiB). Cut it into shorter ones."),
    ("R0104", "The recording holds not one row."),
    (
      "R0105",
      "The file is none of the kinds that are read: JuPedSim's SQLite database, archive text, obsmat text, csv."
    ),
    ("R0199", "More problems of the same file, counted and not listed."),
    ("R0201", "A row has too few columns, or a csv row not as many as its header."),
    ("R0202", "A field should be a decimal number and is not."),
    ("R0203", "A number is NaN, infinite, or too large to be held."),
    ("R0204", "An id or a frame has a fraction. Often the columns stand in another order."),
    ("R0205", "An id lies outside 0...4294967295."),
    ("R0206", "A frame number lies outside 0...100000000."),
    (
      "R0207",
      "A position lies more than 100 km from the origin, where single precision no longer resolves a centimetre."
    ),
    ("R0208", "A person has two positions in one frame."),
    (
      "R0209",
      "The recording has more than twenty million rows, or a database more rows than its size allows."
    ),
    ("R0301", "Neither the file nor the options say how many frames a second has: --frame-rate."),
    ("R0302", "Neither the file nor the options say whether positions are in cm or m: --unit."),
    ("R0303", "The frame rate in the file and the one in the options differ."),
    ("R0304", "The unit in the file and the one in the options differ."),
    ("R0305", "The file's frame rate lies outside 0.01...1000 frames a second."),
    ("R0306", "The frame rate given lies outside 0.01...1000 frames a second."),
    (
      "R0308",
      "A csv's first line does not name the columns id, frame, x and y, or gives units other than cm and m."
    ),
    ("R0309", "A csv's times do not follow from its frame numbers at one steady rate."),
    ("R0310", "The ground given with --walkable is not the well-known text of an area."),
    ("R0351", "Warning: most people move faster than people can. Often the unit is cm."),
    ("R0352", "Warning: the header speaks of millimetres, which the archive's rules read as metres."),
    ("R0353", "Warning: the database has no geometry; the ground is the box round everybody's positions."),
    ("R0401", "SQLite cannot read the database: it is damaged or no database at all."),
    ("R0402", "The database lacks the table trajectory_data or metadata."),
    ("R0403", "A table of the database lacks a column."),
    ("R0404", "The database's version is not 1, 2 or 3."),
    ("R0405", "The database's metadata has no frame rate."),
    ("R0406", "A row of trajectory_data holds text, NULL or a fraction where a number belongs."),
    ("R0407", "The database's geometry is not the well-known text of an area."),
    ("R0408", "The database's geometry is an area that crosses or touches itself where it must not."),
    ("R0409", "The database has changes in a journal beside it that are not in it yet."),
    ("R0501", "A file cannot be created: the folder is missing, or you may not write there."),
    ("R0502", "A file cannot grow: most often the disk is full. What is saved stays under NAME.partial."),
    ("R0503", "A finished file cannot get its name. It is whole under NAME.partial."),
    ("R0504", "Trajectories are to be recorded at a rate outside 0.01...1000 frames a second."),
    ("R0505", "The ground to be recorded is no area: obstacles cover it, or its polygons have none."),
    ("R0601", "A file of fields is no NetCDF file, is damaged or breaks off."),
    ("R0602", "A NetCDF file has no variable over time and two axes, or not one step."),
    ("R0603", "A NetCDF file's axes are not the centres of square cells, rising, in metres."),
    ("R0604", "A NetCDF file does not hold the field asked for; the message lists those it has."),
    ("R0611", "An animation or a video cannot be coded or written."),
    ("R0612", "Videos are written by the program ffmpeg, which is not on the path. GIF and WebP need none."),
    ("R0701", "The ending of a file is none that haptics can be written in."),
    ("R0702", "A format of haptics cannot hold this garment: it lacks the numbering that the format needs."),
    ("R0703", "There is nothing to write: the run ended before its first haptic tick."),
    ("R0704", "Haptics are to be written, but nobody in the scene wears a garment."),
    ("R0711", "An effect's file has neither the ending .hjif nor .tact."),
    ("R0712", "A value of an effect's file is missing, of the wrong kind or out of range."),
    ("R0713", "An effect can be read, but nothing in it is felt on this garment."),
  ]
}
