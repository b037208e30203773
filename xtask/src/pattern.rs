//! What the patterns of `cargo xtask test` name, and which programs that needs.

use {
    crate::{
        features::metadata,
        workspace::{root, suite},
    },
    anyhow::{bail, ensure, Context, Result},
    serde_json::Value,
    std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    },
};

/// Tests to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Test files, by the names of their targets.
    files: BTreeSet<String>,
    /// Or whole packages.
    packages: BTreeSet<String>,
    /// The tests in them whose name contains this; all if none.
    pub test: Option<String>,
    /// Programs of the suite whose bytecode they run.
    pub programs: BTreeSet<&'static str>,
}

impl Selection {
    /// What Cargo is told.
    pub fn arguments(&self) -> Vec<&str> {
        // The whole workspace's features: what `cargo xtask test` has compiled serves again.
        let mut arguments = if self.files.is_empty() { vec![] } else { vec!["--workspace"] };
        arguments.extend(self.files.iter().flat_map(|name| ["--test", name]));
        arguments.extend(self.packages.iter().flat_map(|name| ["--package", name]));
        arguments
    }

    /// What is run, for people.
    pub fn title(&self) -> String {
        let names: Vec<&str> = self.files.iter().chain(&self.packages).map(String::as_str).collect();
        names.join(", ")
    }
}

/// Finds what the patterns name.
///
/// # Errors
/// If one names nothing, or they name files and packages, or different tests.
pub fn select(patterns: &[String]) -> Result<Selection> {
    let metadata = metadata()?;
    let packages = metadata["packages"].as_array().context("packages")?;
    let mut selection = Selection::default();
    for pattern in patterns {
        let (file, test) =
            pattern.split_once("::").map_or((pattern.as_str(), None), |(file, test)| (file, Some(test)));
        if let Some(test) = test {
            ensure!(selection.test.as_deref().is_none_or(|other| other == test), "name one test, or none");
            selection.test = Some(test.to_owned());
        }
        let before = selection.files.len() + selection.packages.len();
        for package in packages {
            let name = package["name"].as_str().unwrap_or_default();
            if name == file {
                selection.packages.insert(name.to_owned());
                selection.programs.extend(programs_of(package, None));
            }
            for target in test_files(package).filter(|target| text(target, "name").contains(file)) {
                selection.files.insert(text(target, "name").to_owned());
                selection.programs.extend(programs_of(package, Some(Path::new(text(target, "src_path")))));
            }
        }
        ensure!(
            selection.files.len() + selection.packages.len() > before,
            "no test file has \"{file}\" in its name, and no package has that name"
        );
    }
    if !selection.files.is_empty() && !selection.packages.is_empty() {
        bail!("name either test files or packages: {}", selection.title());
    }
    Ok(selection)
}

fn test_files(package: &Value) -> impl Iterator<Item = &Value> {
    let targets = package["targets"].as_array().into_iter().flatten();
    targets.filter(|target| target["kind"][0] == "test")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The programs that tests of a package deploy, or those in one of its files.
fn programs_of(package: &Value, file: Option<&Path>) -> BTreeSet<&'static str> {
    let mut names = package["dependencies"].as_array().into_iter().flatten().map(|of| text(of, "name"));
    let deploys =
        names.any(|name| ["io-testkit", "io-bench"].contains(&name)) || package["name"] == "io-testkit";
    match file {
        _ if !deploys => BTreeSet::new(),
        Some(file) if package["name"] == "io-tests" => programs_named(&code(file)),
        _ => suite().iter().map(|program| program.name).collect(),
    }
}

/// A file of tests with all of its modules, without comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut code: String = lines.map(|line| format!("{line}\n")).collect();
    let folder = file.parent().unwrap_or(root());
    let own = match file.file_stem().and_then(|stem| stem.to_str()) {
        Some("main" | "mod") | None => folder.to_owned(),
        // A file of tests has its modules beside it, a module of one below it.
        Some(stem) => {
            if folder.ends_with("tests") {
                folder.to_owned()
            } else {
                folder.join(stem)
            }
        }
    };
    let modules = text.lines().filter_map(|line| line.trim().strip_prefix("mod ")?.strip_suffix(';'));
    for module in modules {
        let places: [PathBuf; 2] = [own.join(module).with_extension("rs"), own.join(module).join("mod.rs")];
        code.extend(places.iter().filter(|place| place.exists()).map(|place| self::code(place)));
    }
    code
}

/// A test cannot start a program in testkit's world without naming it: `World::with_orders`.
/// Genesis is every world's.
fn programs_named(code: &str) -> BTreeSet<&'static str> {
    let suite = suite();
    let short = |name: &'static str| name.trim_start_matches("io_");
    // The bench, or the list of programs: all of them.
    let all = ["PROGRAMS", "io_bench"].iter().any(|word| code.contains(word));
    let named = suite.iter().filter(|program| all || code.contains(short(program.name)));
    let mut programs: BTreeSet<_> = named.map(|program| program.name).collect();
    if programs.is_empty() && !code.contains("World") {
        return programs;
    }
    programs.insert("io_emission");
    let running: Vec<_> = suite.iter().filter(|program| programs.contains(program.name)).collect();
    programs.extend(running.iter().flat_map(|program| program.uses(root())));
    programs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(patterns: &[&str]) -> Result<Selection> {
        super::select(&patterns.iter().map(|pattern| (*pattern).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_pattern_names_files_and_their_programs() {
        let found = select(&["economy_wa::walk"]).unwrap();
        assert_eq!(found.arguments(), ["--workspace", "--test", "economy_walk"]);
        assert_eq!(found.test.as_deref(), Some("walk"));
        assert_eq!(found.programs.len(), suite().len(), "{found:?}");

        let found = select(&["io-economics"]).unwrap();
        assert_eq!(found.arguments(), ["--package", "io-economics"]);
        assert!(found.programs.is_empty());

        let found = select(&["security_txt"]).unwrap();
        assert_eq!(found.programs.len(), suite().len());
        assert!(select(&["no such file"]).is_err());
        assert!(select(&["io-tests", "economy_walk"]).is_err());
    }

    #[test]
    fn a_test_names_the_programs_that_it_starts() {
        let names = |code| programs_named(code).into_iter().collect::<Vec<_>>();
        assert_eq!(names("World::with_staking()"), ["io_emission", "io_staking", "io_vesting"]);
        let of_orders = ["io_emission", "io_orders", "io_staking", "io_vesting"];
        assert_eq!(names("World::with_orders()"), of_orders);
        assert_eq!(names("World::after_genesis()"), ["io_emission", "io_vesting"]);
        assert_eq!(names("fn main() {}"), Vec::<&str>::new());
    }
}
