use super::{Tree, WIDTH};
use proptest::prelude::*;

/// A change, with a position as a part of the length in 1/1000.
#[derive(Clone, Copy, Debug)]
enum Change {
    Insert(usize),
    Replace(usize),
    Remove(usize),
    Append,
    Prepend,
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..=1000_usize;
    prop_oneof![
        at.clone().prop_map(Change::Insert),
        at.clone().prop_map(Change::Replace),
        at.prop_map(Change::Remove),
        Just(Change::Append),
        Just(Change::Prepend),
    ]
}

fn apply(change: Change, item: usize, tree: &mut Tree<usize>, model: &mut Vec<usize>) {
    let len = model.len();
    let place = |part: usize| part * len / 1000;
    match change {
        Change::Insert(part) => {
            tree.insert(place(part), item);
            model.insert(place(part), item);
        }
        Change::Append => {
            tree.insert(len, item);
            model.push(item);
        }
        Change::Prepend => {
            tree.insert(0, item);
            model.insert(0, item);
        }
        Change::Replace(part) if place(part) < len => {
            tree.replace(place(part), item);
            model[place(part)] = item;
        }
        Change::Remove(part) if place(part) < len => {
            assert_eq!(tree.remove(place(part)), Some(model.remove(place(part))));
        }
        Change::Replace(_) | Change::Remove(_) => {}
    }
}

fn check(tree: &Tree<usize>, model: &[usize]) {
    assert_eq!(tree.len(), model.len());
    assert!(tree.iter().eq(model));
    assert!(tree.iter().rev().eq(model.iter().rev()));
    assert!((0..=model.len()).all(|at| tree.get(at) == model.get(at)));
    assert!((0..=model.len() + 1).all(|at| tree.iter().nth(at) == model.get(at)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_is_a_vector_whose_copies_do_not_change(
        first in 0..3000_usize,
        changes in prop::collection::vec(change(), 0..200),
    ) {
        let mut model: Vec<usize> = (0..first).collect();
        let mut tree = Tree::from(model.clone());
        let mut copies = Vec::new();
        for (count, change) in changes.into_iter().enumerate() {
            if count % 50 == 0 {
                copies.push((tree.clone(), model.clone()));
            }
            apply(change, 10_000 + count, &mut tree, &mut model);
        }
        copies.push((tree, model));
        for (tree, model) in copies {
            check(&tree, &model);
        }
    }

    #[test]
    fn both_ends_of_an_iterator_meet(length in 0..200_usize, front in prop::collection::vec(any::<bool>(), 200)) {
        let model: Vec<usize> = (0..length).collect();
        let tree = Tree::from(model.clone());
        let (mut ours, mut wanted) = (tree.iter(), model.iter());
        for front in front {
            prop_assert_eq!(ours.len(), wanted.len());
            if front {
                prop_assert_eq!(ours.next(), wanted.next());
            } else {
                prop_assert_eq!(ours.next_back(), wanted.next_back());
            }
        }
    }

    #[test]
    fn search_finds_what_is_there_and_the_place_of_what_is_not(
        items in prop::collection::btree_set(0..5000_usize, 0..2000),
        wanted in 0..5000_usize,
    ) {
        let sorted: Vec<usize> = items.into_iter().collect();
        let tree = Tree::from(sorted.clone());
        prop_assert_eq!(tree.search(|item| item.cmp(&wanted)), sorted.binary_search(&wanted));
    }
}

#[test]
fn what_grows_at_an_end_leaves_full_leaves_behind() {
    for at_end in [true, false] {
        let mut tree = Tree::default();
        for item in 0..100 * WIDTH {
            tree.insert(if at_end { tree.len() } else { 0 }, item);
        }
        assert_eq!(tree.leaf(50 * WIDTH).1.len(), WIDTH);
    }
}

#[test]
fn a_queue_stays_as_small_as_its_content() {
    let mut tree = Tree::default();
    for item in 0..10_000 {
        tree.insert(tree.len(), item);
        if item >= 10 {
            assert_eq!(tree.remove(0), Some(item - 10));
        }
    }
    assert!(matches!(tree, Tree::Leaf(_)) && tree.len() == 10);
}
