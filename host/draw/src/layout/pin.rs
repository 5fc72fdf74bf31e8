use super::{Block, Layout, Link, Plan, Point, Run};

/// The space that boxes keep from each other.
const BETWEEN_BOXES: f64 = 24.0;
/// How far an arrangement is stretched at most; boxes that overlap even then were put on each other.
const STRETCH: f64 = 4.0;

/// Moves boxes to the positions in the file, stretched if boxes would overlap, because users do not know how large
/// boxes are drawn. The other boxes go along with the first of those and then down until they overlap nothing. Wires
/// then know nothing of the boxes between their ends.
pub(super) fn pin(plan: &Plan, layout: &mut Layout) {
    let pins = |(at, one): (usize, &Block)| Some((at, one.pin?));
    let mut pinned: Vec<(usize, Point)> = plan.boxes.iter().enumerate().filter_map(pins).collect();
    stretch(plan, &mut pinned);
    let Some(&(first, pin)) = pinned.first() else { return };
    let (x, y) = (pin.x - layout.corners[first].x, pin.y - layout.corners[first].y);
    layout.corners.iter_mut().for_each(|corner| *corner = corner.moved(x, y));
    pinned.iter().for_each(|(at, pin)| layout.corners[*at] = *pin);
    let mut fixed: Vec<usize> = pinned.into_iter().map(|(at, _)| at).collect();
    let mut free: Vec<usize> =
        (0..plan.boxes.len()).filter(|at| plan.boxes[*at].pin.is_none()).collect();
    free.sort_by(|a, b| layout.corners[*a].y.total_cmp(&layout.corners[*b].y));
    for at in free {
        sink(plan, &mut layout.corners, &fixed, at);
        fixed.push(at);
    }
    layout.routes = plan.links.iter().map(|link| direct(plan, &layout.corners, link)).collect();
}

/// Scales both directions as little as keeps every two boxes apart.
fn stretch(plan: &Plan, pinned: &mut [(usize, Point)]) {
    let mut scale = Point { x: 1.0, y: 1.0 };
    for (count, (one, at)) in pinned.iter().enumerate() {
        for (other, there) in &pinned[..count] {
            let (one, other) = (&plan.boxes[*one], &plan.boxes[*other]);
            let x = needed((at.x, one.width), (there.x, other.width));
            let y = needed((at.y, one.height), (there.y, other.height));
            if x <= y && x <= STRETCH {
                scale.x = scale.x.max(x);
            } else if y <= STRETCH {
                scale.y = scale.y.max(y);
            }
        }
    }
    pinned.iter_mut().for_each(|(_, at)| *at = Point { x: at.x * scale.x, y: at.y * scale.y });
}

/// The scale from which on two spans (begin, length) do not overlap.
fn needed(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (first, second) = if one.0 <= other.0 { (one, other) } else { (other, one) };
    if second.0 >= first.0 + first.1 {
        return 1.0;
    }
    (first.1 + BETWEEN_BOXES) / (second.0 - first.0)
}

/// The way of a wire between boxes that may stand anywhere: one that leads left goes under both.
fn direct(plan: &Plan, corners: &[Point], link: &Link) -> Vec<Run> {
    let (start, end) = (corners[link.from], corners[link.to]);
    let from = start.moved(plan.boxes[link.from].width, link.from_y);
    let to = end.moved(0.0, link.to_y);
    if from.x < to.x {
        return vec![Run::end(from), Run::end(to)];
    }
    let bottoms = (start.y + plan.boxes[link.from].height, end.y + plan.boxes[link.to].height);
    let y = bottoms.0.max(bottoms.1) + BETWEEN_BOXES / 2.0;
    let below = Run { from: Point { x: from.x, y }, to: Point { x: to.x, y } };
    vec![Run::end(from), below, Run::end(to)]
}

/// Moves a box down until it overlaps none of the others.
fn sink(plan: &Plan, corners: &mut [Point], others: &[usize], at: usize) {
    let size = &plan.boxes[at];
    while let Some(other) = others.iter().find(|other| {
        let (other, theirs, mine) = (&plan.boxes[**other], corners[**other], corners[at]);
        mine.x < theirs.x + other.width + BETWEEN_BOXES
            && theirs.x < mine.x + size.width + BETWEEN_BOXES
            && mine.y < theirs.y + other.height + BETWEEN_BOXES
            && theirs.y < mine.y + size.height + BETWEEN_BOXES
    }) {
        corners[at].y = corners[*other].y + plan.boxes[*other].height + BETWEEN_BOXES;
    }
}
