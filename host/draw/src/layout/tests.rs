use super::*;
use proptest::prelude::*;

fn block(width: f64, height: f64) -> Block {
    Block { width, height, floats: false, pin: None }
}

fn link(from: usize, to: usize) -> Link {
    Link { from, to, from_y: 20.0, to_y: 20.0, weight: 1.0 }
}

fn overlap(plan: &Plan, layout: &Layout, one: usize, other: usize) -> bool {
    let (a, b) = (layout.corners[one], layout.corners[other]);
    let (first, second) = (&plan.boxes[one], &plan.boxes[other]);
    a.x < b.x + second.width
        && b.x < a.x + first.width
        && a.y < b.y + second.height
        && b.y < a.y + first.height
}

fn near(one: Point, other: Point) -> bool {
    (one.x - other.x).abs() < 1e-6 && (one.y - other.y).abs() < 1e-6
}

fn overlaps(plan: &Plan, layout: &Layout) -> bool {
    let count = plan.boxes.len();
    (0..count).any(|one| (0..one).any(|other| overlap(plan, layout, one, other)))
}

#[test]
fn a_chain_of_equal_boxes_is_a_straight_line() {
    let boxes = vec![block(100.0, 60.0); 4];
    let layout = lay_out(&Plan { boxes, links: vec![link(0, 1), link(1, 2), link(2, 3)] });
    assert!(layout.corners.iter().all(|corner| corner.y.abs() < 0.01), "{:?}", layout.corners);
    assert!(layout.corners.is_sorted_by(|a, b| a.x < b.x));
}

#[test]
fn a_way_back_leads_around_the_boxes() {
    let boxes = vec![block(100.0, 60.0); 2];
    let layout = lay_out(&Plan { boxes, links: vec![link(0, 1), link(1, 0)] });
    let back = &layout.routes[1];
    assert_eq!(back.len(), 4);
    assert!(back[1].from.x > back[1].to.x && back[1].from.y > 60.0, "{back:?}");
}

#[test]
fn pinned_boxes_stay_and_others_move() {
    let mut boxes = vec![block(100.0, 60.0); 3];
    boxes[0].pin = Some(Point { x: 10.0, y: -5.0 });
    boxes[1].pin = Some(Point { x: 300.0, y: 7.0 });
    let plan = Plan { boxes, links: vec![link(0, 1), link(0, 2)] };
    let layout = lay_out(&plan);
    assert_eq!(layout.corners[..2], [Point { x: 10.0, y: -5.0 }, Point { x: 300.0, y: 7.0 }]);
    assert!(!overlaps(&plan, &layout));
}

#[test]
fn an_arrangement_is_stretched_as_far_as_its_boxes_need() {
    let pinned = |x, y| Block { pin: Some(Point { x, y }), ..block(100.0, 60.0) };
    let plan = Plan {
        boxes: vec![pinned(0.0, 0.0), pinned(62.0, 0.0), pinned(0.0, 90.0), pinned(62.0, 90.0)],
        links: Vec::new(),
    };
    let layout = lay_out(&plan);
    assert!(near(layout.corners[3], Point { x: 124.0, y: 90.0 }), "{:?}", layout.corners);
    assert!(!overlaps(&plan, &layout));
}

#[test]
fn an_empty_plan_is_an_empty_layout() {
    assert!(lay_out(&Plan::default()).corners.is_empty());
}

prop_compose! {
    fn plans()(
        sizes in prop::collection::vec((40.0..300.0, 40.0..200.0, any::<bool>()), 1..20),
        ends in prop::collection::vec((0_usize..20, 0_usize..20, any::<bool>()), 0..40),
    ) -> Plan {
        let count = sizes.len();
        let boxes = sizes
            .into_iter()
            .map(|(width, height, floats)| Block { width, height, floats, pin: None })
            .collect();
        let links = ends
            .into_iter()
            .map(|(from, to, pulse)| {
                let weight = if pulse { 1000.0 } else { 1.0 };
                Link { weight, ..link(from % count, to % count) }
            })
            .collect();
        Plan { boxes, links }
    }
}

proptest! {
    #[test]
    fn boxes_never_overlap_and_every_wire_has_its_ends(plan in plans()) {
        let layout = lay_out(&plan);
        prop_assert!(!overlaps(&plan, &layout));
        for (link, route) in plan.links.iter().zip(&layout.routes) {
            let from = layout.corners[link.from].moved(plan.boxes[link.from].width, link.from_y);
            let to = layout.corners[link.to].moved(0.0, link.to_y);
            prop_assert!(near(route.first().unwrap().from, from), "{route:?}");
            prop_assert!(near(route.last().unwrap().to, to), "{route:?}");
        }
    }
}
