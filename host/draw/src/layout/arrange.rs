use super::layers::Piece;
use super::pin::pin;
use super::place::Placed;
use super::{Layout, Plan, Point};

/// The space between two pieces.
const BETWEEN_PIECES: f64 = 44.0;
/// Pieces stand side by side up to this width, or that of the widest piece.
const LINE: f64 = 900.0;

/// The pieces of a plan that no link joins, by their first boxes.
pub(super) fn components(plan: &Plan) -> Vec<Piece> {
    let mut roots: Vec<usize> = (0..plan.boxes.len()).collect();
    for link in &plan.links {
        let (one, other) = (root(&mut roots, link.from), root(&mut roots, link.to));
        roots[one.max(other)] = one.min(other);
    }
    let mut at = vec![usize::MAX; plan.boxes.len()];
    let mut pieces: Vec<Piece> = Vec::new();
    for index in 0..plan.boxes.len() {
        let first = root(&mut roots, index);
        if first == index {
            at[index] = pieces.len();
            pieces.push(Piece { boxes: Vec::new(), links: Vec::new() });
        }
        pieces[at[first]].boxes.push(index);
    }
    for (index, link) in plan.links.iter().enumerate() {
        pieces[at[root(&mut roots, link.from)]].links.push(index);
    }
    pieces
}

/// The first box of the piece that a box is in. Shortens the way for the next call.
fn root(roots: &mut [usize], mut at: usize) -> usize {
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}

/// Arranges the pieces in lines, like text, and then moves pinned boxes to their positions.
pub(super) fn arrange(plan: &Plan, pieces: Vec<Placed>) -> Layout {
    let line = pieces.iter().map(|piece| piece.width).fold(LINE, f64::max);
    let mut layout = Layout {
        corners: vec![Point::default(); plan.boxes.len()],
        routes: vec![Vec::new(); plan.links.len()],
    };
    let (mut x, mut y, mut height): (f64, f64, f64) = (0.0, 0.0, 0.0);
    for piece in pieces {
        if x > 0.0 && x + piece.width > line {
            (x, y, height) = (0.0, y + height + BETWEEN_PIECES, 0.0);
        }
        for (index, corner) in piece.corners {
            layout.corners[index] = corner.moved(x, y);
        }
        for (index, runs) in piece.routes {
            layout.routes[index] = runs.into_iter().map(|run| run.moved(x, y)).collect();
        }
        x += piece.width + BETWEEN_PIECES;
        height = height.max(piece.height);
    }
    pin(plan, &mut layout);
    layout
}
