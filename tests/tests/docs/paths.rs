//! Pages name files and crates that are there, and the tables of crates are complete.

use {
    crate::{root, text},
    std::{collections::BTreeSet, fs},
};

/// The pages of the repository.
fn pages() -> Vec<String> {
    let mut pages: Vec<_> =
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "migrations/README.md", "sdk/README.md"]
            .map(str::to_owned)
            .into();
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") {
            pages.push(format!("docs/{name}"));
        }
    }
    pages
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

const FOLDERS: [&str; 8] =
    ["crates/", "programs/", "tests/", "localnet/", "docs/", "xtask/", "idl/", "bench/"];

#[test]
fn files_named_on_a_page_are_there() {
    for page in pages() {
        let text = text(&page);
        for name in quoted(&text) {
            let is_path = FOLDERS.iter().any(|folder| name.starts_with(folder));
            // `<program>` and `*` stand for several.
            if !is_path || name.contains(['<', '*', ' ', '$']) {
                continue;
            }
            let path = root().join(name);
            let is_module = root().join(format!("{name}.rs")).exists();
            assert!(path.exists() || is_module, "{page} names {name}, which is not there");
        }
    }
}

/// Links between pages lead to files; those to other hosts are not followed.
#[test]
fn links_lead_somewhere() {
    for page in pages() {
        let text = text(&page);
        let from = root().join(&page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.contains(' ') {
                continue;
            }
            assert!(from.parent().unwrap().join(target).exists(), "{page} links to {link}");
        }
    }
}

/// A newcomer begins with the README, so every page is linked there.
#[test]
fn the_readme_links_every_page() {
    let readme = text("README.md");
    for page in pages().iter().filter(|page| page.starts_with("docs/")) {
        assert!(readme.contains(&format!("]({page})")), "README.md does not link {page}");
    }
}

/// The folders of the workspace's packages, and the others that have a page of their own.
fn packages() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for parent in ["crates", "programs"] {
        for entry in fs::read_dir(root().join(parent)).unwrap() {
            let path = entry.unwrap().path();
            if path.join("Cargo.toml").exists() {
                found.insert(format!("{parent}/{}", path.file_name().unwrap().to_str().unwrap()));
            }
        }
    }
    found.extend(["tests", "xtask", "localnet", "sdk", "migrations", "idl", "toolchain"].map(str::to_owned));
    found
}

#[test]
fn tables_have_every_crate() {
    for page in ["README.md", "docs/architecture.md"] {
        let text = text(page);
        for package in packages() {
            let named = [format!("`{package}`"), format!("[{package}]("), format!("[{package}/](")];
            assert!(named.iter().any(|name| text.contains(name.as_str())), "{page} does not name {package}");
        }
    }
}

/// The table of rules in docs/architecture.md is relative to `crates/economics/src`.
#[test]
fn topics_name_files_of_the_rules() {
    let text = text("docs/architecture.md");
    let section = text.split("## Find a rule").nth(1).unwrap().split("And outside").next().unwrap();
    let files: Vec<_> = quoted(section).filter(|name| name.ends_with(".rs")).collect();
    assert!(files.len() > 12, "only {files:?}");
    for file in files {
        assert!(root().join("crates/economics/src").join(file).exists(), "no {file}");
    }
}
