use super::layers::{Layers, Segment};

/// How often every column is sorted again; few graphs gain anything after that.
const SWEEPS: usize = 12;

impl Layers {
    /// Sorts each column by where its neighbours are, to and fro, and keeps the order with the fewest crossings.
    pub(super) fn order(&mut self) {
        let links = Neighbours::new(self);
        let mut positions = self.positions();
        let mut best = (self.crossings(&positions), self.columns.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            let to_the_right = sweep % 2 == 0;
            let mut columns: Vec<usize> = (0..self.columns.len()).collect();
            if !to_the_right {
                columns.reverse();
            }
            let side = if to_the_right { &links.left } else { &links.right };
            columns.into_iter().for_each(|column| self.sort(column, side, &mut positions));
            let crossings = self.crossings(&positions);
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    fn sort(&mut self, column: usize, neighbours: &[Vec<(usize, f64)>], positions: &mut [f64]) {
        let wish = |item: usize| {
            let near = &neighbours[item];
            let sum: f64 = near.iter().map(|(other, part)| positions[*other] + part).sum();
            if near.is_empty() { positions[item] } else { sum / count(near.len()) }
        };
        let mut items: Vec<(f64, usize)> =
            self.columns[column].iter().map(|item| (wish(*item), *item)).collect();
        items.sort_by(|a, b| a.0.total_cmp(&b.0));
        items.iter().enumerate().for_each(|(at, (_, item))| positions[*item] = count(at));
        self.columns[column] = items.into_iter().map(|(_, item)| item).collect();
    }

    /// The place of each item in its column, from 0.
    fn positions(&self) -> Vec<f64> {
        let mut positions = vec![0.0; self.items.len()];
        for column in &self.columns {
            column.iter().enumerate().for_each(|(at, item)| positions[*item] = count(at));
        }
        positions
    }

    fn crossings(&self, positions: &[f64]) -> usize {
        let mut gaps: Vec<Vec<(f64, f64)>> = vec![Vec::new(); self.columns.len()];
        for segment in &self.segments {
            let (left, right) = self.ends(segment);
            let ends = (positions[segment.left] + left, positions[segment.right] + right);
            gaps[self.items[segment.left].column].push(ends);
        }
        gaps.into_iter().map(inversions).sum()
    }

    /// How far down a segment's ends are in their items: 0 above, nearly 1 below.
    fn ends(&self, segment: &Segment) -> (f64, f64) {
        let part = |y: f64, item: usize| 0.99 * y / self.items[item].height.max(1.0);
        (part(segment.left_y, segment.left), part(segment.right_y, segment.right))
    }
}

/// The items in the next columns that each item is linked to, with how far down in them.
struct Neighbours {
    left: Vec<Vec<(usize, f64)>>,
    right: Vec<Vec<(usize, f64)>>,
}

impl Neighbours {
    fn new(layers: &Layers) -> Self {
        let none = vec![Vec::new(); layers.items.len()];
        let mut links = Self { left: none.clone(), right: none };
        for segment in &layers.segments {
            let (left, right) = layers.ends(segment);
            links.left[segment.right].push((segment.left, left));
            links.right[segment.left].push((segment.right, right));
        }
        links
    }
}

/// How many pairs are in one order on the left and in the other on the right (a Fenwick tree counts them).
fn inversions(mut pairs: Vec<(f64, f64)>) -> usize {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut rights: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    rights.sort_by(f64::total_cmp);
    let mut tree = vec![0_usize; rights.len() + 1];
    let mut crossings = 0;
    for (before, pair) in pairs.iter().enumerate() {
        let mut at = rights.partition_point(|right| *right <= pair.1);
        let mut not_below = 0;
        let mut up = rights.partition_point(|right| *right < pair.1) + 1;
        while at > 0 {
            not_below += tree[at];
            at -= at & at.wrapping_neg();
        }
        while up < tree.len() {
            tree[up] += 1;
            up += up & up.wrapping_neg();
        }
        crossings += before - not_below;
    }
    crossings
}

/// Columns hold far fewer than 2^52 items.
#[allow(clippy::cast_precision_loss)]
fn count(items: usize) -> f64 {
    items as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_pairs_that_change_sides() {
        assert_eq!(inversions(vec![(0.0, 0.0), (1.0, 1.0)]), 0);
        assert_eq!(inversions(vec![(0.0, 1.0), (1.0, 0.0)]), 1);
        assert_eq!(inversions(vec![(0.0, 2.0), (1.0, 1.0), (2.0, 0.0)]), 3);
        assert_eq!(inversions(vec![(0.0, 1.0), (1.0, 1.0), (0.0, 0.0)]), 0);
    }
}
