use super::pipe::{Pipe, binary, pair, read_all};
use crate::protocol::deflate::NegotiatedDeflate;
use crate::protocol::frames::Socket;
use proptest::prelude::*;
use pulsewire_plugin::Payload;

#[derive(Clone, Debug)]
struct Sent {
    is_text: bool,
    payload: Vec<u8>,
}

fn message() -> impl Strategy<Value = Sent> {
    let size =
        prop_oneof![0..300_usize, 4000..4200_usize, 16_000..17_000_usize, 60_000..200_000_usize];
    (any::<bool>(), size, any::<u8>(), 1..64_u32).prop_map(|(is_text, size, seed, spread)| {
        let bytes = (0..size as u32).map(|at| (at.wrapping_mul(at) / spread) as u8 ^ seed);
        let payload =
            if is_text { bytes.map(|byte| byte & 0x7f).collect() } else { bytes.collect() };
        Sent { is_text, payload }
    })
}

fn carry(from: &mut Socket<Pipe>, to: &mut Socket<Pipe>, sent: &[Sent], cut: usize) -> Vec<String> {
    for one in sent {
        from.write(one.is_text, Payload::copy_from(&one.payload)).unwrap();
    }
    from.flush().unwrap();
    let bytes = std::mem::take(&mut from.get_mut().written);
    to.get_mut().chunks.extend(bytes.chunks(cut).map(<[u8]>::to_vec));
    read_all(to).0
}

fn expected(sent: &[Sent]) -> Vec<String> {
    let line = |one: &Sent| match one.is_text {
        true => format!("text {}", std::str::from_utf8(&one.payload).unwrap()),
        false => binary(&one.payload),
    };
    sent.iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_message_arrives_unchanged(
        sent in prop::collection::vec(message(), 1..6),
        cut in prop_oneof![1..20_usize, 1000..100_000_usize],
        fragment in prop_oneof![Just(usize::MAX), 128..10_000_usize],
        compression in proptest::option::of((8..=15_u8, 8..=15_u8, any::<bool>(), any::<bool>(), 1..=9_u32)),
    ) {
        let compression = compression.map(|(server, client, keeps, other_keeps, level)| {
            NegotiatedDeflate::of((server, keeps), (client, other_keeps), level)
        });
        let cut = cut.max(sent.iter().map(|one| one.payload.len()).sum::<usize>() / 2000);
        let (mut client, mut server) = pair(compression, fragment);
        for _ in 0..2 {
            prop_assert!(carry(&mut client, &mut server, &sent, cut) == expected(&sent));
            prop_assert!(carry(&mut server, &mut client, &sent, cut) == expected(&sent));
        }
    }
}
