use super::{Child, Tree, WIDTH};
use abi_stable::std_types::{RArc, RVec};

impl<T> From<Vec<T>> for Tree<T> {
    fn from(items: Vec<T>) -> Self {
        if items.len() <= WIDTH {
            return Self::Leaf(RVec::from(items));
        }
        let mut trees: Vec<Self> = chunks(items).map(Self::Leaf).collect();
        while trees.len() > 1 {
            trees = chunks(trees).map(Self::branch).collect();
        }
        trees.pop().unwrap_or_default()
    }
}

impl<T> FromIterator<T> for Tree<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::from(Vec::from_iter(items))
    }
}

impl<T> Tree<T> {
    /// One sequence of several, none of them empty.
    pub(super) fn branch(trees: impl IntoIterator<Item = Self>) -> Self {
        let mut end = 0;
        let children = trees.into_iter().map(|tree| {
            end += tree.len();
            Child { end, tree: RArc::new(tree) }
        });
        Self::Branch(children.collect())
    }
}

/// The items in groups of at most [`WIDTH`].
fn chunks<T>(items: Vec<T>) -> impl Iterator<Item = RVec<T>> {
    let mut items = items.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<T> = items.by_ref().take(WIDTH).collect();
        (!chunk.is_empty()).then(|| RVec::from(chunk))
    })
}
