use super::{Circle, circles};
use std::fs;

/// Writes files (path, text) beside an empty `lib.rs` or with one, and gives the circles among them.
fn circles_of(files: &[(&str, &str)]) -> Vec<Circle> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    circles(&folder.path().join("lib.rs"))
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&[&str]]) {
    let found = circles_of(files);
    let members: Vec<&[String]> = found.iter().map(|circle| circle.members.as_slice()).collect();
    assert_eq!(members, expected, "{found:#?}");
}

#[test]
fn siblings_that_need_each_other_are_a_circle() {
    let found = circles_of(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "\nuse crate::b::B;\npub struct A(B);"),
        ("b.rs", "pub struct B;\nfn f() { let _: Option<super::a::A> = None; }"),
    ]);
    let uses = ["a.rs:2 uses crate::b::B, defined in b.rs"];
    let back = ["b.rs:2 uses super::a::A, defined in a.rs"];
    let (members, uses) = (vec!["a.rs".into(), "b.rs".into()], [uses, back].concat());
    let uses = uses.into_iter().map(str::to_owned).collect();
    assert_eq!(found, [Circle { members, uses }]);
}

#[test]
fn a_circle_may_lead_through_others() {
    check(
        &[
            ("lib.rs", "mod a; mod b; mod c; mod d; use d::D;"),
            ("a.rs", "pub struct A; use crate::b::B;"),
            ("b.rs", "pub struct B; use crate::c::C;"),
            ("c.rs", "pub struct C; use crate::a::A;"),
            ("d.rs", "pub struct D; use crate::a::A;"),
        ],
        &[&["a.rs", "b.rs", "c.rs"]],
    );
}

#[test]
fn a_parent_and_its_descendants_are_no_circle() {
    check(
        &[
            ("lib.rs", "mod a; pub struct Root; use a::b::B;"),
            ("a/mod.rs", "pub mod b; mod c; use b::B; pub use self::c::C; pub struct A;"),
            ("a/b.rs", "use super::A; use crate::Root; pub struct B;"),
            ("a/c.rs", "pub struct C(super::A);"),
        ],
        &[],
    );
}

#[test]
fn a_re_export_is_followed_to_the_file_that_defines_the_name() {
    check(
        &[
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod b; mod c; pub use b::B; pub use c::*;"),
            ("a/b.rs", "pub struct B; use super::C;"),
            ("a/c.rs", "pub struct C; use crate::a::B as Other;"),
        ],
        &[&["a/b.rs", "a/c.rs"]],
    );
}

#[test]
fn an_imported_module_leads_to_what_is_taken_from_it() {
    let a = ("a.rs", "use crate::b; pub fn f() { b::g() }");
    let lib = ("lib.rs", "mod a; mod b;");
    check(&[lib, a, ("b.rs", "use crate::a; pub fn g() { a::f() }")], &[&["a.rs", "b.rs"]]);
    check(&[lib, a, ("b.rs", "use crate::a; pub fn g() {}")], &[]);
}

#[test]
fn comments_strings_and_tests_do_not_count() {
    let text = "
        //! crate::b::B
        /* use crate::b::B; */
        pub struct A;
        const TEXT: &str = \"use crate::b::B;\";
        impl A { #[cfg(test)] fn new(_: crate::b::B) {} }
        #[cfg(test)] use crate::b::B;
        #[cfg(all(test, unix))] mod tests { use crate::b::B; }
    ";
    let b = ("b.rs", "use crate::a::A; pub struct B;");
    check(&[("lib.rs", "mod a; mod b; mod c;"), ("a.rs", text), b, ("c.rs", "")], &[]);
}

#[test]
fn macros_and_attributes_count() {
    let lib = ("lib.rs", "mod a; mod b;");
    let b = ("b.rs", "use crate::a::A; pub struct B;");
    for code in [
        "fn f(a: A) { assert!(matches!(a.x, crate::b::B)) }",
        "#[arg(value_parser = super::b::B)] struct C;",
        "#[cfg(not(test))] use crate::b::B;",
    ] {
        let a = format!("pub struct A; {code}");
        check(&[lib, ("a.rs", a.as_str()), b], &[&["a.rs", "b.rs"]]);
    }
    check(&[lib, ("a.rs", "pub struct A; fn f(a: A) { assert!(a.b::<B>()) }"), b], &[]);
}

#[test]
fn what_a_macro_defines_belongs_to_the_module_that_calls_it() {
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::Generated; #[macro_export] macro_rules! define { () => {} }"),
            ("b.rs", "crate::define!(Generated);"),
        ],
        &[&["a.rs", "b.rs"]],
    );
}

#[test]
fn an_inline_module_is_part_of_its_file() {
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            (
                "a.rs",
                "pub mod inner { pub struct A; use crate::b::B; use super::Own; } struct Own;",
            ),
            ("b.rs", "pub struct B; use crate::a::inner::A;"),
        ],
        &[&["a.rs", "b.rs"]],
    );
}

#[test]
fn folders_may_be_a_circle_where_files_are_none() {
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "pub mod one; pub mod two;"),
            ("a/one.rs", "pub struct One; use crate::b::three::Three;"),
            ("a/two.rs", "pub struct Two;"),
            ("b.rs", "pub mod three; pub mod four;"),
            ("b/three.rs", "pub struct Three;"),
            ("b/four.rs", "pub struct Four; use crate::a::two::Two;"),
        ],
        &[&["a/", "b/"]],
    );
}

#[test]
fn imports_that_lead_to_each_other_end() {
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "pub use crate::b::*; pub use crate::b::X;"),
            ("b.rs", "pub use crate::a::*; pub use crate::a::X;"),
        ],
        &[&["a.rs", "b.rs"]],
    );
}
