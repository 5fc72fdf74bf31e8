//! A persistent sequence: a B+ tree by position.
//!
//! A copy shares everything with its original, and a change copies one path from the root to a leaf: growing a
//! collection of which older versions are still held costs what is added, not what is there. Up to [`WIDTH`] items are
//! one vector.

mod build;
mod edit;
mod iter;

pub(super) use iter::Iter;

use abi_stable::StableAbi;
use abi_stable::std_types::{RArc, RVec};
use std::cmp::Ordering;

/// How many items a leaf has at most, and how many children a branch.
const WIDTH: usize = 32;

/// Items in order. Public only because the layouts of values name it.
#[repr(u8)]
#[derive(StableAbi, Debug)]
#[allow(unreachable_pub)]
pub enum Tree<T> {
    /// The items.
    Leaf(RVec<T>),
    /// Parts of the sequence, none of them empty.
    Branch(RVec<Child<T>>),
}

/// A part of a sequence. Public only because the layout of [`Tree`] names it.
#[repr(C)]
#[derive(StableAbi, Debug)]
#[allow(unreachable_pub)]
pub struct Child<T> {
    tree: RArc<Tree<T>>,
    /// How many items there are up to the end of this part.
    end: usize,
}

impl<T> Tree<T> {
    /// How many items there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Leaf(items) => items.len(),
            Self::Branch(children) => children.last().map_or(0, |child| child.end),
        }
    }

    /// The item at a position.
    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<&T> {
        match self {
            Self::Leaf(items) => items.get(at),
            Self::Branch(children) => {
                let (child, start) = child_with(children, at)?;
                child.tree.get(at - start)
            }
        }
    }

    /// The items in order.
    pub(super) fn iter(&self) -> Iter<'_, T> {
        Iter::new(self)
    }

    /// Finds an item in a sorted sequence, as [`slice::binary_search_by`] does.
    pub(super) fn search(&self, mut order: impl FnMut(&T) -> Ordering) -> Result<usize, usize> {
        let (mut tree, mut start) = (self, 0);
        loop {
            match tree {
                Self::Leaf(items) => {
                    let found = items.binary_search_by(order);
                    return found.map(|at| start + at).map_err(|at| start + at);
                }
                Self::Branch(children) => {
                    let before = |child: &Child<T>| {
                        child.tree.first().is_some_and(|item| order(item) != Ordering::Greater)
                    };
                    let at = children.partition_point(before).saturating_sub(1);
                    start += start_of(children, at);
                    tree = &children[at].tree;
                }
            }
        }
    }

    fn first(&self) -> Option<&T> {
        match self {
            Self::Leaf(items) => items.first(),
            Self::Branch(children) => children.first()?.tree.first(),
        }
    }

    /// The leaf that has the item of this position, and the position of its first item.
    fn leaf(&self, at: usize) -> (usize, &[T]) {
        match self {
            Self::Leaf(items) => (0, items),
            Self::Branch(children) => {
                let Some((child, start)) = child_with(children, at) else { return (at, &[]) };
                let (first, items) = child.tree.leaf(at - start);
                (start + first, items)
            }
        }
    }
}

/// The child that has the item of this position, and the position of its first item.
#[inline]
fn child_with<T>(children: &[Child<T>], at: usize) -> Option<(&Child<T>, usize)> {
    let index = children.partition_point(|child| child.end <= at);
    Some((children.get(index)?, start_of(children, index)))
}

/// The position of the first item of a child.
#[inline]
fn start_of<T>(children: &[Child<T>], index: usize) -> usize {
    index.checked_sub(1).map_or(0, |before| children[before].end)
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self::Leaf(RVec::new())
    }
}

impl<T> Clone for Child<T> {
    fn clone(&self) -> Self {
        Self { tree: self.tree.clone(), end: self.end }
    }
}

impl<T: PartialEq> PartialEq for Tree<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests;
