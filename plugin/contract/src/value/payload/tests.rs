use super::*;
use std::sync::Arc;

#[test]
fn an_owner_is_dropped_with_its_last_payload() {
    let alive = Arc::new([1_u8, 2, 3]);
    struct Bytes(Arc<[u8; 3]>);
    impl AsRef<[u8]> for Bytes {
        fn as_ref(&self) -> &[u8] {
            &*self.0
        }
    }
    let whole = Payload::from_owner(Bytes(alive.clone()));
    let part = whole.slice(1..3);
    drop(whole);
    assert_eq!((&*part, Arc::strong_count(&alive)), (&[2, 3][..], 2));
    drop(part);
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_copy_is_its_own_memory() {
    let mut bytes = vec![7_u8; 1000];
    let copy = Payload::copy_from(&bytes);
    bytes.fill(0);
    assert_eq!(&*copy.clone(), &[7_u8; 1000][..]);
}

fn append(payload: &Payload, more: &[u8]) -> Payload {
    payload.append([more].into_iter())
}

#[test]
fn appending_is_not_seen_by_other_holders() {
    let mut versions = vec![Payload::default()];
    for length in 0..100_u8 {
        let last = &versions[usize::from(length)];
        let other = append(&append(last, &[255]), &[255, 254]);
        let next = append(last, &[length]);
        assert_eq!(&other[usize::from(length)..], [255, 255, 254]);
        versions.push(next);
    }
    for (length, version) in versions.iter().enumerate() {
        assert!(version.iter().map(|byte| usize::from(*byte)).eq(0..length));
    }
    let twice = versions[100].append([&*versions[100], &[], &versions[50]].into_iter());
    assert_eq!((twice.len(), twice[199], twice[249]), (250, 99, 49));
    assert_eq!(
        &*append(&versions[100].slice(10..20), &[7]),
        [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 7]
    );
}

#[test]
fn appending_again_and_again_seldom_copies() {
    let mut payload = Payload::copy_from(&[0; 100]);
    let mut moved = 0;
    for _ in 0..10_000 {
        let longer = append(&payload, &[1]);
        moved += usize::from(longer.as_ptr() != payload.as_ptr());
        payload = longer;
    }
    assert_eq!((payload.len(), moved), (10_100, 8));
}

#[test]
fn of_several_threads_only_one_appends_in_place() {
    let first = append(&append(&Payload::copy_from(&[1; 50]), &[2]), &[3]);
    let longer: Vec<Payload> = std::thread::scope(|scope| {
        let grow = |number: u8| {
            let first = first.clone();
            scope.spawn(move || (0..20).fold(first, |grown, _| append(&grown, &[number])))
        };
        let threads: Vec<_> = (0..4).map(grow).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (number, longer) in (0..).zip(longer) {
        assert_eq!((&longer[..52], &longer[52..]), (&*first, &[number; 20][..]));
    }
}
