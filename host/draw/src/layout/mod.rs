//! Where boxes and wires go: columns from left to right, as few crossings as possible, no overlapping boxes
//! (Sugiyama's method). Knows nothing of graphs: boxes, links and numbers only. Lengths are in pixels.
//!
//! | module | contents |
//! | --- | --- |
//! | `rank` | the column of each box: cycles opened, longest path |
//! | `layers` | boxes in their columns, and long links as bends in each column between |
//! | `order` | the order within each column, with few crossings |
//! | `place` | the coordinates |
//! | `arrange` | unconnected pieces side by side, in lines |
//! | `pin` | boxes that users placed |

mod arrange;
mod layers;
mod order;
mod pin;
mod place;
mod rank;
#[cfg(test)]
mod tests;

use layers::Layers;

/// The input of the layout.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) boxes: Vec<Block>,
    pub(super) links: Vec<Link>,
}

/// A box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Whether it stands beside what it leads to rather than as far left as it can.
    pub(super) floats: bool,
    /// The fixed position of its upper left corner.
    pub(super) pin: Option<Point>,
}

/// A wire between two boxes: out on the right, in on the left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Where it leaves and enters, from the upper edge of each box.
    pub(super) from_y: f64,
    pub(super) to_y: f64,
    /// The weight of keeping it straight.
    pub(super) weight: f64,
}

/// The result of the layout.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// The upper left corner of each box.
    pub(super) corners: Vec<Point>,
    /// The route of each link: straight runs, from its first end to its last, with curves in between.
    pub(super) routes: Vec<Vec<Run>>,
}

/// A horizontal run of a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) from: Point,
    pub(super) to: Point,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Lays boxes and links out. The upper left corner of a layout without pins is (0, 0).
pub(super) fn lay_out(plan: &Plan) -> Layout {
    let pieces = arrange::components(plan);
    let placed = pieces.into_iter().map(|piece| Layers::new(plan, piece).place(plan)).collect();
    arrange::arrange(plan, placed)
}

impl Point {
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y }
    }
}

impl Run {
    /// A run that only marks an end of a link.
    fn end(at: Point) -> Self {
        Self { from: at, to: at }
    }

    fn moved(self, x: f64, y: f64) -> Self {
        Self { from: self.from.moved(x, y), to: self.to.moved(x, y) }
    }
}
