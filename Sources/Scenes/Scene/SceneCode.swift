/// Every fault that a scene, garment or mapping file can have, by the number that `throng explain` looks up.
public enum SceneCode: String, CaseIterable, Sendable {
  // reading
  case unreadable = "S0101"
  case tooLarge = "S0102"
  case notUnicode = "S0103"
  case syntax = "S0104"
  case unsupportedYAML = "S0105"
  case tooDeep = "S0106"
  case duplicateKey = "S0107"
  case emptyFile = "S0108"
  case severalDocuments = "S0109"
  // single values
  case outOfRange = "S0201"
  case wrongType = "S0202"
  case unknownKey = "S0203"
  case missingKey = "S0204"
  case notPlainNumber = "S0205"
  case unknownChoice = "S0206"
  case unknownName = "S0207"
  case duplicateName = "S0208"
  case wrongCount = "S0209"
  case reversed = "S0210"
  case notMultiple = "S0211"
  case unknownFormat = "S0212"
  case badName = "S0213"
  case conflictingKeys = "S0214"
  case assetNotFound = "S0215"
  case badStage = "S0216"
  case nowhereToGo = "S0217"
  case moreFaults = "S0218"
  // the scene as a whole
  case selfCrossing = "S0301"
  case zeroArea = "S0302"
  case sourceBlocked = "S0303"
  case sourcePartlyBlocked = "S0304"
  case unreachable = "S0305"
  case tooNarrow = "S0306"
  case wearerBlocked = "S0307"
  case wearerTight = "S0308"
  case neverOpens = "S0309"
  case unusedJourney = "S0310"
  case unusedPlace = "S0311"
  case stepTooLong = "S0312"
  case gridTooLarge = "S0313"
  case tooCrowded = "S0314"
  case crowded = "S0315"
  case obstacleOutside = "S0316"
  case unusedProfile = "S0317"
  case sourceOnExit = "S0318"
  case wearersOverlap = "S0319"
  case placeBlocked = "S0320"
  case viewOutside = "S0321"
  // overrides
  case badOverride = "S0401"
  case overrideNoTarget = "S0402"
}

extension SceneCode {
  /// One sentence on what is wrong and one on the way out.
  public var explanation: String {
    switch self {
    case .unreadable: "The file is not there or cannot be read. Check the path and the permissions."
    case .tooLarge:
      "Files over 1 MiB are refused before parsing. A scene of thousands of polygons is a few hundred kB."
    case .notUnicode: "The file is not valid UTF-8. Save it as UTF-8 in the editor."
    case .syntax: "The text is not YAML (nor JSON). Indent with spaces; put text with ': ' or ' #' in quotes."
    case .unsupportedYAML:
      "Anchors, aliases, tags and explicit keys of YAML are not part of the format. Write the value out."
    case .tooDeep: "Values are nested deeper than 64 levels or are too many. No scene needs that."
    case .duplicateKey:
      "A key stands twice in one mapping; only one of the two values could count. Remove one."
    case .emptyFile:
      "The file holds no document. The least scene is `format: 1` and a geometry with a walkable polygon."
    case .severalDocuments: "A file holds one scene. Split the documents at the `---` line into files."
    case .outOfRange: "The number is outside the range that the schema allows. Check the unit: all are SI."
    case .wrongType: "The value is of another kind than the key needs, such as text where a number belongs."
    case .unknownKey: "The key is not part of the format. `throng schema` prints all keys."
    case .missingKey: "A key that has no default is missing."
    case .notPlainNumber:
      "Numbers are finite decimals such as 12, 0.25 or 2e-3: no hexadecimal, no underscores, no units."
    case .unknownChoice: "The word is none of those that the key allows."
    case .unknownName: "The file refers to something by a name that nothing in it has."
    case .duplicateName: "Two things of one list have the same name, so a reference to it would be ambiguous."
    case .wrongCount: "A list has too few or too many elements; a polygon needs three corners."
    case .reversed: "The lower limit is above the upper one."
    case .notMultiple:
      "Times are whole milliseconds, and the crowd's step is a whole multiple of the haptic step."
    case .unknownFormat: "The file is of a format number that this version cannot read."
    case .badName: "Names consist of letters, digits, '-' and '_', so that --set can address them."
    case .conflictingKeys: "Two keys say the same thing in different ways; give one of them."
    case .assetNotFound: "No garment or mapping file of that name lies in the folders that were searched."
    case .badStage: "An exit takes people out of the scene, so it can only be the last stage of a journey."
    case .nowhereToGo: "A source needs at least one journey, or an exit from which one is made."
    case .moreFaults: "Only the first hundred faults are listed."
    case .selfCrossing:
      "Edges of the polygon cross, so its inside is not defined. Order the corners round the outline."
    case .zeroArea: "The polygon encloses no ground."
    case .sourceBlocked: "Nobody can stand anywhere in the source's area."
    case .sourcePartlyBlocked:
      "A part of the source's area cannot be stood in; people appear in the rest of it."
    case .unreachable: "No way leads from where people enter to a stage of their journey."
    case .tooNarrow: "The only way to the stage is narrower than a body."
    case .wearerBlocked: "The wearer starts inside an obstacle or outside the walkable ground."
    case .wearerTight: "The wearer starts nearer to a wall than the radius of a body."
    case .neverOpens: "Nobody will ever enter here in a run of the scene's duration."
    case .unusedJourney: "No source and no wearer walks this journey."
    case .unusedPlace: "No journey leads to this exit or waypoint."
    case .stepTooLong:
      "In one step a person can walk further than a cell is wide. Shorten the step or enlarge the cell."
    case .gridTooLarge: "The grid over the walkable ground would have more than 64 million cells."
    case .tooCrowded: "More people are to stand in the area at the start than bodies fit there."
    case .crowded:
      "So many people stand in the area at the start that a random placement may not find room for all."
    case .obstacleOutside: "The obstacle touches no walkable ground, so it has no effect."
    case .unusedProfile: "No source and no wearer uses this profile."
    case .sourceOnExit: "The source overlaps an exit that its own people head for: they leave as they arrive."
    case .wearersOverlap: "Two wearers start in the same place."
    case .placeBlocked: "The exit or waypoint lies wholly inside obstacles or outside the walkable ground."
    case .viewOutside: "The first picture is centred outside the ground."
    case .badOverride:
      "An override is written `--set path=value`, such as `--set profiles.adult.desired_speed=1.5`."
    case .overrideNoTarget: "The path of an override leads to nothing in the file."
    }
  }
}
