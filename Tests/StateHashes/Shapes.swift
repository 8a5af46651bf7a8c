import City
import Kernel

func box(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Polygon {
  Polygon(Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1)))
}

func area(_ name: String, _ polygon: Polygon) -> Area { Area(name: name, polygon: polygon) }

func evenly(_ count: Int) -> [Weighted] { (0..<count).map { Weighted(index: $0, weight: 1) } }
