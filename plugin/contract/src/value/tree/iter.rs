use super::Tree;
use std::ops::Range;
use std::slice;

/// The items of a sequence in order, from both ends. It visits leaf by leaf.
#[derive(Clone, Debug)]
pub struct Iter<'a, T> {
    tree: &'a Tree<T>,
    front: slice::Iter<'a, T>,
    /// The positions that neither `front` nor `back` has.
    middle: Range<usize>,
    back: slice::Iter<'a, T>,
}

impl<'a, T> Iter<'a, T> {
    pub(super) fn new(tree: &'a Tree<T>) -> Self {
        Self { tree, front: [].iter(), middle: 0..tree.len(), back: [].iter() }
    }

    /// The part of the leaf around a position that lies in the middle.
    fn leaf(&self, at: usize) -> &'a [T] {
        let (start, items) = self.tree.leaf(at);
        let first = self.middle.start.saturating_sub(start);
        let end = items.len().min(self.middle.end - start);
        &items[first..end]
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    #[inline]
    fn next(&mut self) -> Option<&'a T> {
        if let Some(item) = self.front.next() {
            return Some(item);
        }
        if self.middle.is_empty() {
            return self.back.next();
        }
        let leaf = self.leaf(self.middle.start);
        self.middle.start += leaf.len();
        self.front = leaf.iter();
        self.front.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.front.len() + self.middle.len() + self.back.len();
        (left, Some(left))
    }

    fn nth(&mut self, skipped: usize) -> Option<&'a T> {
        let beyond = skipped.saturating_sub(self.front.len());
        if beyond == 0 && skipped < self.front.len() {
            return self.front.nth(skipped);
        }
        self.front = [].iter();
        let jump = beyond.min(self.middle.len());
        self.middle.start += jump;
        if self.middle.is_empty() {
            return self.back.nth(beyond - jump);
        }
        self.next()
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.back.next_back() {
            return Some(item);
        }
        if self.middle.is_empty() {
            return self.front.next_back();
        }
        let leaf = self.leaf(self.middle.end - 1);
        self.middle.end -= leaf.len();
        self.back = leaf.iter();
        self.back.next_back()
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}
