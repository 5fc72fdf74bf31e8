use super::rank::ranks;
use super::{Block, Plan};
use std::collections::HashMap;

/// One connected piece in columns.
pub(super) struct Layers {
    /// The boxes of the plan and the links that are in this piece.
    pub(super) boxes: Vec<usize>,
    pub(super) links: Vec<usize>,
    /// The boxes first, in order; then bends.
    pub(super) items: Vec<Item>,
    /// The items of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    pub(super) segments: Vec<Segment>,
    /// The bends of each link, from its first end to its last.
    pub(super) bends: Vec<Vec<usize>>,
    /// Bends that should be near the box in the same column where a backward link turns: (bend, box).
    pub(super) turns: Vec<(usize, usize)>,
}

/// A box, or the place where a longer link crosses a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) column: usize,
    pub(super) height: f64,
    pub(super) is_box: bool,
}

/// A part of a link, from an item to one in the next column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) left: usize,
    pub(super) right: usize,
    /// From the upper edge of each item.
    pub(super) left_y: f64,
    pub(super) right_y: f64,
    pub(super) weight: f64,
}

/// What one piece is made of: indices of the plan's boxes and links.
pub(super) struct Piece {
    pub(super) boxes: Vec<usize>,
    pub(super) links: Vec<usize>,
}

/// The height a wire takes where it crosses a column.
const BEND: f64 = 4.0;

impl Layers {
    pub(super) fn new(plan: &Plan, piece: Piece) -> Self {
        let local: HashMap<usize, usize> =
            piece.boxes.iter().enumerate().map(|(at, index)| (*index, at)).collect();
        let blocks: Vec<Block> = piece.boxes.iter().map(|index| plan.boxes[*index]).collect();
        let ends = |link: &usize| (local[&plan.links[*link].from], local[&plan.links[*link].to]);
        let pairs: Vec<(usize, usize)> = piece.links.iter().map(ends).collect();
        let ranks = ranks(blocks.len(), &heaviest_first(plan, &piece, &pairs), &floats(&blocks));
        let mut layers = Self::empty(piece, &blocks, &ranks);
        for (at, (from, to)) in pairs.into_iter().enumerate() {
            let link = &plan.links[layers.links[at]];
            let part = Segment {
                left: from,
                right: to,
                left_y: link.from_y,
                right_y: link.to_y,
                weight: link.weight,
            };
            let bends =
                if ranks[from] < ranks[to] { layers.forward(part) } else { layers.back(part) };
            layers.bends.push(bends);
        }
        layers
    }

    fn empty(piece: Piece, blocks: &[Block], ranks: &[usize]) -> Self {
        let item = |(block, column): (&Block, &usize)| Item {
            column: *column,
            height: block.height,
            is_box: true,
        };
        let items: Vec<Item> = blocks.iter().zip(ranks).map(item).collect();
        let mut columns = vec![Vec::new(); ranks.iter().max().map_or(0, |last| last + 1)];
        ranks.iter().enumerate().for_each(|(item, column)| columns[*column].push(item));
        Self {
            boxes: piece.boxes,
            links: piece.links,
            items,
            columns,
            segments: Vec::new(),
            bends: Vec::new(),
            turns: Vec::new(),
        }
    }

    /// Cuts a link to the right into segments; gives its bends.
    fn forward(&mut self, whole: Segment) -> Vec<usize> {
        let columns = self.items[whole.left].column + 1..self.items[whole.right].column;
        let bends: Vec<usize> = columns.map(|column| self.bend(column, None)).collect();
        let mut rest = whole;
        for &bend in &bends {
            self.segments.push(Segment { right: bend, right_y: BEND / 2.0, ..rest });
            rest = Segment { left: bend, left_y: BEND / 2.0, ..rest };
        }
        self.segments.push(rest);
        bends
    }

    /// Leads a link back under its boxes, through every column from its first end to its last.
    fn back(&mut self, whole: Segment) -> Vec<usize> {
        let (from, to) = (whole.left, whole.right);
        let columns = self.items[to].column..=self.items[from].column;
        let bends: Vec<usize> = columns.rev().map(|column| self.bend(column, Some(from))).collect();
        for pair in bends.windows(2) {
            let (left_y, right_y) = (BEND / 2.0, BEND / 2.0);
            self.segments.push(Segment { left: pair[1], right: pair[0], left_y, right_y, ..whole });
        }
        self.turns.extend(bends.first().map(|bend| (*bend, from)));
        self.turns.extend(bends.last().map(|bend| (*bend, to)));
        bends
    }

    /// A new bend: right below `beside` when that is in its column, else last.
    fn bend(&mut self, column: usize, beside: Option<usize>) -> usize {
        let bend = self.items.len();
        self.items.push(Item { column, height: BEND, is_box: false });
        let items = &mut self.columns[column];
        let below = items.iter().position(|item| Some(*item) == beside).map(|at| at + 1);
        items.insert(below.unwrap_or(items.len()), bend);
        bend
    }
}

/// The links by weight, so that cycles are rather opened at data than at pulses.
fn heaviest_first(plan: &Plan, piece: &Piece, pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut links: Vec<usize> = (0..pairs.len()).collect();
    links.sort_by(|a, b| {
        let weight = |at: &usize| plan.links[piece.links[*at]].weight;
        weight(b).total_cmp(&weight(a))
    });
    links.into_iter().map(|at| pairs[at]).collect()
}

fn floats(blocks: &[Block]) -> Vec<bool> {
    blocks.iter().map(|block| block.floats).collect()
}
