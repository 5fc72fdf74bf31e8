use super::{Child, Tree, WIDTH, child_with, start_of};
use abi_stable::std_types::{RArc, RVec};

impl<T: Clone> Tree<T> {
    /// Puts an item in the place of the one at this position. Does nothing when there is none.
    pub(in super::super) fn replace(&mut self, at: usize, item: T) {
        match self {
            Self::Leaf(items) => {
                if let Some(place) = items.get_mut(at) {
                    *place = item;
                }
            }
            Self::Branch(children) => {
                let index = children.partition_point(|child| child.end <= at);
                let start = start_of(children, index);
                if let Some(child) = children.get_mut(index) {
                    RArc::make_mut(&mut child.tree).replace(at - start, item);
                }
            }
        }
    }

    /// Inserts an item before the one at this position, or at the end.
    pub(in super::super) fn insert(&mut self, at: usize, item: T) {
        if let Some(right) = self.insert_or_split(at, item) {
            let left = std::mem::take(self);
            *self = Self::branch([left, right]);
        }
    }

    /// Removes the item at this position.
    pub(in super::super) fn remove(&mut self, at: usize) -> Option<T> {
        match self {
            Self::Leaf(items) => items.try_remove(at),
            Self::Branch(children) => {
                let (_, start) = child_with(children, at)?;
                let index = children.partition_point(|child| child.end <= at);
                let removed = RArc::make_mut(&mut children[index].tree).remove(at - start);
                children[index..].iter_mut().for_each(|child| child.end -= 1);
                if children[index].end == start {
                    children.remove(index);
                }
                if let [only] = &children[..] {
                    *self = Self::clone(&only.tree);
                }
                removed
            }
        }
    }

    /// Inserts an item. Returns the right part of what has grown too wide.
    fn insert_or_split(&mut self, at: usize, item: T) -> Option<Self> {
        match self {
            Self::Leaf(items) => insert_or_split(items, at, item).map(Self::Leaf),
            Self::Branch(children) => {
                let index = children.partition_point(|child| child.end < at);
                let start = start_of(children, index);
                let child = &mut children[index];
                let split = RArc::make_mut(&mut child.tree).insert_or_split(at - start, item);
                let left_end = start + child.tree.len();
                children[index..].iter_mut().for_each(|child| child.end += 1);
                let end = std::mem::replace(&mut children[index].end, left_end);
                let right = Child { tree: RArc::new(split?), end };
                let mut right = insert_or_split(children, index + 1, right)?;
                let start = children.last().map_or(0, |child| child.end);
                right.iter_mut().for_each(|child| child.end -= start);
                Some(Self::Branch(right))
            }
        }
    }
}

/// Inserts an item. A full vector is split first, and its right part returned: at the end or the beginning, so that
/// what grows there leaves full vectors behind.
fn insert_or_split<T>(items: &mut RVec<T>, at: usize, item: T) -> Option<RVec<T>> {
    if items.len() < WIDTH {
        items.insert(at, item);
        return None;
    }
    let middle = match at {
        0 => 0,
        WIDTH => WIDTH,
        _ => WIDTH / 2,
    };
    let mut right: RVec<T> = items.drain(middle..).collect();
    if at > middle || at == WIDTH {
        right.insert(at - middle, item);
    } else {
        items.insert(at, item);
    }
    Some(right)
}

/// The copy has room for one more: it is made to be changed.
impl<T: Clone> Clone for Tree<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Leaf(items) => Self::Leaf(roomy(items)),
            Self::Branch(children) => Self::Branch(roomy(children)),
        }
    }
}

fn roomy<T: Clone>(items: &[T]) -> RVec<T> {
    let mut copy = Vec::with_capacity(items.len() + 1);
    copy.extend_from_slice(items);
    RVec::from(copy)
}
