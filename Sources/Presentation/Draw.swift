import Kernel

/// The whole picture: map, legend, scale, north, clock, seed, head count, and the panels that `options` ask for.
/// `width` and `height` in pixels; made for 1280 × 720 and more, legible from 480 × 300 on.
public func draw(_ moment: Moment, options: ViewOptions, width: Int, height: Int) -> DrawList {
  draw(moment, options: options, width: width, height: height, culling: true)
}

/// The map alone, all over the picture, with legend, scale, north and one line that says what and when.
public func drawField(_ moment: Moment, options: ViewOptions, width: Int, height: Int) -> DrawList {
  var list = DrawList(width: width, height: height)
  let layout = Layout(mapOnly: width, height)
  list.items = mapItems(moment, options, layout, culling: true)
  list.items += mapCards(moment, options, layout)
  var pen = Pen(scale: layout.scale)
  captionCard(moment, layout, &pen)
  list.items += pen.items
  return list
}

/// The garment alone, on the body.
public func drawGarment(_ moment: Moment, width: Int, height: Int) -> DrawList {
  var list = DrawList(width: width, height: height)
  let layout = Layout(mapOnly: width, height)
  list.items.append(.clear(Theme.panel))
  guard let wearer = moment.wearer else {
    list.items.append(
      .text(
        "nobody wears a garment", at: layout.map.centre, size: 16 * layout.scale, colour: Theme.soft,
        align: .centre))
    return list
  }
  // The panel is made for a column: letters follow whichever side is the narrower.
  let scale = min(max(min(Float(width) / 420, Float(height) / 640), 0.6), 2.4)
  list.items += garmentPanel(wearer, in: layout.map, scale: scale, caption: garmentCaption(moment))
  return list
}

/// As `draw`; without `culling` also what lies out of sight is handed on, which must not show.
package func draw(_ moment: Moment, options: ViewOptions, width: Int, height: Int, culling: Bool) -> DrawList
{
  var list = DrawList(width: width, height: height)
  let layout = Layout(width: width, height: height, options: options, hasWearer: moment.wearer != nil)
  list.items = mapItems(moment, options, layout, culling: culling)
  list.items += mapCards(moment, options, layout)
  var pen = Pen(scale: layout.scale)
  statusBar(moment, layout, &pen)
  notices(moment, layout, &pen)
  if let area = layout.garment, let wearer = moment.wearer {
    pen.items += garmentPanel(wearer, in: area, scale: layout.scale, caption: nil)
  }
  if let area = layout.percept, let wearer = moment.wearer {
    pen.items += perceptPanel(wearer, in: area, scale: layout.scale, title: wearer.mapping)
  }
  if let area = layout.profile { profilePanel(moment, in: area, &pen) }
  banners(moment, layout, &pen)
  if options.help { helpPanel(layout, &pen) }
  list.items += pen.items
  return list
}

/// The ground and all that stands and walks on it, clipped to the map.
private func mapItems(_ moment: Moment, _ options: ViewOptions, _ layout: Layout, culling: Bool) -> [DrawItem]
{
  let camera = layout.camera(options, ground: moment.ground)
  let ground = GroundDrawing(
    ground: moment.ground, features: moment.features, camera: camera, scale: layout.scale,
    labels: options.labels, culling: culling)
  let key = ground.key
  var pen = Pen(scale: layout.scale)
  pen.add(.layer(ground.floor(), key: key))
  pen.add(.clip(layout.map))
  fieldItems(moment, options, camera, &pen)
  pen.add(.layer(ground.structures(), key: key &+ 1))
  if options.fan, let wearer = moment.wearer { fanItems(wearer, options, camera, &pen) }
  if options.pedestrians { crowdItems(moment, camera, culling: culling, &pen) }
  lostItems(moment, camera, &pen)
  if options.labels { pen.add(.layer(ground.names(), key: key &+ 2)) }
  if let wearer = moment.wearer { wearerItems(wearer, moment.crowd, camera, &pen) }
  pen.add(.clip(nil))
  return pen.items
}
