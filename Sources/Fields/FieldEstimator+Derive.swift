import Kernel

extension FieldEstimator {
  func derive(_ field: inout CrowdField, workers: Workers) {}
}
