/// What is known of those present beside what a `Crowd` holds, in the same order of rows.
extension World {
  package var profilesPresent: [UInt8] { pedestrians.profiles }  // index into the plan's profiles
  package var journeysPresent: [Int32] { pedestrians.journeys }  // index into the plan's journeys; −1: none
  package var desiredSpeedsPresent: [Float] { pedestrians.desiredSpeeds }  // [m/s]
  package var pausesPresent: [Int32] { pedestrians.pauses }  // tick before which the person stands still
}
