use super::layers::{Item, Layers};
use super::{Plan, Point, Run};

/// One piece with its coordinates; its upper left corner is (0, 0).
pub(super) struct Placed {
    /// Boxes of the plan and their corners.
    pub(super) corners: Vec<(usize, Point)>,
    /// Links of the plan and their routes.
    pub(super) routes: Vec<(usize, Vec<Run>)>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// How often heights are evened out.
const ROUNDS: usize = 100;
/// How much straighter the middle of a long link wants to be than its ends, so that it takes one step, not many.
const INNER: f64 = 16.0;
/// The space between two boxes of a column, and around a bend.
const BETWEEN_BOXES: f64 = 26.0;
const AROUND_BEND: f64 = 12.0;
/// The space between two columns: at least, for each wire there, and at most.
const COLUMN_GAP: (f64, f64, f64) = (52.0, 5.0, 120.0);

/// Where one item wants another: `other`'s upper edge and `by` more.
struct Pull {
    other: usize,
    by: f64,
    weight: f64,
}

/// Items that stand as close to each other as they may, each with how far down it is.
struct Stack {
    at: f64,
    weight: f64,
    items: Vec<(usize, f64)>,
}

impl Layers {
    pub(super) fn place(mut self, plan: &Plan) -> Placed {
        self.order();
        let (lefts, rights) = self.columns_x(plan);
        let ys = self.ys();
        let corner = |(at, index): (usize, &usize)| {
            (*index, Point { x: lefts[self.items[at].column], y: ys[at] })
        };
        let corners: Vec<(usize, Point)> = self.boxes.iter().enumerate().map(corner).collect();
        let routes = (0..self.links.len())
            .map(|at| (self.links[at], self.route(plan, at, &lefts, &rights, &ys)))
            .collect();
        let bottoms = ys.iter().zip(&self.items).map(|(y, item)| y + item.height);
        let height = bottoms.fold(0.0, f64::max);
        Placed { corners, routes, width: rights.last().copied().unwrap_or_default(), height }
    }

    /// The left and right edge of each column.
    fn columns_x(&self, plan: &Plan) -> (Vec<f64>, Vec<f64>) {
        let mut wires = vec![0.0; self.columns.len()];
        for segment in &self.segments {
            wires[self.items[segment.left].column] += 1.0;
        }
        let (mut lefts, mut rights, mut x) = (Vec::new(), Vec::new(), 0.0);
        for (column, items) in self.columns.iter().enumerate() {
            let boxes = items.iter().filter_map(|item| self.boxes.get(*item));
            let width = boxes.map(|index| plan.boxes[*index].width).fold(0.0, f64::max);
            lefts.push(x);
            rights.push(x + width);
            let (least, each, most) = COLUMN_GAP;
            x += width + (least + each * wires[column]).min(most);
        }
        (lefts, rights)
    }

    /// The upper edge of each item: near its neighbours, in the order of its column.
    fn ys(&self) -> Vec<f64> {
        let pulls = self.pulls();
        let mut ys = vec![0.0; self.items.len()];
        for column in &self.columns {
            let seats = column.iter().map(|item| (0.0, 1.0, *item)).collect();
            self.seat(seats, &mut ys);
        }
        for round in 0..ROUNDS {
            for at in 0..self.columns.len() {
                let at = if round % 2 == 0 { at } else { self.columns.len() - 1 - at };
                let wishes = self.columns[at].iter().map(|item| wish(*item, &pulls, &ys)).collect();
                self.seat(wishes, &mut ys);
            }
        }
        let top = ys.iter().copied().fold(f64::INFINITY, f64::min);
        ys.iter().map(|y| y - top).collect()
    }

    fn pulls(&self) -> Vec<Vec<Pull>> {
        let mut pulls: Vec<Vec<Pull>> = self.items.iter().map(|_| Vec::new()).collect();
        for segment in &self.segments {
            let is_inner = !self.items[segment.left].is_box && !self.items[segment.right].is_box;
            let weight = segment.weight * if is_inner { INNER } else { 1.0 };
            let by = segment.left_y - segment.right_y;
            pulls[segment.right].push(Pull { other: segment.left, by, weight });
            pulls[segment.left].push(Pull { other: segment.right, by: -by, weight });
        }
        for &(bend, beside) in &self.turns {
            let by = self.items[beside].height + AROUND_BEND;
            pulls[bend].push(Pull { other: beside, by, weight: 1.0 });
        }
        pulls
    }

    /// Gives the items of a column, in order, the places nearest to their wishes (wish, weight, item) that keep
    /// them apart: items that would overlap form a stack that stands at the mean of its wishes.
    fn seat(&self, wishes: Vec<(f64, f64, usize)>, ys: &mut [f64]) {
        let (mut offset, mut previous): (f64, Option<Item>) = (0.0, None);
        let mut stacks: Vec<Stack> = Vec::new();
        for (wish, weight, item) in wishes {
            offset += previous.map_or(0.0, |above| above.height + gap(above, self.items[item]));
            previous = Some(self.items[item]);
            let mut stack = Stack { at: wish - offset, weight, items: vec![(item, offset)] };
            while let Some(above) = stacks.pop_if(|above| above.at > stack.at) {
                stack = above.joined(stack);
            }
            stacks.push(stack);
        }
        for stack in stacks {
            stack.items.into_iter().for_each(|(item, offset)| ys[item] = stack.at + offset);
        }
    }

    fn route(&self, plan: &Plan, at: usize, lefts: &[f64], rights: &[f64], ys: &[f64]) -> Vec<Run> {
        let link = &plan.links[self.links[at]];
        let local = |index: usize| self.boxes.binary_search(&index).unwrap_or_default();
        let (from, to) = (local(link.from), local(link.to));
        let (first, last) = (self.items[from].column, self.items[to].column);
        let y = ys[from] + link.from_y;
        let out = Point { x: lefts[first] + plan.boxes[link.from].width, y };
        let mut runs = vec![Run { from: out, to: Point { x: rights[first], y } }];
        let backward = last <= first;
        for &bend in &self.bends[at] {
            let (column, y) = (self.items[bend].column, ys[bend] + self.items[bend].height / 2.0);
            let (left, right) = (Point { x: lefts[column], y }, Point { x: rights[column], y });
            let (from, to) = if backward { (right, left) } else { (left, right) };
            runs.push(Run { from, to });
        }
        runs.push(Run::end(Point { x: lefts[last], y: ys[to] + link.to_y }));
        runs
    }
}

impl Stack {
    fn joined(mut self, below: Self) -> Self {
        let weight = self.weight + below.weight;
        self.at = (self.at * self.weight + below.at * below.weight) / weight;
        self.weight = weight;
        self.items.extend(below.items);
        self
    }
}

/// Where an item wants to be, and how much: (wish, weight, item).
fn wish(item: usize, pulls: &[Vec<Pull>], ys: &[f64]) -> (f64, f64, usize) {
    let weight: f64 = pulls[item].iter().map(|pull| pull.weight).sum();
    if weight == 0.0 {
        return (ys[item], 0.01, item);
    }
    let sum: f64 = pulls[item].iter().map(|pull| (ys[pull.other] + pull.by) * pull.weight).sum();
    (sum / weight, weight, item)
}

fn gap(above: Item, below: Item) -> f64 {
    if above.is_box && below.is_box { BETWEEN_BOXES } else { AROUND_BEND }
}
